"""Pages of inspections: on a phone without scripts, with wrong answers, through the eyes of each role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nhacviec.inspections.models import Assessment, Finding, Inspection, Photo
from nhacviec.inspections.queries import detail, figures, page_of
from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Person
from nhacviec.tasks.models import Task
from tests.factories import MONDAY, at, viewer
from tests.inspections.conftest import Visit
from tests.inspections.matrix import PNG
from tests.inspections.test_actions import found


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:30"


def signed_in(who: Person) -> Client:
    client = Client()
    assert who.user is not None
    client.force_login(who.user)
    return client


def marks_of(inspection: Inspection, mark: str = "met") -> dict[str, str]:
    return {f"item_{item.pk}": mark for item in inspection.items.all()}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_four_officials_are_assessed_on_a_phone_without_scripts(
    visit: Visit, page_for: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    inspection = visit.start()
    page = page_for(visit.city.inspector.user, phone=True, scripts=False)
    page.goto(f"/kiem-tra/{inspection.pk}/")
    page.get_by_role("link", name="Nhận xét người 1").click()
    for number in range(1, 5):
        for group in page.locator(".seg").all():
            group.locator("label").first.click()
        page.fill("#id_remark", f"Nhận xét người {number}")
        page.locator(".savebar .btn-p").click()
    page.get_by_role("link", name="Kết luận").click()
    page.fill("#id_conclusion", "Cơ bản đạt.")
    page.get_by_role("button", name="Kết luận").click()
    inspection.refresh_from_db()
    assert inspection.state == "concluded"
    assert Assessment.objects.filter(assessed_at__isnull=False, remark__startswith="Nhận xét người").count() == 4
    assert verify().intact


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_of_one_official_is_accessible_and_fits_a_phone(
    visit: Visit, page_for: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    inspection = visit.start()
    first = inspection.assessments.order_by("id")[0]
    page = page_for(visit.city.inspector.user, phone=True)
    page.goto(f"/kiem-tra/{inspection.pk}/cong-chuc/{first.pk}/")
    page.locator(".savebar .btn-p").click()
    assert page.locator(".errsum li").count() == inspection.items.count()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_missing_mark_is_told_at_its_point_and_the_remark_stays(visit: Visit) -> None:
    inspection = visit.start()
    first = inspection.assessments.order_by("id")[0]
    answers = marks_of(inspection)
    missing = next(iter(answers))
    del answers[missing]
    answer = signed_in(visit.city.inspector).post(
        f"/kiem-tra/{inspection.pk}/cong-chuc/{first.pk}/", {**answers, "remark": "Đã xem sổ nhận hồ sơ."}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{missing}_error"' in page
    assert "Đã xem sổ nhận hồ sơ." in page
    assert not Assessment.objects.filter(assessed_at__isnull=False).exists()


def test_a_photo_is_kept_and_shown_to_who_may_read_the_assessment(visit: Visit) -> None:
    inspection = visit.start()
    first = inspection.assessments.order_by("id")[0]
    url = f"/kiem-tra/{inspection.pk}/cong-chuc/{first.pk}/"
    team = signed_in(visit.city.inspector)
    answer = team.post(url, {**marks_of(inspection), "remark": "Tốt.", "photo": SimpleUploadedFile("quay-3.png", PNG)})
    assert answer.status_code == 302
    photo = Photo.objects.get()
    shown = team.get(f"/kiem-tra/anh/{photo.pk}/")
    assert b"".join(shown.streaming_content) == PNG  # type: ignore[attr-defined]
    assert signed_in(visit.officials[1]).get(f"/kiem-tra/anh/{photo.pk}/").status_code == 404
    assert verify().intact


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.png", b"MZ" + bytes(99)), ("x.exe", PNG), ("x.png", b"")],
    ids=["a program", "another kind", "empty"],
)
def test_a_file_that_is_no_photo_is_refused_and_nothing_is_saved(visit: Visit, name: str, content: bytes) -> None:
    inspection = visit.start()
    first = inspection.assessments.order_by("id")[0]
    answer = signed_in(visit.city.inspector).post(
        f"/kiem-tra/{inspection.pk}/cong-chuc/{first.pk}/",
        {**marks_of(inspection), "remark": "Tốt.", "photo": SimpleUploadedFile(name, content)},
    )
    assert answer.status_code == 422
    assert 'id="id_photo_error"' in answer.content.decode()
    first.refresh_from_db()
    assert (first.done, Photo.objects.count()) == (False, 0)


def test_an_official_reads_the_own_part_alone(visit: Visit) -> None:
    inspection = visit.assessed()
    found(visit, inspection, description="Việc của người thứ ba.")
    page = signed_in(visit.officials[0]).get(f"/kiem-tra/{inspection.pk}/").content.decode()
    assert visit.officials[0].full_name in page
    assert visit.officials[2].full_name not in page
    assert "Việc của người thứ ba." not in page
    assert "Nêu ý kiến" in page
    head = signed_in(visit.head).get(f"/kiem-tra/{inspection.pk}/").content.decode()
    assert "Việc của người thứ ba." in head


def test_names_of_the_inspected_stay_out_of_the_title_of_the_tab(visit: Visit) -> None:
    inspection = visit.assessed()
    page = signed_in(visit.city.inspector).get(f"/kiem-tra/{inspection.pk}/").content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert inspection.code in title
    assert all(person.full_name not in title for person in visit.officials)


def test_an_inspection_is_planned_through_the_page(visit: Visit) -> None:
    client = signed_in(visit.city.inspector)
    chosen = client.post("/kiem-tra/lap/", {"unit": visit.counter.pk})
    assert chosen["Location"] == f"/kiem-tra/lap/{visit.counter.pk}/"
    answers = {
        "kind": "unannounced",
        "decided_by": visit.city.committee.pk,
        "decision_number": "18-QĐ/UBKT",
        "decided_on": "08/11/2021",
        "subject": "Thái độ phục vụ",
        "leader": visit.city.inspector.pk,
        "team": [visit.helper.pk, visit.city.inspector.pk],
        "officials": [p.pk for p in visit.officials],
        "items": "Có mặt, đúng giờ\n\nThái độ với người dân",
    }
    wrong = client.post(chosen["Location"], {**answers, "decided_on": "31/11/2021"})
    assert (wrong.status_code, Inspection.objects.count()) == (422, 0)
    assert client.post(chosen["Location"], answers).status_code == 302
    made = Inspection.objects.get()
    assert (made.team.count(), made.items.count(), made.assessments.count()) == (2, 2, 4)


def test_a_finding_leads_to_its_remedy_with_a_default_deadline(visit: Visit) -> None:
    inspection = visit.start()
    client = signed_in(visit.city.inspector)
    answer = client.post(
        f"/kiem-tra/{inspection.pk}/phat-hien/",
        {"description": "Bảng phí cũ.", "evidence": "Ảnh.", "person": visit.officials[2].pk},
    )
    finding = Finding.objects.get()
    assert answer["Location"] == f"/kiem-tra/phat-hien/{finding.pk}/khac-phuc/"
    page = client.get(answer["Location"]).content.decode()
    assert "15/11/2021" in page, "five working days from Monday 8"
    client.post(
        answer["Location"],
        {"title": "Thay bảng phí", "product": "Ảnh", "deadline": "10/11/2021", "responsible": visit.officials[2].pk},
    )
    task = Task.objects.get()
    assert (task.deadline, task.responsible) == (dt.date(2021, 11, 10), visit.officials[2])


def test_the_page_of_an_inspection_reads_it_with_at_most_eight_statements(visit: Visit) -> None:
    inspection = visit.assessed()
    for _number in range(5):
        found(visit, inspection)
    head = viewer(visit.head)
    with CaptureQueriesContext(connection) as asked:
        shown = detail(head, page_of(head).get(pk=inspection.pk))
    assert (len(shown.lines), len(shown.findings), shown.done) == (4, 5, 4)
    assert len(asked) <= 8


def test_figures_count_started_inspections_by_kind(visit: Visit) -> None:
    visit.plan()
    found(visit, visit.assessed())
    by_kind = {row.kind: row for row in figures(2021, viewer(visit.city.leader))}
    assert (by_kind["unannounced"].inspections, by_kind["unannounced"].assessed) == (1, 4)
    assert (by_kind[""].findings, by_kind[""].remedied, by_kind["planned"].inspections) == (1, 0, 0)
    assert figures(2020)[-1].inspections == 0
    assert figures(2021, viewer(visit.city.chairman))[-1].inspections == 0
    assert at(MONDAY).date() == MONDAY
