"""The notice as an official document: its text from the records, before the signature and as signed (T-20, T-24)."""

import datetime as dt
from dataclasses import replace

from django.utils import translation

from nhacviec.documents.layout import (
    Letterhead,
    Sheet,
    filled,
    full_name,
    kind_name,
    letterhead,
    long_day,
    ordinal,
    short_day,
)
from nhacviec.orgs.access import HeldPost
from nhacviec.orgs.kinds import HEAD_KINDS
from nhacviec.orgs.models import Organisation, ParentLink
from nhacviec.orgs.models.periods import in_force
from nhacviec.rules import rulesets

from ..models import Notice

KIND = "TB"


def sheet_of(notice: Notice, *, on: dt.date, number: int | None = None) -> Sheet:
    """The sheet of a notice: as signed, or as it would read if signed on `on` with the number that comes next.

    The notice comes with task (and its directive and clause), addressee, person and issuer.
    """
    if notice.content:
        by = notice.withdrawal.full_number if notice.withdrawal else ""
        return replace(Sheet.from_json(notice.content), withdrawn_by=by)
    return replace(compose(notice, on=on), number=number)


def preview(notice: Notice, *, on: dt.date, post: HeldPost | None, signer: str) -> Sheet:
    """The sheet that `signer` is about to sign on `on`: all but the number, which the signature gives."""
    sheet = compose(notice, on=on, post=post, signer=signer)
    return replace(sheet, day=long_day(sheet.place, on))


@translation.override("vi")
def compose(notice: Notice, *, on: dt.date, post: HeldPost | None = None, signer: str = "") -> Sheet:
    """The text for a signature on `on` by `signer` in `post`; both may be open on the workbench.

    Vietnamese whatever language the signer reads: kinds of documents and numbers too.
    """
    head = _letterhead(notice.issuer, on)
    body = _body_name(notice.issuer)
    authority, title = signature(notice.issuer, post)
    return Sheet(
        family=head.family,
        superior=head.superior,
        issuer=head.issuer,
        symbol=head.symbol,
        place=head.place,
        kind=kind_name(KIND),
        subject=subject_of(notice),
        paragraphs=(
            *_grounds(notice),
            _facts(notice, on),
            f"{body} nhắc việc {ordinal(notice.level)} và yêu cầu:",
            *_demands(notice),
            _warning(notice, body),
        ),
        recipients=_recipients(notice),
        authority=authority,
        post=title,
        signer=signer,
    )


def subject_of(notice: Notice) -> str:
    """The subject (trích yếu) of a notice."""
    return f"nhắc việc {ordinal(notice.level)} đối với {full_name(notice.addressee.name)}"


def withdrawal_subject(notice: Notice) -> str:
    """The subject of the document that withdraws a notice (T-26)."""
    return f"thu hồi Thông báo số {notice.number} đối với {full_name(notice.addressee.name)}"[:500]


def signature(issuer: Organisation, post: HeldPost | None) -> tuple[str, str]:
    """On whose behalf, and the post under it: "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ" (P-6, P-13)."""
    marks = rulesets.get("documents").value("party.signing" if issuer.family == "party" else "state.signing")
    title = _post_title(post)
    if issuer.family == "party":
        return f"{marks['collective']} {_signing_body(issuer)}", title
    body = "ỦY BAN NHÂN DÂN" if issuer.kind.endswith("_administration") else ""
    if post is None or post.kind in HEAD_KINDS:
        return (f"{marks['collective']} {body}" if body else title), (title if body else "")
    return f"{marks['for_head']} {'CHỦ TỊCH' if body else 'TRƯỞNG PHÒNG'}", title


def _letterhead(issuer: Organisation, on: dt.date) -> Letterhead:
    hierarchy = "party" if issuer.family == "party" else "state"
    link = ParentLink.objects.filter(in_force(on), child=issuer, hierarchy=hierarchy).select_related("parent").first()
    return letterhead(issuer, link.parent if link else None, KIND)


def _body_name(issuer: Organisation) -> str:
    """Who speaks in the text: a committee through its standing committee."""
    if issuer.kind in ("city_committee", "province_committee"):
        return f"Ban Thường vụ {issuer.short_name or issuer.name}"
    return full_name(issuer.name)


def _signing_body(issuer: Organisation) -> str:
    if issuer.kind in ("city_committee", "province_committee", "standing_committee"):
        return "BAN THƯỜNG VỤ"
    return "ĐẢNG ỦY" if issuer.kind in ("ward_committee", "grassroots_committee") else full_name(issuer.name).upper()


def _post_title(post: HeldPost | None) -> str:
    """The post without the unit: "Phó Bí thư Thường trực Thành ủy" signs as "PHÓ BÍ THƯ"."""
    if post is None:
        return ""
    short = {
        "secretary": "Bí thư",
        "standing_deputy": "Phó Bí thư",
        "deputy_secretary": "Phó Bí thư",
        "chairman": "Chủ tịch",
        "vice_chairman": "Phó Chủ tịch",
    }
    return short.get(post.kind, post.title).upper()


def _grounds(notice: Notice) -> tuple[str, ...]:
    task = notice.task
    rules = rulesets.get(notice.rule_set.partition("/")[0])
    texts = [rules.title]
    if task.directive is not None and task.directive.full_number not in rules.title:
        where = f", mục {task.clause.label}" if task.clause is not None else ""
        kind = task.directive.get_kind_display()
        texts.append(f"{kind} số {task.directive.full_number}{where}")
    return (f"Căn cứ {'; '.join(texts)};",)


def _facts(notice: Notice, on: dt.date) -> str:
    task = notice.task
    again = ""
    if notice.level > 1:
        again = " Đã được nhắc việc lần thứ nhất nhưng hết hạn khắc phục vẫn chưa hoàn thành."
    return (
        f"Ngày {short_day(task.assigned_on)}, {full_name(notice.addressee.name)} được giao chủ trì: "
        f"{_inside(task.title)}; sản phẩm là {_inside(task.product)}; thời hạn hoàn thành ngày "
        f"{filled(short_day(notice.due_on))}. Đến ngày ban hành Thông báo này, nhiệm vụ quá hạn "
        f"{filled(notice.days_late)} ngày làm việc.{again}"
    )


def _inside(text: str) -> str:
    """A title inside a sentence: without its full stop, its first letter small unless it is an abbreviation."""
    text = text.strip().rstrip(".;")
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _demands(notice: Notice) -> tuple[str, ...]:
    directly = f"trực tiếp là đồng chí {notice.person.full_name}"
    return (
        f"1. {full_name(notice.addressee.name)}, {directly}, hoàn thành nhiệm vụ và nộp sản phẩm chậm nhất ngày "
        f"{filled(short_day(notice.cure_date))}.",
        "2. Nêu rõ nguyên nhân, trách nhiệm bằng văn bản; nếu có vướng mắc vượt thẩm quyền thì báo cáo kèm đề xuất.",
    )


def _warning(notice: Notice, body: str) -> str:
    rules = rulesets.get(notice.rule_set.partition("/")[0])
    if notice.level < int(rules.value("notices_before_consequence")):
        return f"Sau thời hạn trên mà nhiệm vụ chưa hoàn thành, {body} xem xét nhắc việc lần thứ hai."
    return (
        "Sau thời hạn trên mà nhiệm vụ chưa hoàn thành, cấp có thẩm quyền xem xét đánh giá không hoàn thành nhiệm vụ "
        "trong năm đối với tổ chức, cá nhân được giao; trường hợp nghiêm trọng hơn xem xét kỷ luật."
    )


def _recipients(notice: Notice) -> tuple[str, ...]:
    added = [part.strip() for part in notice.recipients.split(";") if part.strip()]
    issuer = notice.issuer.short_name or notice.issuer.name
    party = notice.issuer.family == "party"
    standing = [f"Thường trực {issuer}", f"Ủy ban Kiểm tra, Ban Tổ chức {issuer}"] if party else []
    return (notice.addressee.name, f"Đồng chí {notice.person.full_name}", *standing, *added, f"Lưu Văn phòng {issuer}")
