"""Messages of the reviews: told before it is decided (principle 7), told what was decided (G-78)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.urls import reverse

from nhacviec.notifications.actions import notify
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import heads
from nhacviec.rules.grades import GRADE_LABELS, Grade
from nhacviec.rules.reasons import gettext_noop as _n

from ..models import Campaign, Subject

_PROPOSED = _n("Đề nghị xếp loại năm %(year)s: %(grade)s, thấp hơn mức tự xếp loại. Trả lời trước hết ngày %(until)s.")
_DECIDED = _n("Quyết định xếp loại năm %(year)s: %(grade)s.")


def tell_proposals(campaign: Campaign, subjects: Sequence[Subject], now: dt.datetime) -> None:
    """Tell those whose proposal is below their self-grade, with the time to reply."""
    groups: dict[tuple[int, str], list[Subject]] = defaultdict(list)
    for subject in subjects:
        until = subject.reply_by.isoformat() if subject.reply_by else ""
        groups[subject.proposed or 0, until].append(subject)
    people = _heads(subjects, now.date())
    for (grade, until), group in groups.items():
        params = {"year": campaign.year, "grade": GRADE_LABELS[Grade(grade)], "until": until}
        _send(campaign, _addressees(group, people), _PROPOSED, params, now)


def tell_decisions(campaign: Campaign, subjects: Sequence[Subject], now: dt.datetime) -> None:
    """Tell the graded subject; for an organisation its head (G-78)."""
    groups: dict[int, list[Subject]] = defaultdict(list)
    for subject in subjects:
        groups[subject.grade or 0].append(subject)
    people = _heads(subjects, now.date())
    for grade, group in groups.items():
        params = {"year": campaign.year, "grade": GRADE_LABELS[Grade(grade)]}
        _send(campaign, _addressees(group, people), _DECIDED, params, now)


def _heads(subjects: Iterable[Subject], on: dt.date) -> dict[int, Person]:
    places = [s.organisation_id for s in subjects if s.organisation_id is not None]
    return heads(places, on) if places else {}


def _addressees(subjects: Iterable[Subject], people: dict[int, Person]) -> list[int]:
    found = []
    for subject in subjects:
        if subject.person_id is not None:
            found.append(subject.person_id)
        elif subject.organisation_id in people:
            found.append(people[subject.organisation_id].pk)
    return found


def _send(campaign: Campaign, people: list[int], message: str, params: dict[str, object], now: dt.datetime) -> None:
    path = reverse("reviews:mine", args=[campaign.pk])
    notify(person_ids=people, message=message, now=now, params=params, path=path)
