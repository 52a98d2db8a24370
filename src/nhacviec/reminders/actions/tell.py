"""Who is told of notices and consequences. Messages are not documents: the document is served (principle 6)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from nhacviec.notifications.actions import notify
from nhacviec.tasks.models import Task

from ..models import Notice
from ..queries.deciders import clerks_of, heads_of
from .settling import Settlement


def tell_of_sweep(s: Settlement) -> None:
    """Tell each issuer's office how many drafts came in, once a day; and of breaches everybody concerned, urgently."""
    if s.created:
        _tell_offices(s)
    breached = [n for n in s.changed.values() if n.state == "breached" and n.level > 1] if s.consequences else []
    if breached:
        _tell_of_breaches(s, breached)


def _tell_offices(s: Settlement) -> None:
    amounts = Counter(notice.issuer_id for notice in s.created)
    offices = clerks_of(amounts, s.on)
    leaders = heads_of([pk for pk in amounts if not offices.get(pk)], s.on)
    for issuer, amount in amounts.items():
        notify(
            person_ids=offices.get(issuer) or leaders.get(issuer) or (),
            message=_("Có thêm %(count)s việc quá hạn cần xem xét nhắc việc."),
            params={"count": amount},
            path=reverse("reminders:workbench"),
            now=s.now,
            office=True,
        )


def _tell_of_breaches(s: Settlement, breached: Iterable[Notice]) -> None:
    bodies = {c.notice_id: c.decider_id for c in s.consequences}
    heads = heads_of([*bodies.values(), *(n.addressee_id for n in breached)], s.on)
    titles = dict(Task.objects.filter(pk__in=[n.task_id for n in breached]).values_list("pk", "title"))
    for notice in breached:
        told = {notice.person_id, *heads.get(notice.addressee_id, ()), *heads.get(bodies[notice.pk], ())}
        tell(
            notice,
            told,
            _("Nhắc việc lần hai không được thực hiện: “%(task)s”. Đã đề nghị cấp có thẩm quyền xem xét mức xếp loại."),
            s.now,
            urgent=True,
            task=titles[notice.task_id][:120],
        )


def tell(
    notice: Notice, people: Iterable[int | None], message: str, now: dt.datetime, *, urgent: bool = False, **params: Any
) -> None:
    """Put a message about a notice into the inboxes."""
    path = notice.get_absolute_url()
    notify(person_ids=people, message=message, now=now, params=params, path=path, urgent=urgent, office=True)


def tell_of_cures(s: Settlement) -> None:
    """Tell the person and the head of the addressee that a notice is closed by what was accepted."""
    cured = [notice for notice in s.changed.values() if notice.state == "cured"]
    if not cured:
        return
    heads = heads_of({notice.addressee_id for notice in cured}, s.on)
    for notice in cured:
        people = {notice.person_id, *heads.get(notice.addressee_id, ())}
        message = _("Thông báo số %(number)s đã được khắc phục.")
        tell(notice, people, message, s.now, number=notice.number)
