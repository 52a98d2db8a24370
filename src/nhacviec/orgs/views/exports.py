"""The tree of a day as a table for a spreadsheet."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.web.errors import NotPossible
from nhacviec.web.params import safe_int

from .. import queries
from ..access import Viewer
from ..kinds import HIERARCHIES
from ..queries import Node
from .day import chosen_day

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def tree_csv(request: HttpRequest) -> HttpResponse:
    """The organisations of a hierarchy on a day, from top to bottom, with their heads; UTF-8 with its mark for Excel."""
    on, _wrong = chosen_day(request)
    hierarchy = request.GET.get("he", "party")
    hierarchy = hierarchy if hierarchy in HIERARCHIES else "party"
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    root = safe_int(request.GET.get("goc"))
    nodes = queries.tree(viewer, on, hierarchy, root, most=queries.MOST_READ)
    if any(node.cut for top in nodes for node in top.walk()):
        raise NotPossible(_("Cây này quá lớn cho một bảng. Mở riêng một đơn vị rồi tải bảng của đơn vị ấy."))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_heads())
    for row in _rows(nodes):
        writer.writerow([f"{v:%d/%m/%Y}" if isinstance(v, dt.date) else _safe(v) for v in row])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="to-chuc-{hierarchy}-{on:%Y-%m-%d}.csv"'
    return answer


def _heads() -> list[str]:
    return [
        _("Cấp"),
        _("Tổ chức"),
        _("Mã"),
        _("Mã đơn vị"),
        _("Loại"),
        _("Cấp trên trực tiếp"),
        _("Mã cấp trên"),
        _("Người đứng đầu"),
        _("Chức vụ"),
        _("Từ ngày"),
        _("Ghi chú"),
    ]


def _rows(nodes: list[Node], above: Node | None = None) -> Iterator[list[Any]]:
    for node in nodes:
        unit, head = node.organisation, node.head
        note = _("quyền, giao phụ trách") if head and head.acting else _("khuyết người đứng đầu") if node.vacant else ""
        yield [
            node.depth + 1,
            node.name,
            unit.code,
            unit.official_code,
            unit.get_kind_display(),
            above.name if above else "",
            above.organisation.code if above else "",
            head.full_name if head else "",
            head.title if head else "",
            head.since if head else "",
            note,
        ]
        yield from _rows(node.children, node)


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
