"""What reminders add to the rooms below: clocks and drafts kept in step with tasks, lines in their course, panels."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import Move, OpenWork, OrgExtension, Panel, Passing
from nhacviec.orgs.models import Organisation, Person
from nhacviec.tasks.apps import TaskEvent, TaskExtension
from nhacviec.tasks.models import Task
from nhacviec.web import clock, formats

from .actions.base import day_of
from .actions.passing import pass_on
from .actions.settling import settle
from .actions.tell import tell_of_cures
from .models import Notice
from .queries.facts import cases
from .queries.notices import notices_about
from .queries.open_work import open_work

_CHUNK = 1000


class ReminderOfTasks(TaskExtension):
    """Sets and clears the clock at every change of a task, cures notices, updates or discards drafts."""

    # Verbs that change nothing of what the ladder looks at.
    quiet: ClassVar[frozenset[str]] = frozenset({"receive", "report", "instruct", "contribute"})

    def changed(self, *, tasks: Sequence[Task], verb: str, viewer: Viewer, now: dt.datetime) -> None:
        """In the transaction of the change; the tasks are locked by it."""
        if verb in self.quiet:
            return
        on = day_of(now)
        for start in range(0, len(tasks), _CHUNK):
            found = cases(tasks[start : start + _CHUNK], on)
            tell_of_cures(settle(found, on=on, now=now, actor=viewer.actor, acting=False))

    def events(self, *, task: Task, viewer: Viewer) -> list[TaskEvent]:
        """Lines for the course of the task: the notices that the viewer may read. One query."""
        found = Notice.objects.visible_to(viewer).filter(task=task, document__isnull=False)
        notices = found.select_related("document__register", "signed_by", "acknowledged_by").order_by("level", "id")
        return [event for notice in notices for event in _events(notice)]


def _events(notice: Notice) -> list[TaskEvent]:
    path = notice.get_absolute_url()
    name = _("Thông báo nhắc việc lần %(level)s, số %(number)s") % {"level": notice.level, "number": notice.number}
    cure = _("Hạn khắc phục %(day)s") % {"day": formats.day(notice.cure_date)}
    found = []
    if notice.signed_at:
        found.append(TaskEvent(notice.signed_at, "signature", name, cure, tone="late", path=path))
    if notice.served_at:
        found.append(
            TaskEvent(notice.served_at, "send", pgettext("diễn biến", "Giao thông báo"), notice.number, path=path)
        )
    if notice.acknowledged_at:
        text = notice.acknowledged_by.full_name if notice.acknowledged_by else ""
        found.append(TaskEvent(notice.acknowledged_at, "check", _("Đơn vị tiếp nhận thông báo"), text, path=path))
    if notice.replied_at:
        found.append(TaskEvent(notice.replied_at, "message", _("Phản hồi thông báo"), notice.reply[:300], path=path))
    closing = _closing(notice)
    if closing is not None and notice.closed_on:
        at = dt.datetime.combine(notice.closed_on, dt.time(23, 59), tzinfo=clock.ZONE)
        icon, text, tone = closing
        found.append(TaskEvent(at, icon, text, notice.number, tone=tone, path=path))
    return found


def _closing(notice: Notice) -> tuple[str, str, str] | None:
    if notice.state == "cured":
        late = _("Khắc phục sau hạn của thông báo") if notice.cured_late else _("Đã khắc phục theo thông báo")
        return ("circle-check", late, "late" if notice.cured_late else "done")
    if notice.state == "breached":
        return ("alert-triangle", _("Quá hạn khắc phục của thông báo"), "late")
    return ("ban", pgettext("diễn biến", "Thu hồi thông báo"), "") if notice.state == "withdrawn" else None


class ReminderPanels(OrgExtension):
    """The notices of an organisation or a person on its page; open ones pass to successors."""

    work_kinds: ClassVar[Mapping[str, str | Promise]] = {
        "reminders.addressee": gettext_lazy("Thông báo nhắc việc đã nhận, chưa kết thúc"),
        "reminders.issuer": gettext_lazy("Thông báo nhắc việc đã ban hành hoặc đang dự thảo"),
        "reminders.organisation": gettext_lazy("Đề nghị về hệ quả, chưa quyết định"),
        "reminders.decider": gettext_lazy("Hệ quả đang chờ quyết định"),
    }

    def open_work(self, *, organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
        """Notices under way, consequences not yet decided."""
        return open_work(organisations, viewer, on)

    def pass_on(self, *, moves: Sequence[Move], passing: Passing) -> None:
        """The successor receives, signs, answers and decides; no count begins anew."""
        pass_on(moves=moves, passing=passing)

    def organisation_panel(self, *, organisation: Organisation, viewer: Viewer) -> Panel | None:
        """Notices addressed to the organisation, newest first."""
        return _panel(notices_about(viewer, addressee_id=organisation.pk), by_person=False)

    def person_panel(self, *, person: Person, viewer: Viewer) -> Panel | None:
        """Notices that name the person, newest first."""
        return _panel(notices_about(viewer, person_id=person.pk), by_person=True)


_SHOWN = 8


def _panel(notices: Sequence[Notice], *, by_person: bool) -> Panel | None:
    if not notices:
        return None
    return Panel(
        title=_("Thông báo nhắc việc"),
        template="reminders/panel.html",
        context={"notices": notices[:_SHOWN], "more": len(notices) > _SHOWN, "by_person": by_person},
        count=len(notices) if len(notices) <= _SHOWN else None,
        order=30,
    )
