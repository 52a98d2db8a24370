"""What every change of structure asks for: the right from above, a day, a founding document."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ...access import Viewer
from ...access.structure import may_restructure
from ...models import Organisation
from ...queries.structure.obstacles import day_problems
from ..common import check_day, clean
from ..drafts import FoundingDocument


def require_right(viewer: Viewer, organisations: Iterable[Organisation], on: dt.date) -> None:
    """Raise NotAllowed unless the viewer keeps the records of a body above each of them: none changes itself."""
    if not may_restructure(viewer, [one.pk for one in organisations], on):
        raise NotAllowed(_("Chỉ văn phòng hoặc ban tổ chức của cấp trên được sắp xếp tổ chức này."))


def require_day(viewer: Viewer, on: dt.date) -> None:
    """Raise BadInput("on") for a day that no record can bear, that is still to come, or long past."""
    check_day(on, "on")
    for problem in day_problems(viewer, on):
        raise BadInput("on", problem)


def document_text(document: FoundingDocument, viewer: Viewer) -> str:
    """Number and day as records keep them. Raises BadInput("document" | "signed_on")."""
    number = clean(document.number, "document", most=180)
    check_day(document.signed_on, "signed_on")
    if document.signed_on > viewer.on:
        raise BadInput("signed_on", _("Văn bản không thể ban hành sau hôm nay."))
    return FoundingDocument(number, document.signed_on).text


def locked(organisations: Iterable[Organisation]) -> dict[int, Organisation]:
    """The organisations, locked in the order of their ids, so that two changes never wait for each other in a circle."""
    ids = sorted({one.pk for one in organisations})
    rows = Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    found = {one.pk: one for one in rows}
    if len(found) != len(ids):
        raise NotPossible(_("Tổ chức này không còn nữa."))
    return found
