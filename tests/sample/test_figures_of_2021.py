"""The figures of the report come out of facts and rules: change one fact and they move as the rules say."""

import datetime as dt

import pytest

from nhacviec.discipline.actions import announce_decision, decide_case, open_case, record_ballot, record_hearing
from nhacviec.discipline.queries.rolls import known_roll, signers
from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Membership, Person
from nhacviec.orgs.queries import calendar
from nhacviec.reminders.actions import serve_notice, sign_notice, sweep
from nhacviec.reminders.models import Consequence, Notice
from nhacviec.reviews.models import Subject
from nhacviec.rules.ballots import BallotCount
from nhacviec.sample.actions import build_city
from nhacviec.sample.build import Build, moment
from nhacviec.statistics.queries import results
from nhacviec.tasks.actions import TaskDraft, assign_task

# One worker takes them all: the city before the review is built once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample")]
YEAR_TABLES = "năm nay"
REPORT = {
    "year": 2021,
    "organisations": {"graded": 93, "excellent": 17, "good": 66, "completed": 10, "not_completed": 0},
    "members": {"graded": 6462, "good_or_better": 6035, "completed": 391, "not_completed": 36},
    "discipline": {"reprimand": 21, "warning": 2},
    "notices": {"first": 4, "second": 0, "cured": 4},
}


def _reviewed(build: Build) -> dict[str, object]:
    build_city(today=build.today, until=YEAR_TABLES, build=build)
    return results(2021, build.organisations["TU"]).to_json()


def test_the_report_of_2021(city: Build) -> None:
    assert _reviewed(city) == REPORT
    assert verify().intact


def test_one_more_disciplined_member_is_one_more_not_completed(city: Build) -> None:
    member = _member_beside_a_failing_one(city)
    _reprimand(city, member)
    found = _reviewed(city)
    assert found["members"] == {"graded": 6462, "good_or_better": 6034, "completed": 391, "not_completed": 37}
    assert found["discipline"] == {"reprimand": 22, "warning": 2}
    assert found["organisations"] == REPORT["organisations"]
    explanation = Subject.objects.get(person=member).explanation
    assert explanation is not None
    assert explanation.trace["reasons"]


def test_a_second_notice_that_is_not_cured_costs_the_ward_its_grade_and_one_excellent_place(city: Build) -> None:
    _breach(city, "UB20341")
    found = _reviewed(city)
    # 82 good or better instead of 83: 16.4 rounds to 16 places; the ward was excellent itself, one more keeps a place.
    assert found["organisations"] == {"graded": 93, "excellent": 16, "good": 66, "completed": 10, "not_completed": 1}
    assert found["notices"] == {"first": 5, "second": 1, "cured": 4}
    ward = Subject.objects.get(organisation__code="DB20341", kind="organisation")
    assert (ward.self_grade, ward.ceiling, ward.grade) == (1, 4, 4)
    chairman = Subject.objects.get(person=city.people["head:UB20341"])
    assert (chairman.ceiling, chairman.grade) == (4, 4)


def _member_beside_a_failing_one(build: Build) -> Person:
    """A good member without a post in a ward's cell that cannot be good anyway, so that nothing else moves."""
    for code, people in build.members.items():
        courses = [build.courses.get(p.pk) for p in people]
        if code.startswith("DB") and "disciplined" in courses:
            return next(p for p in people if build.courses.get(p.pk) == "good" and p.pk not in build.posted)
    raise AssertionError("no cell with a disciplined member")


def _reprimand(build: Build, member: Person) -> None:
    day = dt.date(2021, 9, 6)
    cell = Membership.objects.get(person=member).cell
    viewer = build.viewer("inspector_2021", day)
    case = open_case(
        viewer=viewer,
        person=member,
        violation="Không chấp hành phân công.",
        act_ended_on=dt.date(2021, 7, 1),
        proposed_form="reprimand",
        superior_task=False,
        committee=build.organisations["TU"],
        body=cell,
        now=moment(day),
        on=day,
    )
    record_hearing(viewer=viewer, case=case, held_on=day, attended=True, statement="Nhận lỗi.", now=moment(day, 9))
    roll = known_roll(cell, day)
    count = BallotCount(roll, roll, roll, roll, roll, {"reprimand": roll, "none": 0})
    record_ballot(viewer=viewer, case=case, held_on=day, count=count, now=moment(day, 10))
    signer = signers(cell, day)[0].person
    decide_case(
        viewer=viewer,
        case=case,
        form="reprimand",
        number="99-QĐ/CB",
        decided_on=day,
        signed_by=signer,
        now=moment(day, 11),
    )
    announce_decision(viewer=viewer, case=case, announced_on=day, now=moment(day, 12))


def _breach(build: Build, lead: str) -> None:
    days = calendar()
    assigned = dt.date(2021, 10, 1)
    task = assign_task(
        viewer=build.viewer("clerk_2021", assigned),
        draft=TaskDraft(
            title="Việc không làm",
            product="Báo cáo",
            assigner=build.organisations["TU"],
            lead=build.organisations[lead],
            deadline_kind="date",
            deadline=dt.date(2021, 10, 29),
        ),
        on=assigned,
        now=moment(assigned),
    )
    day = dt.date(2021, 11, 9)  # the register gives no number before the last one's day
    for level in (1, 2):
        sweep(on=day, now=moment(day, 6))
        notice = Notice.objects.standing().get(task=task, level=level)
        sign_notice(viewer=build.viewer("leader_2021", day), notice=notice, pending_seen=True, now=moment(day, 9))
        notice.refresh_from_db()
        serve_notice(viewer=build.viewer("clerk_2021", day), notice=notice, now=moment(day, 10))
        notice.refresh_from_db()
        day = days.add_working_days(notice.cure_date, 1)
    sweep(on=day, now=moment(day, 6))
    assert Consequence.objects.filter(notice__task=task).count() == 2
