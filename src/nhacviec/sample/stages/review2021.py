"""The review of 2021: the program proposes, the bodies vote and decide as proposed. The figures come out of this (S-7, S-8)."""

import datetime as dt
from collections.abc import Iterable, Sequence

from nhacviec.orgs.access import Viewer
from nhacviec.reviews.actions import (
    Ballot,
    QuotaSettings,
    SelfGrade,
    Verdict,
    close_campaign,
    decide,
    open_campaign,
    propose,
    record_ballots,
    set_self_grades,
)
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.rules.rulesets import get

from .. import plan
from ..build import Build, moment
from .people import average_year, excellent_year

YEAR = 2021
OPENED = dt.date(2021, 11, 22)
SELF_GRADED = dt.date(2021, 12, 1)
CLOSED = dt.date(2022, 2, 28)
STANDING_ROLL = 13
# Each round: what is proposed, and the days of proposal, vote and decision. Heads come after the unit they lead (G-28).
ROUNDS = (
    ("member", dt.date(2021, 12, 2), dt.date(2021, 12, 14), dt.date(2021, 12, 15), "41-QĐ/ĐU"),
    ("cell", dt.date(2021, 12, 16), dt.date(2021, 12, 27), dt.date(2021, 12, 28), "52-QĐ/ĐU"),
    ("member", dt.date(2021, 12, 29), dt.date(2022, 1, 7), dt.date(2022, 1, 7), "58-QĐ/ĐU"),
    ("organisation", dt.date(2022, 1, 10), dt.date(2022, 1, 19), dt.date(2022, 1, 20), "1042-QĐ/TU"),
    ("member", dt.date(2022, 1, 21), dt.date(2022, 2, 9), dt.date(2022, 2, 10), "63-QĐ/ĐU"),
)
LEVEL_OF = {"excellent": 1, "good": 2, "average": 3, "poor": 3, "disciplined": 2}


def review(build: Build) -> Campaign:
    """Open, enter self-reviews, propose, vote, decide, close."""
    campaign = open_campaign(
        viewer=build.viewer("organiser_2021", OPENED),
        year=YEAR,
        committee=build.organisations["TU"],
        decider=build.organisations["BTV"],
        structure_on=dt.date(YEAR, 12, 31),
        opened_on=OPENED,
        rule_set="R2018",
        # As reported: base "good or better", ordinary rounding; members within each grassroots organisation (G-50).
        settings=QuotaSettings(
            base="good_or_better", rounding="half_up", member_base="good_only", member_rounding="floor"
        ),
        now=moment(OPENED, 8),
    )
    _self_grades(build, campaign)
    for n, (kind, proposed, voted, decided, number) in enumerate(ROUNDS, 1):
        _round(build, campaign, kind, proposed, voted, decided, number)
        build.progress("xếp loại năm 2021", n * 100 // len(ROUNDS))
    close_campaign(
        viewer=build.viewer("organiser_2021", CLOSED), campaign=campaign, closed_on=CLOSED, now=moment(CLOSED, 17)
    )
    return campaign


def _self_grades(build: Build, campaign: Campaign) -> None:
    viewer = build.viewer("organiser_2021", SELF_GRADED)
    rules = get(campaign.rule_set)
    member, unit = rules.value("member.criteria"), rules.value("organisation.criteria")
    items = [
        _of_member(build, s, member) if s.kind == "member" else _of_unit(build, s, unit)
        for s in campaign.subjects.exclude(state="excluded").select_related("organisation").order_by("id")
    ]
    set_self_grades(viewer=viewer, campaign=campaign, items=items, now=moment(SELF_GRADED, 9))


def _of_member(build: Build, subject: Subject, criteria: Sequence[str]) -> SelfGrade:
    course = build.courses.get(subject.person_id or 0, "good")
    level = LEVEL_OF[course]
    marks = dict.fromkeys(criteria, level)
    if course == "poor":
        marks[criteria[-2]] = 4
    return SelfGrade(subject.pk, level, marks, "Tự đánh giá theo các tiêu chí, đã đối chiếu nhiệm vụ được giao.")


def _of_unit(build: Build, subject: Subject, criteria: Sequence[str]) -> SelfGrade:
    code = subject.organisation.code  # type: ignore[union-attr]
    item = next(g for g in plan.grassroots() if code == g.unit.code or code.startswith(f"{g.unit.code}."))
    level = 1 if excellent_year(item) else 3 if average_year(item) else 2
    if subject.kind == "cell":
        level = 1 if level == 1 and code.endswith(("1", "6")) else 2
    marks = dict.fromkeys(criteria, level)
    if level == 1 and subject.kind == "organisation":
        _spread(item, marks)
    return SelfGrade(subject.pk, level, marks, "Tự đánh giá theo mẫu phiếu phân tích chất lượng.")


def _spread(item: plan.Grassroots, marks: dict[str, int]) -> None:
    """Not all who come forward are equally strong: some criteria beside the tasks are good, not excellent."""
    codes = [g.unit.code for g in plan.grassroots() if excellent_year(g)]
    place = codes.index(item.unit.code)
    weakest = 4 if place % 7 == 3 else place % 3
    for name in ("I.1", "I.2", "I.3", "III")[:weakest]:
        marks[name] = 2


def _round(
    build: Build, campaign: Campaign, kind: str, proposed: dt.date, voted: dt.date, decided: dt.date, number: str
) -> None:
    if not campaign.subjects.filter(kind=kind).exclude(state__in=("decided", "excluded")).exists():
        return
    propose(viewer=build.viewer("organiser_2021", proposed), campaign=campaign, kind=kind, now=moment(proposed, 9))
    ready = list(campaign.subjects.filter(kind=kind, state="proposed").order_by("id"))
    viewer = build.viewer("organiser_2021", voted)
    for chunk in _by_recorder(build, ready):
        who = viewer if chunk[0] is None else build.viewer(chunk[0], voted)
        _vote_and_decide(who, campaign, chunk[1], voted, decided, number)


def _by_recorder(build: Build, subjects: Iterable[Subject]) -> list[tuple[str | None, list[Subject]]]:
    """Nobody records his or her own grade: the commission's own official is recorded by the head of the commission."""
    own = build.people["organiser_2021"].pk
    mine = [s for s in subjects if s.person_id == own]
    rest = [s for s in subjects if s.person_id != own]
    return [(who, found) for who, found in ((None, rest), ("head:BTC", mine)) if found]


def _vote_and_decide(
    viewer: Viewer, campaign: Campaign, subjects: Sequence[Subject], voted: dt.date, decided: dt.date, number: str
) -> None:
    ballots = [_ballot(subject, voted) for subject in subjects]
    record_ballots(viewer=viewer, campaign=campaign, items=ballots, now=moment(voted, 15))
    verdicts = [Verdict(subject.pk, subject.proposed or 4) for subject in subjects]
    decide(viewer=viewer, campaign=campaign, items=verdicts, number=number, decided_on=decided, now=moment(decided, 16))


def _ballot(subject: Subject, voted: dt.date) -> Ballot:
    """The body follows the proposal, with one vote for the next lower grade here and there."""
    roll = STANDING_ROLL if subject.kind == "organisation" else 9 + subject.pk % 6
    grade = subject.proposed or 4
    other = min(grade + 1, 4) if grade < 4 else 3
    dissent = 1 if subject.pk % 4 == 0 else 0
    votes = {str(grade): roll - dissent}
    if dissent:
        votes[str(other)] = votes.get(str(other), 0) + dissent
    return Ballot(subject.pk, voted, roll, roll, roll, roll, roll, votes)
