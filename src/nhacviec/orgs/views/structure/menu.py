"""The menu of changes of one organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .flow import unit_to_change


@require_safe
def menu(request: HttpRequest, pk: int) -> HttpResponse:
    """Sắp xếp tổ chức: merge, split, rename, move or end this organisation; each is shown before it is done."""
    _viewer, unit = unit_to_change(request, pk)
    changes = [
        ("merge", "git-branch", _("Sáp nhập"), _("Kết thúc và chuyển tất cả sang một tổ chức khác hoặc tổ chức mới.")),
        ("split", "arrows-split", _("Tách, chia"), _("Chuyển từng phần sang các tổ chức khác hoặc tổ chức mới.")),
        ("rename", "pencil", _("Đổi tên, đổi mã"), _("Vẫn là tổ chức ấy; tên cũ còn trong lịch sử và vẫn tìm được.")),
        ("move", "route", _("Chuyển cấp trên"), _("Đặt dưới một cấp trên khác cùng với các đơn vị trực thuộc.")),
        ("end", "archive", _("Kết thúc hoạt động"), _("Không còn tổ chức này; việc đang mở chuyển cho nơi kế thừa.")),
    ]
    rows = [(reverse(f"orgs:{name}", args=[pk]), icon, title, text) for name, icon, title, text in changes]
    return render(request, "orgs/structure/menu.html", {"unit": unit, "rows": rows})
