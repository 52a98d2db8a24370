"""Words for what the history of sign-in keeps as keys."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import SIGN_IN_EVENTS

register = template.Library()

WAYS: dict[str, Promise] = {
    "password": gettext_lazy("bằng mật khẩu"),
    "totp": gettext_lazy("bằng mật khẩu và ứng dụng tạo mã"),
    "recovery_codes": gettext_lazy("bằng mật khẩu và mã dự phòng"),
    "webauthn": gettext_lazy("bằng khóa"),
    "code": gettext_lazy("mã"),
    "oidc": gettext_lazy("qua nơi đăng nhập chung"),
    "link": gettext_lazy("bằng liên kết"),
    "idle": gettext_lazy("lâu không thao tác"),
    "unknown": gettext_lazy("nơi đăng nhập chung: không có tài khoản"),
    "inactive": gettext_lazy("tài khoản đã ngừng dùng"),
    "taken": gettext_lazy("nơi đăng nhập chung: tài khoản của người khác"),
    "cancelled": gettext_lazy("nơi đăng nhập chung: đã hủy"),
    "failed": gettext_lazy("nơi đăng nhập chung: trả lời không đúng"),
}
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "CrOS", "Linux")
BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


@register.filter
def happened(event: str) -> str:
    """What a row of the history tells."""
    return str(SIGN_IN_EVENTS.get(event, event))


@register.filter
def way(method: str) -> str:
    """How somebody came in, or why not."""
    return str(WAYS.get(method, method))


@register.filter
def device(agent: str) -> str:
    """Browser and system out of what the browser says of itself; the start of it when nothing is known."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    if browser and system:
        return _("%(browser)s trên %(system)s") % {"browser": browser, "system": system.replace(" OS X", "")}
    return browser or system or agent[:40] or _("không rõ thiết bị")
