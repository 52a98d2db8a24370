"""Verbs of the office before the signature: include, set aside, discard, edit, present."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules.ladder import cure_span
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from nhacviec.web.formats import day as written

from ..access import may_hold_back, may_prepare
from ..models import Notice, ReminderClock
from ..queries.deciders import heads_of
from ..queries.facts import directive_rules
from ..queries.signers import signing_bodies
from ..workflow import move
from .base import day_of, locked, need_text, write
from .settling import set_clocks
from .tell import tell

_MOST_RECIPIENTS = 500


def _prepared(viewer: Viewer, notice: Notice) -> Notice:
    if not may_prepare(viewer, notice):
        raise NotAllowed
    return locked(notice)


def _held_back(viewer: Viewer, notice: Notice) -> Notice:
    if not may_hold_back(viewer, notice):
        raise NotAllowed
    return locked(notice)


@transaction.atomic
def include_candidate(*, viewer: Viewer, notice: Notice, reason: str, now: dt.datetime) -> Notice:
    """Take a notice that was proposed to be left aside into the drafts all the same, with a reason (T-25).

    Raises NotAllowed, NotPossible, BadInput("reason").
    """
    notice = _prepared(viewer, notice)
    move(notice, "include")
    notice.chosen = "included"
    notice.note = need_text("reason", reason, _("Ghi lý do đưa vào xét: người ký sẽ đọc."))
    return write(notice, viewer, "include_notice", now)


@transaction.atomic
def set_aside(*, viewer: Viewer, notice: Notice, reason: str, now: dt.datetime) -> Notice:
    """Leave a draft aside for now, with a reason; it stays on the workbench. Raises NotAllowed, NotPossible, BadInput."""
    notice = _held_back(viewer, notice)
    move(notice, "set_aside")
    notice.chosen, notice.presented_at = "aside", None
    notice.note = need_text("reason", reason, _("Ghi lý do để lại chưa xét."))
    return write(notice, viewer, "set_aside_notice", now)


@transaction.atomic
def discard(*, viewer: Viewer, notice: Notice, reason: str, now: dt.datetime) -> Notice:
    """Throw a draft away, with a reason. The task is looked at again after the usual time for a cure.

    Raises NotAllowed, NotPossible, BadInput("reason").
    """
    notice = _held_back(viewer, notice)
    move(notice, "discard")
    notice.note = need_text("reason", reason, _("Ghi lý do bỏ dự thảo."))
    notice.closed_on = day_of(now)
    write(notice, viewer, "discard_notice", now)
    set_clocks([ReminderClock(task_id=notice.task_id, next_check=look_again_on(day_of(now)), level=notice.level)])
    return notice


def look_again_on(on: dt.date) -> dt.date:
    """When the sweep looks again at a task whose draft was thrown away: nothing overdue is forgotten for good."""
    return calendar().add_working_days(on, int(directive_rules(on).value("cure_days_default")))


@transaction.atomic
def edit_draft(*, viewer: Viewer, notice: Notice, cure_date: dt.date, recipients: str = "", now: dt.datetime) -> Notice:
    """Choose the cure date within the span of the rule set, and further recipients separated by ";" (T-24).

    Raises NotAllowed, NotPossible, BadInput("cure_date" | "recipients").
    """
    notice = _held_back(viewer, notice)
    if not notice.is_draft:
        raise NotPossible(_("Thông báo đã ký, không sửa được nữa."))
    check_cure_date(cure_date, day_of(now))
    recipients = " ".join(recipients.split())
    if len(recipients) > _MOST_RECIPIENTS:
        raise BadInput("recipients", _("Nơi nhận thêm tối đa %(most)d chữ cái.") % {"most": _MOST_RECIPIENTS})
    notice.cure_date, notice.cure_date_chosen, notice.recipients = cure_date, True, recipients
    return write(notice, viewer, "edit_notice", now)


def check_cure_date(cure_date: dt.date, on: dt.date) -> None:
    """A working day within the span that the rule set allows for a notice signed on `on`. Raises BadInput("cure_date")."""
    days = calendar()
    earliest, latest = cure_span(directive_rules(on), days, issued_on=on)
    if not earliest <= cure_date <= latest:
        raise BadInput(
            "cure_date",
            _("Hạn khắc phục phải từ %(earliest)s đến %(latest)s.")
            % {"earliest": written(earliest), "latest": written(latest)},
        )
    if not days.is_working(cure_date):
        raise BadInput("cure_date", _("Hạn khắc phục phải là ngày làm việc."))


@transaction.atomic
def present_notices(*, viewer: Viewer, notices: Iterable[Notice], now: dt.datetime) -> list[Notice]:
    """Put drafts before those who sign for their issuer, and tell them. Raises NotAllowed, NotPossible."""
    presented = []
    for notice in sorted(notices, key=lambda one: (one.task_id, one.pk)):
        one = _prepared(viewer, notice)
        move(one, "present")
        one.presented_at = now
        presented.append(write(one, viewer, "present_notice", now))
    _tell_signers(viewer, presented, now)
    return presented


def _tell_signers(viewer: Viewer, notices: Sequence[Notice], now: dt.datetime) -> None:
    on = day_of(now)
    bodies = signing_bodies({notice.issuer_id for notice in notices}, on)
    heads = heads_of({body for found in bodies.values() for body in found}, on)
    for notice in notices:
        people = {person for body in bodies[notice.issuer_id] for person in heads.get(body, ())}
        message = gettext_noop("Trình ký thông báo nhắc việc lần %(level)s đối với %(unit)s.")
        tell(notice, people - {viewer.person_id}, message, now, level=notice.level, unit=notice.addressee.label)
