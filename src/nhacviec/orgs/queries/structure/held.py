"""In whose name a record was held on a past day."""

import datetime as dt

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from ...models import Handover


def held_on(record: str, field: str, day: dt.date, *, pk: str = "pk", present: str = "") -> Coalesce:
    """Expression: the id of the organisation that stood in `field` of a record at the end of `day`.

    `record` is the ledger's name of the kind ("tasks.task"). The first handover after the day says who held it before;
    without one, the present holder (`present`, by default the column of `field`) held it.
    """
    later = Handover.objects.filter(record=record, record_id=OuterRef(pk), field=field, on_date__gt=day)
    before = Subquery(later.order_by("on_date", "id").values("source_id")[:1])
    return Coalesce(before, F(present or f"{field}_id"), output_field=BigIntegerField())
