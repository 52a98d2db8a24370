"""Finding by words: in any order, without regard to marks, the very tones typed first; the same on both engines."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.rules.text import fold, nfc
from nhacviec.web.errors import BadInput

from ..kinds import CELL_KINDS
from ..models import Organisation

_CANDIDATES = 5


def cell_by_words(words: str, on: dt.date) -> Organisation:
    """The cell of that code, or the only one of that name, on the day. One query.

    Raises BadInput("cell", …): nobody, or several, of which the first are named with their codes.
    """
    text = nfc(words)[:200]
    cells = Organisation.objects.existing(on).filter(kind__in=CELL_KINDS)
    found = list(cells.filter(Q(code=text) | Q(folded__contains=fold(text))).order_by("folded", "id")[:50])
    exact = [cell for cell in found if cell.code == text] or [cell for cell in found if cell.name == text]
    chosen = exact or found
    if not chosen:
        raise BadInput("cell", _("Không có chi bộ nào mang mã hoặc tên này vào ngày ấy."))
    if len(chosen) > 1:
        names = "; ".join(f"{cell.name} ({cell.code})" for cell in chosen[:_CANDIDATES])
        raise BadInput("cell", _("Nhiều chi bộ mang tên này, hãy nhập mã: %(names)s") % {"names": names})
    return chosen[0]
