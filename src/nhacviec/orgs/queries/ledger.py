"""The last entries of an organisation's chain, in words."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import content

VERBS: dict[str, Promise] = {
    "found_organisation": _("Thành lập tổ chức"),
    "link_parent": _("Đổi cấp trên trực tiếp"),
    "end_organisation": _("Kết thúc tổ chức"),
    "record_succession": _("Ghi tổ chức kế thừa"),
    "merge_organisations": _("Sáp nhập tổ chức"),
    "split_organisation": _("Tách, chia tổ chức"),
    "rename_organisation": _("Đổi tên, đổi mã"),
    "pass_on": _("Chuyển việc đang mở cho tổ chức kế thừa"),
    "take_over": _("Người đứng đầu mới nhận việc chuyển đến"),
    "close_register": _("Đóng sổ văn bản"),
    "enter_person": _("Ghi người"),
    "make_post": _("Lập chức vụ"),
    "appoint": _("Bổ nhiệm, phân công"),
    "end_appointment": _("Thôi giữ chức vụ"),
    "add_membership": _("Ghi nơi sinh hoạt đảng"),
    "end_membership": _("Thôi sinh hoạt tại chi bộ"),
    "extend_appointment": _("Gia hạn bổ nhiệm"),
    "correct_appointment": _("Sửa bổ nhiệm ghi nhầm"),
    "remove_appointment": _("Hủy bổ nhiệm ghi nhầm"),
    "membership_make_official": _("Công nhận đảng viên chính thức"),
    "membership_exempt": _("Miễn công tác và sinh hoạt"),
    "membership_lift_exemption": _("Thôi miễn công tác và sinh hoạt"),
    "membership_suspend": _("Đình chỉ sinh hoạt đảng"),
    "membership_resume": _("Trở lại sinh hoạt sau đình chỉ"),
    "transfer_membership": _("Chuyển sinh hoạt đảng"),
    "start_temporary_activity": _("Giới thiệu sinh hoạt tạm thời"),
    "end_temporary_activity": _("Kết thúc sinh hoạt tạm thời"),
    "leave_party": _("Ra khỏi Đảng"),
    "record_death": _("Ghi từ trần"),
    "open_account": _("Mở tài khoản"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger as a page shows it."""

    seq: int
    at: dt.datetime
    actor: str
    post: str
    text: str
    hash: str
    on_behalf_of: str = ""


def ledger_excerpt(chain: int, most: int = 20) -> list[Line]:
    """The last entries of a chain, newest first. One query."""
    return [_line(entry) for entry in Entry.objects.filter(chain=chain).order_by("-seq")[:most]]


def _line(entry: Entry) -> Line:
    told = content(entry)
    label = VERBS.get(entry.verb)
    text = str(label) if label else gettext("Ghi %(records)s") % {"records": _kinds(told)}
    return Line(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor_name,
        post=told["actor"]["post"],
        on_behalf_of=entry.on_behalf_of,
        text=text,
        hash=bytes(entry.hash).hex()[:12],
    )


def _kinds(told: dict[str, object]) -> str:
    """The kinds of records that an entry speaks of, by the names that the records bear themselves."""
    rows = told.get("records")
    kinds = dict.fromkeys(str(row["type"]) for row in rows) if isinstance(rows, list) else {}
    known = {model._meta.label_lower: str(model._meta.verbose_name) for model in apps.get_models()}
    return ", ".join(known.get(kind, kind) for kind in kinds)
