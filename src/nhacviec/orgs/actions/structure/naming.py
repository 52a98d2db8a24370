"""Renaming: the old name stays in history, the new one holds from a day."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered
from nhacviec.web.errors import BadInput, NotPossible

from ...access import Viewer
from ...apps import Reorganised
from ...models import Organisation, OrganisationName
from .. import writing
from ..common import clean, tell
from ..drafts import FoundingDocument
from .carrying_out import announce
from .checks import document_text, locked, require_day, require_right


@transaction.atomic
def rename_organisation(
    *,
    viewer: Viewer,
    organisation: Organisation,
    name: str,
    on: dt.date,
    document: FoundingDocument,
    now: dt.datetime,
    short_name: str = "",
    official_code: str = "",
) -> Organisation:
    """Give an organisation another name, short name or official code from a day; it stays the same organisation.

    Nothing passes: work, people, registers and rights are untouched. A code is free again once another's naming ends.
    Raises NotAllowed, BadInput("name" | "short_name" | "official_code" | "on" | "document"), NotPossible.
    """
    require_day(viewer, on)
    require_right(viewer, [organisation], on)
    text = document_text(document, viewer)
    found = locked([organisation])[organisation.pk]
    if found.ended_on is not None:
        raise NotPossible(_("Tổ chức này đã kết thúc."))
    before = _name_until(found, on)
    found.name = clean(name, "name", most=300)
    found.short_name = clean(short_name, "short_name", most=120, empty=True)
    found.official_code = clean(official_code, "official_code", most=40, empty=True)
    _check_new(found, before)
    found.folded = writing.folded(found.name, found.short_name, _former(found, before))
    found.save(update_fields=["name", "short_name", "official_code", "folded"])
    written = _write(before, writing.naming(found, on, text), on)
    records: list[tuple[int, Covered]] = [(found.pk, one) for one in (found, *written)]
    facts = {"document": text, "on": on.isoformat(), "before": before.name}
    tell(viewer=viewer, verb="rename_organisation", records=records, now=now, facts=facts)
    change = Reorganised("rename", ((found, found),), on, text, {}, frozenset())
    announce(viewer, change, now)
    return found


def _name_until(found: Organisation, on: dt.date) -> OrganisationName:
    """The name that ends on the day; one entered before names were kept is made from the record itself."""
    rows = OrganisationName.objects.select_for_update().filter(organisation=found)
    last = rows.order_by("-valid_from").first()
    if on <= (last.valid_from if last is not None else found.founded_on):
        raise NotPossible(_("Tên hiện nay bắt đầu từ ngày này hoặc sau đó. Chọn ngày muộn hơn."))
    return last or writing.naming(found, found.founded_on, "")


def _former(found: Organisation, before: OrganisationName) -> list[str]:
    """Names that it has borne, the latest first."""
    older = OrganisationName.objects.filter(organisation=found).exclude(pk=before.pk).order_by("-valid_from")
    return [text for row in (before, *older) for text in (row.name, row.short_name) if text]


def _check_new(found: Organisation, before: OrganisationName) -> None:
    if (found.name, found.short_name, found.official_code) == (before.name, before.short_name, before.official_code):
        raise BadInput("name", _("Tên, tên viết tắt và mã đơn vị vẫn như cũ."))
    if found.official_code:
        others = Organisation.objects.filter(official_code=found.official_code, kind=found.kind, ended_on=None)
        if others.exclude(pk=found.pk).exists():
            raise BadInput("official_code", _("Mã đơn vị này đang của một tổ chức khác cùng loại."))


def _write(before: OrganisationName, after: OrganisationName, on: dt.date) -> Sequence[OrganisationName]:
    if before.pk is None:
        before.valid_until = on
        return [*writing.begin([before]), *writing.begin([after])]
    return [*writing.close([before], on), *writing.begin([after])]
