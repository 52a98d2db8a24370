"""Verbs of a notice from its signature to its end: sign, serve, acknowledge, reply, withdraw."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nhacviec.documents.actions import register_for, take_number, withdraw_document
from nhacviec.orgs.access import HeldPost, Viewer
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import calendar
from nhacviec.rules.ladder import Step
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from nhacviec.web.formats import say

from ..access import may_answer, may_prepare, may_sign, may_withdraw
from ..models import LAST_LEVEL, Consequence, Notice
from ..queries.deciders import clerks_of, heads_of
from ..queries.facts import Case, cases, directive_rules
from ..queries.sheet import KIND, compose, subject_of, withdrawal_subject
from ..workflow import move
from .base import day_of, locked, need_text, resettle, write
from .drafts import check_cure_date
from .tell import tell


@transaction.atomic
def sign_notice(*, viewer: Viewer, notice: Notice, pending_seen: bool = False, now: dt.datetime) -> Notice:
    """Sign a draft: it takes the next number of the issuer's register and its text is frozen (T-20, T-25, P-4, P-12).

    The facts are looked at once more: what is no longer due cannot be signed; what waits for a superior must be
    confirmed as seen. Raises NotAllowed, NotPossible, BadInput("pending_seen" | "cure_date").
    """
    if not may_sign(viewer, notice):
        raise NotAllowed
    notice = locked(notice)
    move(notice, "sign")
    on = day_of(now)
    case = cases([notice.task], on)[0]
    step = _still_due(case, notice, on)
    if case.pending and not pending_seen:
        raise BadInput("pending_seen", _("Xác nhận đã xem nội dung đang chờ cấp trên trước khi ký."))
    _bring_up_to_date(notice, case, step, on)
    notice.pending_seen = bool(case.pending)
    notice.signed_by = _person(viewer)
    notice.signed_at = now
    _take_number(notice, viewer, on)
    document = notice.document
    if document is None:
        raise ValueError("a signed notice has its document")
    write(notice, viewer, "sign_notice", now, document.register, document)
    resettle([notice.task], viewer, now)
    _tell_of_signature(notice, viewer, on, now)
    return notice


def _person(viewer: Viewer) -> Person:
    """The person who acts. Rights have been checked, so there is one."""
    return Person.objects.get(pk=viewer.person_id or 0)


def _still_due(case: Case, notice: Notice, on: dt.date) -> Step:
    """The ladder's step today; it must still be this notice's."""
    days = calendar()
    step = case.step(directive_rules(on), days, days.next_working(on))
    if step.level != notice.level or step.kind not in ("draft_first", "draft_second", "leave_aside"):
        raise NotPossible(say(step.reason))
    return step


def _bring_up_to_date(notice: Notice, case: Case, step: Step, on: dt.date) -> None:
    """Deadline, days late and cure date as of the day of signature; a date that a person chose is kept or refused."""
    days, rules = calendar(), directive_rules(on)
    if notice.cure_date_chosen:
        check_cure_date(notice.cure_date, on)
    else:
        notice.cure_date = days.add_working_days(on, int(rules.value("cure_days_default")))
    notice.due_on = case.task.deadline or notice.due_on
    notice.days_late = case.days_late(days, on)
    notice.pending = list(case.pending)
    notice.rule_set = rules.name
    notice.reason = step.reason.to_json()


def signing_post(viewer: Viewer, issuer_id: int) -> HeldPost | None:
    """The post in which the viewer signs for the issuer: the chosen one if it speaks for it, else the highest that does."""
    able = [p for p in viewer.posts if p.speaks and issuer_id in (p.organisation_id, p.serves)]
    return next((p for p in able if p.appointment_id == viewer.chosen), able[0] if able else None)


def _take_number(notice: Notice, viewer: Viewer, on: dt.date) -> None:
    post = signing_post(viewer, notice.issuer_id)
    notice.document = take_number(
        register=register_for(issuer=notice.issuer, kind=KIND, on=on),
        on=on,
        signer=notice.signed_by,
        signer_post=post.label if post else "",
        subject=subject_of(notice)[:500],
        path=notice.get_absolute_url(),
    )
    sheet = compose(notice, on=on, post=post, signer=viewer.name)
    notice.content = sheet.with_number(notice.document.number, on).to_json()


def _tell_of_signature(notice: Notice, viewer: Viewer, on: dt.date, now: dt.datetime) -> None:
    people = clerks_of([notice.issuer_id], on).get(notice.issuer_id, set()) - {viewer.person_id}
    message = gettext_noop("Đã ký Thông báo số %(number)s đối với %(unit)s, cần giao.")
    tell(notice, people, message, now, number=notice.number, unit=notice.addressee.label)


@transaction.atomic
def serve_notice(*, viewer: Viewer, notice: Notice, served_on: dt.date | None = None, now: dt.datetime) -> Notice:
    """Note that the document was handed to the addressee; only from then on does time run.

    `served_on`: today if not given, between the day of signature and today. The head of the addressee and the person
    named are told urgently. Raises NotAllowed, NotPossible, BadInput("served_on").
    """
    if not may_prepare(viewer, notice):
        raise NotAllowed
    notice = locked(notice)
    move(notice, "serve")
    on = day_of(now)
    served_on = served_on or on
    issued_on = notice.document.issued_on if notice.document else on
    if not issued_on <= served_on <= on:
        raise BadInput("served_on", _("Ngày giao phải từ ngày ký đến hôm nay."))
    notice.served_on, notice.served_at = served_on, now
    write(notice, viewer, "serve_notice", now)
    resettle([notice.task], viewer, now)
    people = {notice.person_id, *heads_of([notice.addressee_id], on).get(notice.addressee_id, ())}
    message = gettext_noop("Thông báo nhắc việc số %(number)s: khắc phục chậm nhất ngày %(cure)s.")
    tell(notice, people, message, now, urgent=True, number=notice.number, cure=f"{notice.cure_date:%d/%m/%Y}")
    return notice


@transaction.atomic
def acknowledge_notice(*, viewer: Viewer, notice: Notice, now: dt.datetime) -> Notice:
    """The head of the addressee, or the person named, confirms receipt; the post is kept. Raises NotAllowed, NotPossible."""
    if not may_answer(viewer, notice):
        raise NotAllowed
    notice = locked(notice)
    move(notice, "acknowledge")
    notice.acknowledged_at = now
    notice.acknowledged_by_id = viewer.person_id
    notice.acknowledged_post = viewer.post.label[:200] if viewer.post else ""
    return write(notice, viewer, "acknowledge_notice", now)


@transaction.atomic
def reply_notice(*, viewer: Viewer, notice: Notice, text: str, now: dt.datetime) -> Notice:
    """The addressee's written answer: cause, responsibility, what hinders. Once, never overwritten.

    Raises NotAllowed, NotPossible before service or after a reply, BadInput("text").
    """
    if not may_answer(viewer, notice):
        raise NotAllowed
    notice = locked(notice)
    if notice.served_on is None or notice.state == "withdrawn":
        raise NotPossible(_("Thông báo chưa được giao hoặc đã thu hồi."))
    if notice.replied_at is not None:
        raise NotPossible(_("Đã phản hồi thông báo này, không ghi đè được."))
    notice.reply = need_text("text", text, _("Ghi nội dung phản hồi: nguyên nhân, trách nhiệm, hướng khắc phục."))
    notice.replied_at = now
    write(notice, viewer, "reply_notice", now)
    on = day_of(now)
    people = clerks_of([notice.issuer_id], on).get(notice.issuer_id, set())
    if notice.signed_by_id:
        people = {*people, notice.signed_by_id}
    message = gettext_noop("%(unit)s đã phản hồi Thông báo số %(number)s.")
    tell(notice, people, message, now, number=notice.number, unit=notice.addressee.label)
    return notice


@transaction.atomic
def withdraw_notice(*, viewer: Viewer, notice: Notice, reason: str, now: dt.datetime) -> Notice:
    """Withdraw a signed notice: it keeps its number, gets a withdrawing document, and no longer counts (T-26).

    Proposed consequences become void, the clock of the task is set anew. Raises NotAllowed, BadInput("reason"), and
    NotPossible while a later notice of the task stands or a consequence was decided.
    """
    if not may_withdraw(viewer, notice):
        raise NotAllowed
    notice = locked(notice)
    move(notice, "withdraw")
    reason = need_text("reason", reason, _("Ghi lý do thu hồi: nơi nhận sẽ đọc."))
    void = _void_consequences(notice)
    if notice.level < LAST_LEVEL and _later_stands(notice):
        raise NotPossible(_("Thông báo lần thứ hai còn hiệu lực. Thu hồi lần thứ hai trước."))
    if notice.document is None:
        raise ValueError("a signed notice has its document")
    on = day_of(now)
    post = signing_post(viewer, notice.issuer_id)
    subject = withdrawal_subject(notice)
    notice.document = withdraw_document(document=notice.document, reason=reason)
    notice.withdrawal = take_number(
        register=notice.document.register,
        on=on,
        signer=_person(viewer),
        signer_post=post.label if post else "",
        subject=subject,
        path=notice.get_absolute_url(),
    )
    notice.note, notice.closed_on = reason, on
    records = [notice.document, notice.withdrawal, notice.withdrawal.register, *void]
    write(notice, viewer, "withdraw_notice", now, *records)
    resettle([notice.task], viewer, now)
    _tell_of_withdrawal(notice, on, now)
    return notice


def _later_stands(notice: Notice) -> bool:
    later = Notice.objects.standing().filter(task=notice.task_id, level__gt=notice.level)
    return later.exclude(state__in=("draft", "set_aside")).exists()


def _void_consequences(notice: Notice) -> list[Consequence]:
    found = list(Consequence.objects.select_for_update().filter(notice=notice).order_by("pk"))
    if any(consequence.state in ("taken", "departed") for consequence in found):
        raise NotPossible(_("Hệ quả của thông báo này đã được quyết định, không thu hồi được."))
    for consequence in found:
        consequence.state = "void"
        consequence.save(update_fields=["state"])
    return found


def _tell_of_withdrawal(notice: Notice, on: dt.date, now: dt.datetime) -> None:
    if notice.served_on is None:
        return
    people = {notice.person_id, *heads_of([notice.addressee_id], on).get(notice.addressee_id, ())}
    message = gettext_noop("Thông báo nhắc việc số %(number)s đã được thu hồi.")
    tell(notice, people, message, now, number=notice.number)
