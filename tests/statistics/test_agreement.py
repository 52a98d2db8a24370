"""One definition for each figure: what the statistics show is what the rooms count."""

import csv
import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from nhacviec.discipline.queries import sanctions
from nhacviec.inspections.queries import figures as inspection_figures
from nhacviec.reminders.queries import counts as notice_counts
from nhacviec.reviews.models import Campaign
from nhacviec.reviews.queries import result_counts
from nhacviec.statistics.queries import results
from nhacviec.statistics.queries.overview import added, chosen_rows, overview
from nhacviec.tasks.queries import answers_and_obstacles, answers_and_waits, duties, four_states, waiting_for_others
from tests.factories import MONDAY, City, viewer
from tests.statistics.conftest import PEOPLE

pytestmark = pytest.mark.django_db
Offices = tuple[City, dict[str, Client]]


def test_the_grades_are_those_that_the_reviews_count(offices: Offices) -> None:
    city = offices[0]
    found = results(2021, city.committee)
    campaign = Campaign.objects.get(year=2021)
    for table in (found.organisations, found.members):
        by_sector = result_counts(campaign, table.kind, "sector")
        for row in (*table.rows, table.total):
            told = result_counts(campaign, table.kind) if row.sector == "all" else by_sector.get(row.sector)
            for name in ("excellent", "good", "completed", "not_completed", "graded", "good_or_better"):
                assert getattr(row, name) == (getattr(told, name) if told else 0), (row, name)
        assert table.total.total == sum(row.total for row in table.rows)
        assert table.total.graded + table.total.not_graded == table.total.total


def test_sanctions_notices_tasks_and_inspections_are_those_of_their_rooms(offices: Offices) -> None:
    city = offices[0]
    found = results(2021, city.committee, on=MONDAY)
    assert found.discipline == sanctions(2021)
    assert found.notices == notice_counts(2021)
    assert found.inspections == inspection_figures(2021)
    told = four_states(viewer(city.leader), MONDAY)[None]
    for name in ("done", "done_late", "running", "overdue", "dateless", "dateless_done"):
        assert getattr(found.tasks, name) == getattr(told, name)


def test_who_sees_all_sees_what_the_command_prints_and_others_no_more(offices: Offices) -> None:
    city = offices[0]
    whole = results(2021, city.committee).to_json()
    for role in PEOPLE:
        who = viewer(getattr(city, role))
        found = results(2021, city.committee, viewer=who)
        if role in ("leader", "clerk", "inspector", "organiser"):
            assert found.to_json() == whole, role
        else:
            assert found.partial
            assert found.members.total.total <= results(2021, city.committee).members.total.total


@pytest.mark.parametrize("role", PEOPLE)
def test_what_must_be_answered_and_what_waits_is_what_tasks_say(offices: Offices, role: str) -> None:
    who = viewer(getattr(offices[0], role))
    expected = [d for d in duties(who, MONDAY) if d.kind in ("accept", "decide_extension", "answer_obstacle")]
    answers, waits = answers_and_waits(who, MONDAY)
    assert answers == expected
    assert waits == waiting_for_others(who, MONDAY)
    first, obstacles = answers_and_obstacles(who, MONDAY)
    assert first == expected
    assert all(ask.kind == "obstacle" and ask.open for ask in obstacles)


def test_the_workbook_of_units_has_the_rows_and_sums_of_the_screen(offices: Offices) -> None:
    city, clients = offices
    answer = clients["leader"].get("/bang-giao-ban.xlsx?nhom=wards")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()[4:]
    shown = chosen_rows(overview(viewer(city.leader), MONDAY, 2021).rows, "wards")
    assert [row[0] for row in rows] == [*(line.unit.name for line in shown), "Cộng"]
    assert [row[1] for row in rows[:-1]] == [line.counts.overdue for line in shown]
    total = added(line.counts for line in shown)
    assert rows[-1][1:3] == [total.overdue, total.longest]
    assert rows[-1][6:10] == [total.running, total.done, total.done_late, total.dated]


def test_the_files_of_the_yearly_tables_hold_the_figures_of_the_page(offices: Offices) -> None:
    city, clients = offices
    found = results(2021, city.committee, on=MONDAY)
    text = clients["leader"].get("/thong-ke/bang.csv?nam=2021").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    sums = [row for row in rows if row and row[0] == "Cộng"]
    members = found.members.total
    assert sums[1][1:5] == [str(n) for n in (members.total, members.not_graded, members.graded, members.excellent)]
    assert sums[2][-1] == str(found.discipline.total)
    book = CalamineWorkbook.from_filelike(io.BytesIO(clients["leader"].get("/thong-ke/bang.xlsx?nam=2021").content))
    assert len(book.sheet_names) == 5
    last = book.get_sheet_by_index(1).to_python()[-1]
    assert last[1:5] == [members.total, members.not_graded, members.graded, members.excellent]
    assert last[9] == round(100 * members.good_or_better / members.graded, 1)


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(offices: Offices) -> None:
    city, clients = offices
    city.ward.name = '=HYPERLINK("x")'
    type(city.ward).objects.filter(pk=city.ward.pk).update(name=city.ward.name)
    answer = clients["leader"].get("/bang-giao-ban.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert '\'=HYPERLINK("x")' in [row[0] for row in rows]
