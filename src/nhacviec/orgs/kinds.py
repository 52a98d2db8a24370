"""Kinds of organisations and posts as data: a new kind needs some lines in a file and no migration.

The file of the program is `data/kinds.toml`; an installation adds its own in a file named by the setting
NHACVIEC_KINDS. Both are read once, when the program starts; a mistake in them is told then, by file and code.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FAMILIES = ("party", "state", "mass", "company")
# What the people of a staff body do for the organisation above it; `access.Role` has the same words.
STAFF = ("leader", "clerk", "inspector", "organiser")
CERTAINTIES = ("confirmed", "to_be_checked")
OWN_FILE = Path(__file__).parent / "data" / "kinds.toml"
_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}\Z")


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """Loại tổ chức. `family` is "party", "state", "mass" or "company"; `grassroots` marks a TCCSĐ (O-2).

    `committee`: its secretary and deputies lead what stands below. `cell`: members are entered in it. `members`: how
    many full members it needs (O-2). `staff`: what its people do for the organisation above. `under`: where it usually
    stands, empty for anywhere; a warning, not a wall.
    """

    code: str
    label: Promise | str
    family: str
    grassroots: bool = False
    committee: bool = False
    calendar: bool = False
    cell: bool = False
    members: int = 0
    staff: str = ""
    under: tuple[str, ...] = ()
    source: str = ""
    certainty: str = "to_be_checked"

    def stands_under(self, parent: str) -> bool:
        """Whether this kind usually stands under the kind `parent`; a kind without `under` stands anywhere."""
        return not self.under or parent in self.under


@dataclass(frozen=True, slots=True)
class PostKind:
    """Loại chức vụ. `head` marks the post that answers for the organisation; `rank` orders people on a page."""

    code: str
    label: Promise | str
    head: bool = False
    deputy: bool = False
    rank: int = 50


def _in_language(vi: str, en: str) -> str:
    return en if (get_language() or "vi").startswith("en") else vi


label_of = lazy(_in_language, str)
"""A label that is read in the language of the reader."""


def load(*files: Path) -> tuple[dict[str, OrganisationKind], dict[str, PostKind]]:
    """The kinds of these files, later ones adding to earlier ones. Raises ImproperlyConfigured, naming file and code."""
    organisations: dict[str, OrganisationKind] = {}
    posts: dict[str, PostKind] = {}
    for file in files:
        for row in _rows(file, "organisation"):
            kind = _organisation_kind(row, file)
            known = organisations.get(kind.code)
            if known is not None and known.family != kind.family:
                raise _wrong(file, kind.code, f"family is {known.family!r} and stays so")
            organisations[kind.code] = kind
        for row in _rows(file, "post"):
            post = _post_kind(row, file)
            posts[post.code] = post
    for kind in organisations.values():
        if strange := [code for code in kind.under if code not in organisations]:
            raise _wrong(files[-1], kind.code, f"under names unknown kinds: {', '.join(strange)}")
    return organisations, posts


def _rows(file: Path, table: str) -> list[dict[str, Any]]:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(f"{file}: {error}") from error
    rows = found.get(table, [])
    if (
        set(found) - {"organisation", "post"}
        or not isinstance(rows, list)
        or not all(isinstance(r, dict) for r in rows)
    ):
        raise ImproperlyConfigured(f"{file}: only [[organisation]] and [[post]] stand in a file of kinds")
    codes = [row.get("code") for row in rows]
    if twice := {str(code) for code in codes if codes.count(code) > 1}:
        raise ImproperlyConfigured(f"{file}: {table} {', '.join(sorted(twice))} stands there twice")
    return rows


def _wrong(file: Path, code: object, what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{file}: kind {code!r}: {what}")


_ORGANISATION_FIELDS: Mapping[str, type] = {
    "code": str,
    "family": str,
    "vi": str,
    "en": str,
    "grassroots": bool,
    "committee": bool,
    "calendar": bool,
    "cell": bool,
    "members": int,
    "staff": str,
    "under": list,
    "source": str,
    "certainty": str,
}
_POST_FIELDS: Mapping[str, type] = {"code": str, "vi": str, "en": str, "head": bool, "deputy": bool, "rank": int}


def _checked(row: dict[str, Any], fields: Mapping[str, type], file: Path) -> dict[str, Any]:
    """The row with its label, each field of its type. Raises ImproperlyConfigured."""
    code = row.get("code")
    for name, value in row.items():
        if name not in fields:
            raise _wrong(file, code, f"{name} is not a field")
        if type(value) is not fields[name]:
            raise _wrong(file, code, f"{name} must be {fields[name].__name__}")
    if not isinstance(code, str) or not _CODE.match(code):
        raise _wrong(file, code, "code must be lower-case letters, digits and _, at most 30")
    if not row.get("vi"):
        raise _wrong(file, code, "vi, the Vietnamese label, is missing")
    kept = {name: value for name, value in row.items() if name not in ("vi", "en")}
    return {**kept, "label": label_of(row["vi"], row.get("en") or row["vi"])}


def _organisation_kind(row: dict[str, Any], file: Path) -> OrganisationKind:
    found = _checked(row, _ORGANISATION_FIELDS, file)
    for name, allowed in (("family", FAMILIES), ("staff", ("", *STAFF)), ("certainty", CERTAINTIES)):
        if found.get(name, allowed[0]) not in allowed or (name == "family" and name not in found):
            raise _wrong(file, found["code"], f"{name} must be one of {', '.join(filter(None, allowed))}")
    if not all(isinstance(code, str) for code in found.get("under", [])):
        raise _wrong(file, found["code"], "under must be a list of codes")
    return OrganisationKind(**{**found, "under": tuple(found.get("under", ()))})


def _post_kind(row: dict[str, Any], file: Path) -> PostKind:
    found = _checked(row, _POST_FIELDS, file)
    if found.get("head") and found.get("deputy"):
        raise _wrong(file, found["code"], "head and deputy exclude each other")
    return PostKind(**found)


def _files() -> tuple[Path, ...]:
    """The program's file and the installation's, if the settings name one."""
    own = getattr(settings, "NHACVIEC_KINDS", "")
    return (OWN_FILE, Path(own)) if own else (OWN_FILE,)


ORGANISATION_KINDS, POST_KINDS = load(*_files())
# Staff bodies work for the committee above them.
STAFF_KINDS = {k.code: k.staff for k in ORGANISATION_KINDS.values() if k.staff}
COMMITTEE_KINDS = tuple(k.code for k in ORGANISATION_KINDS.values() if k.committee)
CALENDAR_KINDS = tuple(k.code for k in ORGANISATION_KINDS.values() if k.calendar)
CELL_KINDS = tuple(k.code for k in ORGANISATION_KINDS.values() if k.cell)

# What kind of work a grassroots party organisation stands in: the rows of the yearly tables.
SECTORS = {
    "ward": _("Xã, phường"),
    "agency": _("Cơ quan đảng, chính quyền, đoàn thể"),
    "public_unit": _("Đơn vị sự nghiệp"),
    "company": _("Doanh nghiệp, hợp tác xã"),
    "force": _("Lực lượng vũ trang"),
}

# Why a row of membership ends; the first four start another row, the last three end the membership for good.
MEMBERSHIP_ENDS = {
    "state": _("thay đổi tình trạng"),
    "transfer": _("chuyển sinh hoạt"),
    "reorganised": _("sắp xếp tổ chức"),
    "official": _("chuyển chính thức"),
    "left": _("xin ra khỏi Đảng, xóa tên"),
    "expelled": _("khai trừ"),
    "died": _("từ trần"),
}

# Where a substitution may be limited to: the rooms in which something is done in the name of a post.
AREAS = {
    "tasks": _("Chỉ đạo và nhiệm vụ"),
    "reminders": _("Nhắc việc"),
    "inspections": _("Kiểm tra"),
    "discipline": _("Kỷ luật"),
    "reviews": _("Đánh giá, xếp loại"),
}

# What of a person's record was read, and on which ground: the words of the log that the person sees.
READINGS = {
    "person": _("trang cá nhân"),
    "members": _("danh sách đảng viên"),
    "grade": _("xếp loại"),
    "case": _("vụ việc kỷ luật"),
    "assessment": _("nhận xét khi kiểm tra"),
    "file": _("tệp dữ liệu cá nhân"),
    "export": _("bảng xuất ra tệp"),
    "api": _("dữ liệu qua giao diện chương trình"),
}
GROUNDS = {
    "own": _("chính mình"),
    "staff": _("cơ quan tham mưu, lãnh đạo cấp ủy"),
    "head": _("người đứng đầu cấp trên"),
    "keeper": _("người giữ hồ sơ"),
    "request": _("giải quyết yêu cầu về dữ liệu"),
    "team": _("đoàn kiểm tra"),
    "body": _("cấp có thẩm quyền xem xét"),
}

# The area to which the pages of a room belong; a room not named belongs to none.
AREA_OF_ROOM = {"directives": "tasks", "intake": "tasks", **{area: area for area in AREAS}}

HIERARCHIES = {"party": _("hệ thống đảng"), "state": _("hệ thống chính quyền")}


def organisation_kind_choices() -> list[tuple[str, Promise | str]]:
    """Choices of `Organisation.kind`."""
    return [(k.code, k.label) for k in ORGANISATION_KINDS.values()]


def post_kind_choices() -> list[tuple[str, Promise | str]]:
    """Choices of `Post.kind`."""
    return [(k.code, k.label) for k in POST_KINDS.values()]


def sector_choices() -> list[tuple[str, Promise]]:
    """Choices of `Organisation.sector`."""
    return list(SECTORS.items())


def hierarchy_choices() -> list[tuple[str, Promise]]:
    """Choices of `ParentLink.hierarchy`."""
    return list(HIERARCHIES.items())


GRASSROOTS_KINDS = tuple(k.code for k in ORGANISATION_KINDS.values() if k.grassroots)
HEAD_KINDS = tuple(k.code for k in POST_KINDS.values() if k.head)
DEPUTY_KINDS = tuple(k.code for k in POST_KINDS.values() if k.deputy)
