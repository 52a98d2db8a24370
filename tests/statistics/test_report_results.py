"""`nhacviec report results`: the figures of a year, the same for page, print, export and command."""

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nhacviec.inspections.models import Inspection
from nhacviec.statistics.queries import committee_of, results
from nhacviec.statistics.queries.overview import overview
from nhacviec.tasks.models import Task
from tests.factories import MONDAY, City, a_city, organisation, person, put, viewer
from tests.statistics.grading import graded, sanctioned
from tests.statistics.work import a_notice, a_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return a_city()


def reported(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("report", "results", "--year", "2021", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("report", "results", "--year", "2021", *arguments, stdout=out)
    return out.getvalue()


def test_the_json_holds_exactly_the_figures_of_the_report(city: City) -> None:
    graded(city, organisations={1: 2, 2: 5, 3: 1}, members={1: 3, 2: 11, 3: 2, 4: 1})
    sanctioned(city, {"reprimand": 3, "warning": 1})
    tasks = a_year(city, courses=["overdue", "long_overdue"]).tasks["overdue"]
    a_notice(city, tasks[0], state="cured")
    a_notice(city, tasks[1], state="breached")
    a_notice(city, tasks[1], level=2, state="served")
    assert reported() == {
        "year": 2021,
        "organisations": {"graded": 8, "excellent": 2, "good": 5, "completed": 1, "not_completed": 0},
        "members": {"graded": 17, "good_or_better": 14, "completed": 2, "not_completed": 1},
        "discipline": {"reprimand": 3, "warning": 1},
        "notices": {"first": 2, "second": 1, "cured": 1},
    }


def test_the_text_shows_shares_as_offices_write_them(city: City) -> None:
    graded(city, organisations={1: 1, 2: 2}, members={2: 14, 3: 1})
    text = told()
    assert "14 (93,3\u00a0%) / 1 / 0 (trên 15)" in text
    assert "1 / 2 / 0 / 0 (trên 3)" in text


def test_only_documents_of_the_year_and_of_the_committees_bodies_count(city: City) -> None:
    tasks = a_year(city, courses=["overdue", "long_overdue"]).tasks["long_overdue"]
    a_notice(city, tasks[0], state="cured", issued_on=dt.date(2020, 12, 30))
    a_notice(city, tasks[1], state="draft")
    a_notice(city, tasks[2], state="withdrawn")
    stranger = organisation("Huyện ủy Núi Thành", "city_committee")
    notice = a_notice(city, Task.objects.get(pk=tasks[2].pk), state="served")
    notice.issuer = stranger
    put(notice)
    assert reported()["notices"] == {"first": 0, "second": 0, "cured": 0}
    assert reported("--committee", stranger.code)["notices"]["first"] == 1


def test_a_grade_counts_only_once_it_is_decided(city: City) -> None:
    graded(city, organisations={2: 2}, members={2: 3}, undecided=4, excluded=5)
    found = results(2021, city.committee)
    members = found.members.total
    assert (members.total, members.graded, members.undecided, members.excluded) == (12, 3, 4, 5)
    assert members.share("good_or_better") == 100


def test_one_more_sanction_or_notice_moves_the_figures(city: City) -> None:
    sanctioned(city, {"reprimand": 2})
    before = reported()
    sanctioned(city, {"warning": 1})
    after = reported()
    assert before["discipline"] == {"reprimand": 2, "warning": 0}
    assert after["discipline"] == {"reprimand": 2, "warning": 1}


def test_a_year_without_any_review_is_zero_and_no_error(city: City) -> None:
    out = StringIO()
    call_command("report", "results", "--year", "2019", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["organisations"]["graded"] == 0
    assert found["members"]["good_or_better"] == 0
    call_command("report", "results", "--year", "2019", stdout=out)
    assert "–" in out.getvalue()


def test_the_committee_is_that_of_the_campaign_else_the_citys(city: City) -> None:
    assert committee_of(2021) == city.committee
    ward_campaign = graded(city, committee=city.ward_party, organisations={2: 1})
    assert committee_of(2021) == ward_campaign.committee
    graded(city, organisations={2: 1})
    assert committee_of(2021) == city.committee
    assert committee_of(2021, city.ward_party.code) == city.ward_party


def test_an_unknown_committee_or_year_is_refused(city: City) -> None:
    person("Người ngoài")
    with pytest.raises(CommandError, match="KHONG-CO"):
        reported("--committee", "KHONG-CO")
    with pytest.raises(CommandError):
        call_command("report", "results", "--year", "99999")
    with pytest.raises(CommandError):
        call_command("report", "results", "--year", "-1")


def test_before_the_first_task_the_first_screen_is_empty_and_says_that_no_sweep_ran(city: City) -> None:
    found = overview(viewer(city.leader), MONDAY, 2021)
    assert found.rows == []
    assert found.total.total == 0
    assert found.sweep_is_behind


def test_a_case_or_an_inspection_of_another_committee_is_not_counted(city: City) -> None:
    sanctioned(city, {"reprimand": 1})
    stranger = organisation("Huyện ủy Núi Thành", "city_committee")
    case = sanctioned(city, {"warning": 1})[0]
    case.committee = stranger
    put(case)
    inspected = {"unit": city.ward, "subject": "Một cửa", "decided_on": MONDAY, "state": "running", "kind": "duty"}
    put(Inspection(code="KT-1", decided_by=city.committee, decision_number="1", **inspected))
    put(Inspection(code="KT-2", decided_by=stranger, decision_number="2", **inspected))
    assert reported()["discipline"] == {"reprimand": 1, "warning": 0}
    assert reported("--committee", stranger.code)["discipline"] == {"reprimand": 0, "warning": 1}
    assert results(2021, city.committee).inspections[-1].inspections == 1
    assert results(2021, stranger).inspections[-1].inspections == 1


def test_an_organisation_without_a_sector_has_its_own_row_and_is_in_the_sum(city: City) -> None:
    graded(city, organisations={2: 2}, sectors=("ward", ""))
    table = results(2021, city.committee).organisations
    assert [(row.sector, row.total) for row in table.rows if row.total] == [("ward", 1), ("", 1)]
    assert table.total.total == 2
