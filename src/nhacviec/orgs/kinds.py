"""Kinds of organisations and posts as data: a new kind needs a line here and no migration."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """Loại tổ chức. `family` is "party", "state", "mass" or "company"; `grassroots` marks a TCCSĐ (O-2)."""

    code: str
    label: Promise
    family: str
    grassroots: bool = False


@dataclass(frozen=True, slots=True)
class PostKind:
    """Loại chức vụ. `head` marks the post that answers for the organisation; `rank` orders people on a page."""

    code: str
    label: Promise
    head: bool = False
    deputy: bool = False
    rank: int = 50


ORGANISATION_KINDS = {
    k.code: k
    for k in (
        OrganisationKind("province_committee", _("tỉnh ủy"), "party"),
        OrganisationKind("city_committee", _("thành ủy"), "party"),
        OrganisationKind("standing_committee", _("ban thường vụ"), "party"),
        OrganisationKind("committee_office", _("văn phòng"), "party"),
        OrganisationKind("organisation_commission", _("ban tổ chức"), "party"),
        OrganisationKind("inspection_commission", _("ủy ban kiểm tra"), "party"),
        OrganisationKind("propaganda_commission", _("ban tuyên giáo"), "party"),
        OrganisationKind("mass_commission", _("ban dân vận"), "party"),
        OrganisationKind("ward_committee", _("đảng ủy phường, xã"), "party", grassroots=True),
        OrganisationKind("grassroots_committee", _("đảng bộ cơ sở"), "party", grassroots=True),
        OrganisationKind("grassroots_cell", _("chi bộ cơ sở"), "party", grassroots=True),
        OrganisationKind("cell", _("chi bộ"), "party"),
        OrganisationKind("province_administration", _("UBND tỉnh"), "state"),
        OrganisationKind("city_administration", _("UBND thành phố"), "state"),
        OrganisationKind("ward_administration", _("UBND phường, xã"), "state"),
        OrganisationKind("department", _("phòng, ban chuyên môn"), "state"),
        OrganisationKind("counter", _("bộ phận một cửa"), "state"),
        OrganisationKind("public_unit", _("đơn vị sự nghiệp"), "state"),
        OrganisationKind("force", _("lực lượng vũ trang"), "state"),
        OrganisationKind("ministry", _("bộ, cơ quan trung ương"), "state"),
        OrganisationKind("collective", _("nhóm cơ quan, đơn vị"), "state"),
        OrganisationKind("front", _("Mặt trận, đoàn thể"), "mass"),
        OrganisationKind("company", _("doanh nghiệp, hợp tác xã"), "company"),
    )
}

POST_KINDS = {
    k.code: k
    for k in (
        PostKind("secretary", _("Bí thư"), head=True, rank=10),
        PostKind("chairman", _("Chủ tịch"), head=True, rank=10),
        PostKind("head", _("Người đứng đầu"), head=True, rank=10),
        PostKind("standing_deputy", _("Phó Bí thư Thường trực"), deputy=True, rank=15),
        PostKind("deputy_secretary", _("Phó Bí thư"), deputy=True, rank=20),
        PostKind("vice_chairman", _("Phó Chủ tịch"), deputy=True, rank=20),
        PostKind("deputy_head", _("Cấp phó"), deputy=True, rank=20),
        PostKind("standing_member", _("Ủy viên Ban Thường vụ"), rank=25),
        PostKind("committee_member", _("Ủy viên"), rank=30),
        PostKind("official", _("Công chức, viên chức"), rank=40),
    )
}

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

HIERARCHIES = {"party": _("hệ thống đảng"), "state": _("hệ thống chính quyền")}


def organisation_kind_choices() -> list[tuple[str, Promise]]:
    """Choices of `Organisation.kind`."""
    return [(k.code, k.label) for k in ORGANISATION_KINDS.values()]


def post_kind_choices() -> list[tuple[str, Promise]]:
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
