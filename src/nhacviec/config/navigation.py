"""The sections of the top bar as data, and what every page's frame shows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhacviec.intake.access import may_import
from nhacviec.orgs.access import StandIn, Viewer
from nhacviec.orgs.kinds import AREAS
from nhacviec.web import clock, formats

# `nhacviec demo` leaves this file in the data folder of the sample city.
SAMPLE_MARK = "sample-city"
# In the list of posts, what the number of a substitution begins with.
STAND_IN = "thay-mat-"


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the navigation: the URL name that it opens, the prefix of its pages, an icon, on the phone's bar or not."""

    label: Promise
    url_name: str
    prefixes: tuple[str, ...]
    icon: str
    tab: bool = False


SECTIONS = (
    Section(_("Toàn cảnh"), "statistics:overview", (), "chart-bar", tab=True),
    Section(_("Việc của tôi"), "statistics:my_work", ("/viec-cua-toi/",), "checklist", tab=True),
    Section(_("Nhiệm vụ"), "tasks:list", ("/nhiem-vu/", "/chi-dao/", "/nhap/"), "list-check", tab=True),
    Section(_("Nhắc việc"), "reminders:workbench", ("/nhac-viec/",), "file-alert"),
    Section(_("Kiểm tra"), "inspections:list", ("/kiem-tra/",), "clipboard-check", tab=True),
    Section(_("Xếp loại"), "reviews:list", ("/xep-loai/",), "stairs"),
    Section(_("Kỷ luật"), "discipline:list", ("/ky-luat/",), "gavel"),
    Section(_("Thống kê"), "statistics:results", ("/thong-ke/",), "table"),
    Section(_("Tổ chức"), "orgs:tree", ("/to-chuc/", "/nhap/danh-ba/"), "sitemap"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame: navigation, who one is and in which post, languages."""
    base = {
        "home_url": "/",
        "languages": [
            {"code": code, "label": label, "current": code == translation.get_language()}
            for code, label in settings.LANGUAGES
        ],
        "language_url": reverse("accounts:language"),
    }
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return base
    return {
        **base,
        "nav": _entries(request.path),
        "me": _me(request),
        "search_url": _url("tasks:list"),
        "data_stamp": formats.moment(clock.now()),
        "sample": (settings.DATA_DIR / SAMPLE_MARK).is_file(),
    }


def _entries(path: str) -> list[dict[str, Any]]:
    found = []
    # The longest prefix says where a page belongs: the import of people stands under organisations, not under tasks.
    longest = max((len(p) for section in SECTIONS for p in section.prefixes if path.startswith(p)), default=0)
    for section in SECTIONS:
        url = _url(section.url_name)
        own = any(len(p) == longest and path.startswith(p) for p in section.prefixes)
        current = own if section.prefixes else path == url
        found.append({"label": section.label, "url": url, "icon": section.icon, "tab": section.tab, "current": current})
    return found


def _me(request: HttpRequest) -> dict[str, Any]:
    viewer = request.viewer  # type: ignore[attr-defined]
    here, mode = viewer.post, viewer.stand_in
    own = viewer.held or viewer.posts
    posts = [
        {"id": p.appointment_id, "label": p.label, "current": mode is None and here is not None and p == here}
        for p in own
    ]
    posts += [
        {"id": f"{STAND_IN}{one.id}", "label": _on_behalf(one), "current": mode is not None and one.id == mode.id}
        for one in viewer.stand_ins
    ]
    return {
        "name": viewer.name,
        "post": _on_behalf(mode) if mode else here.label if here else "",
        "posts": posts,
        "mode": _mode(viewer, request.path),
        "switch_url": reverse("switch_post"),
        "language_url": reverse("accounts:language"),
        "sign_out_url": reverse("accounts:sign_out"),
        "links": _links(viewer),
    }


def _on_behalf(stand_in: StandIn) -> str:
    return gettext("Thay mặt %(who)s") % {"who": stand_in.on_behalf_of}


def _mode(viewer: Viewer, path: str) -> dict[str, Any] | None:
    """What the bar of a substitution says: for whom, until when, limited to what; and the way back."""
    mode = viewer.stand_in
    if mode is None:
        return None
    return {
        "who": mode.on_behalf_of,
        "last_day": mode.until - dt.timedelta(days=1),
        "areas": [AREAS[area] for area in AREAS if area in mode.areas],
        # My work and the inbox gather what lies inside the areas.
        "closed": not viewer.posts and path not in (_url("statistics:my_work"), _url("notifications:inbox")),
        "back": viewer.held[0].label if viewer.held else viewer.name,
    }


def _links(viewer: Viewer) -> list[dict[str, Any]]:
    """What the menu under one's name opens: own page and inbox for a person, the password for everybody."""
    links = [
        {"label": _("Bảo mật, phiên đăng nhập"), "url": reverse("accounts:security")},
        {"label": _("Đổi mật khẩu"), "url": reverse("accounts:password")},
    ]
    if viewer.operator:
        links.insert(0, {"label": _("Quản trị tài khoản"), "url": reverse("accounts:accounts")})
    if viewer.person_id is None:
        return links
    if may_import(viewer):
        links.insert(0, {"label": _("Nhập nhiệm vụ từ tệp"), "url": reverse("intake:start")})
    return [
        {"label": _("Tin đến"), "url": reverse("notifications:inbox")},
        {"label": _("Trang của tôi"), "url": reverse("orgs:person", args=[viewer.person_id])},
        *links,
    ]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"
