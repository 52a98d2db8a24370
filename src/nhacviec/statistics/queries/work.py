"""My work: what a person must do, what must be decided, what only waits for others (guide, 02)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from nhacviec.discipline.queries import waiting
from nhacviec.inspections.models import Inspection
from nhacviec.orgs.access import HeldPost, Role, StandIn, Viewer
from nhacviec.reminders.models import Consequence, Notice
from nhacviec.reminders.queries import NoticeDuty, notices_about, waiting_for
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.reviews.queries import own_subjects, waits_reply
from nhacviec.tasks.models import Task
from nhacviec.tasks.queries import Counts, Duty, answers_and_waits, count, to_do
from nhacviec.tasks.queries.filters import SOON_DAYS

from .committees import STAFF
from .late import WEEK
from .overview import present_tasks

WEEKS = 4


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Friday of a coming week: how many of my tasks fall due, and the first of them."""

    monday: dt.date
    friday: dt.date
    number: int
    first: str


@dataclass(frozen=True, slots=True)
class ReviewDuty:
    """Something to do in a review. `kind`: "self_grade" or "answer" for a subject, "decide" for a whole campaign."""

    kind: str
    pk: int
    year: int
    name: str
    due: dt.date | None = None
    number: int = 0


@dataclass(frozen=True)
class Work:
    """All duties of a viewer, most urgent first in each list; `cases` are to be opened by the inspection commission,
    `about` are the notices to the unit of the post."""

    on: dt.date
    post: HeldPost | None
    late: list[Duty]
    receive: list[Duty]
    soon: list[Duty]
    answers: list[Duty]
    waits: list[Duty]
    notices: list[NoticeDuty]
    reviews: list[ReviewDuty]
    inspections: list[Inspection]
    cases: list[Consequence]
    unit: Counts
    about: list[Notice] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)


def my_work(viewer: Viewer, on: dt.date) -> Work:
    """Everything that waits for the viewer in all posts. Eight queries at most and the calendar's."""
    tasks = viewer.in_area("tasks")
    found = to_do(tasks, on, within=WEEKS * 7 + 7)
    answers, waits = answers_and_waits(tasks, on)
    soon = on + dt.timedelta(days=SOON_DAYS)
    return Work(
        on=on,
        post=tasks.post,
        late=[one for one in found if one.kind == "overdue"],
        receive=[one for one in found if one.kind == "receive"],
        soon=[one for one in found if one.kind == "due" and one.due is not None and one.due <= soon],
        answers=answers,
        waits=waits,
        notices=waiting_for(viewer.in_area("reminders"), on),
        reviews=_reviews(viewer.in_area("reviews"), on),
        inspections=_inspections(viewer),
        cases=_cases(viewer.in_area("discipline")),
        unit=_unit(tasks, on),
        about=_about(viewer.in_area("reminders")),
        weeks=_weeks(found, on),
    )


@dataclass(frozen=True, slots=True)
class Substituted:
    """A post of somebody absent in which the viewer may act, and how much waits in it."""

    stand_in: StandIn
    waiting: int


# A person substitutes for one or two others; more are not counted, so that the page stays quick.
MOST_SUBSTITUTED = 3


def substituted(viewer: Viewer, on: dt.date) -> list[Substituted]:
    """What waits in the posts in which the viewer may act for somebody absent; nothing while he does so already."""
    if viewer.stand_in is not None:
        return []
    return [Substituted(one, _waiting_in(viewer.acting(one), on)) for one in viewer.stand_ins[:MOST_SUBSTITUTED]]


def _waiting_in(mode: Viewer, on: dt.date) -> int:
    """Tasks to do, questions to answer and notices to act upon. Three queries."""
    tasks, notices = mode.in_area("tasks"), mode.in_area("reminders")
    answers, _waits = answers_and_waits(tasks, on)
    return len(to_do(tasks, on)) + len(answers) + len(waiting_for(notices, on))


def _cases(viewer: Viewer) -> list[Consequence]:
    return waiting(viewer) if viewer.has(Role.INSPECTOR) else []


def _unit(viewer: Viewer, on: dt.date) -> Counts:
    """The states of the tasks that the unit of the post leads, counted as on the first screen. One query."""
    if viewer.post is None:
        return Counts()
    led = Task.objects.visible_to(viewer).filter(lead=viewer.post.organisation_id)
    return count(present_tasks(led, on.year), on, longest=False)[None]


def _about(viewer: Viewer) -> list[Notice]:
    """Notices to the unit; staff of a committee has none."""
    if viewer.post is None or any(viewer.has(role) for role in STAFF):
        return []
    return notices_about(viewer, addressee_id=viewer.post.organisation_id, most=3)


def _weeks(found: Iterable[Duty], on: dt.date) -> list[Week]:
    monday = on - dt.timedelta(days=on.weekday())
    due = sorted((one.due, one.title) for one in found if one.due is not None and one.due >= on)
    weeks = []
    for start in (monday + n * WEEK for n in range(WEEKS)):
        titles = [title for day, title in due if start <= day < start + WEEK]
        weeks.append(Week(start, start + dt.timedelta(days=4), len(titles), titles[0] if titles else ""))
    return weeks


def _reviews(viewer: Viewer, on: dt.date) -> list[ReviewDuty]:
    """Self-grades to give, proposals to answer; for leaders, campaigns with ballots to decide upon."""
    if viewer.person_id is None:
        return []
    found = [duty for subject in own_subjects(viewer) for duty in _of_subject(viewer, subject, on)]
    if viewer.has(Role.LEADER):
        voted = Count("subjects", filter=Q(subjects__state="voted"))
        campaigns = Campaign.objects.filter(state="open", decider__in=tuple(viewer.speaks_for)).annotate(n=voted)
        found += [ReviewDuty("decide", c.pk, c.year, "", number=c.n) for c in campaigns.filter(n__gt=0)]
    return found


def _of_subject(viewer: Viewer, subject: Subject, on: dt.date) -> list[ReviewDuty]:
    if not subject.campaign.is_open:
        return []
    name = subject.organisation.name if subject.organisation else ""
    if subject.state == "pending":
        return [ReviewDuty("self_grade", subject.pk, subject.campaign.year, name)]
    if waits_reply(subject, on):
        return [ReviewDuty("answer", subject.pk, subject.campaign.year, name, subject.reply_by)]
    return []


def _inspections(viewer: Viewer) -> list[Inspection]:
    """Inspections not yet concluded in whose team the viewer is. One query."""
    if viewer.self_id is None:
        return []
    found = Inspection.objects.filter(team__person=viewer.self_id).exclude(state="concluded")
    return list(found.select_related("unit").order_by("decided_on", "pk")[:20])
