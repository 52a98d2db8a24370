"""The pages: template, upload, what the check found, the copy with the faults, confirmation, export."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhacviec.documents.models import Attachment
from nhacviec.intake.models import RegistryImport
from nhacviec.intake.registry import jobs, views
from nhacviec.intake.registry.book.workbook import read_workbook
from nhacviec.intake.registry.progress import Told
from nhacviec.orgs.models import Person, ReadingLog
from tests.factories import MONDAY, City, put

from .registry_files import OPERATOR, book, checked, faults, registry, upload
from .test_registry_apply import a_new_cell


@pytest.fixture
def office(city: City) -> Client:
    """The clerk of the city's office, signed in."""
    client = Client()
    client.force_login(city.clerk.user)  # type: ignore[arg-type]
    return client


def body(answer: Any) -> bytes:
    """The content of a download."""
    return b"".join(answer.streaming_content)


def send(client: Client, content: bytes, name: str = "danh-ba.xlsx") -> RegistryImport:
    """Upload a workbook; the import whose page opens."""
    answer = client.post(reverse("intake:registry"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return RegistryImport.objects.get(pk=int(answer["Location"].strip("/").split("/")[-1]))


def test_from_the_template_to_written_records(office: Client, city: City) -> None:
    empty = body(office.get(reverse("intake:registry_template")))
    assert [sheet.form.name for sheet in read_workbook(empty).sheets] == [
        "organisations",
        "links",
        "people",
        "posts",
        "memberships",
    ]
    batch = send(office, registry(**a_new_cell(city)))
    page = office.get(reverse("intake:registry_import", args=[batch.pk])).content.decode()
    assert "Ghi 9 bản ghi" in page
    assert "Đặng Thị Ánh" in page
    assert not Person.objects.filter(code="N1").exists()
    answer = office.post(reverse("intake:registry_confirm", args=[batch.pk]), {"ban": batch.fingerprint})
    assert answer.status_code == 302
    assert "Đã ghi 9 bản ghi" in office.get(answer["Location"]).content.decode()
    assert Person.objects.filter(code="N1").exists()


def test_bad_rows_are_named_on_the_page_and_in_a_copy_of_the_file(office: Client, city: City) -> None:
    rows = a_new_cell(city)
    rows["people"][1]["born_on"] = "hôm qua"
    batch = send(office, registry(**rows))
    page = office.get(reverse("intake:registry_import", args=[batch.pk])).content.decode()
    for text in ("Con người, 3", "Ngày sinh", "“hôm qua”", "Ngày phải viết dd/mm/yyyy", "Bỏ qua 2 dòng bị từ chối"):
        assert text in page
    copy = body(office.get(reverse("intake:registry_faults", args=[batch.pk])))
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(copy)).get_sheet_by_name("Con người")
    lines = sheet.to_python()
    assert lines[0][-1] == "Lỗi"
    assert lines[1][-1] == ""
    assert lines[2][-1].startswith("Ngày sinh: Ngày phải viết dd/mm/yyyy")
    # The copy is mended and sent again as it is.
    assert faults(checked(OPERATOR, copy)) == faults(checked(OPERATOR, registry(**rows)))
    refused = office.post(reverse("intake:registry_confirm", args=[batch.pk]), {"ban": batch.fingerprint})
    assert refused.status_code == 409
    assert (
        office.post(reverse("intake:registry_confirm", args=[batch.pk]), {"ban": "cũ", "bo-qua": "1"}).status_code
        == 409
    )
    assert not Person.objects.filter(code="N1").exists()
    office.post(reverse("intake:registry_confirm", args=[batch.pk]), {"ban": batch.fingerprint, "bo-qua": "1"})
    assert sorted(Person.objects.filter(code__in=("N1", "N2")).values_list("code", flat=True)) == ["N1"]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.xlsx", b"", "rỗng"),
        ("a.docx", b"PK\x03\x04", "Không nhận tệp kiểu này"),
        ("a.xlsx", b"%PDF-1.7", "không phải là xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Không nhận tệp kiểu này"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kiểu cũ"),
    ],
)
def test_a_wrong_file_is_refused_in_words(office: Client, name: str, content: bytes, text: str) -> None:
    answer = office.post(reverse("intake:registry"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_workbook_of_something_else_says_which_sheets_are_expected(office: Client) -> None:
    batch = send(office, book({"Kho": [["Hàng", "Số lượng"], ["Bút", 3]]}))
    assert batch.state == "failed"
    assert "Trực thuộc" in office.get(reverse("intake:registry_import", args=[batch.pk])).content.decode()


def test_a_large_file_is_checked_and_written_in_the_background(
    office: Client, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SMALL_FILE", 0)
    monkeypatch.setattr(views, "FEW_RECORDS", 0)
    batch = send(office, registry(**a_new_cell(city)))
    address = reverse("intake:registry_import", args=[batch.pk])
    waiting = office.get(address)
    assert (batch.state, waiting["Refresh"]) == ("checking", "2")
    assert "Đang chờ việc nền" in waiting.content.decode()
    told = Told(batch.pk)
    told.begin()
    told("Con người", 500, 500)
    assert "Con người: 500/500" in office.get(address).content.decode()
    assert jobs.check_file.func(batch.pk) == "checked"
    assert told.standing() is None
    batch.refresh_from_db()
    office.post(reverse("intake:registry_confirm", args=[batch.pk]), {"ban": batch.fingerprint})
    assert "Đang ghi" in office.get(address).content.decode()
    assert jobs.write_file.func(batch.pk) == "done"
    assert jobs.write_file.func(batch.pk) == "done"
    assert Person.objects.filter(code="N1").count() == 1


def test_a_writing_is_stopped_from_the_page(office: Client, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FEW_RECORDS", 0)
    batch = send(office, registry(**a_new_cell(city)))
    office.post(reverse("intake:registry_confirm", args=[batch.pk]), {"ban": batch.fingerprint})
    told = Told(batch.pk)
    told.begin()
    office.post(reverse("intake:registry_cancel", args=[batch.pk]))
    assert told.wish.exists()
    told.end()
    # Nobody works on it: it is taken back at once.
    office.post(reverse("intake:registry_cancel", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, jobs.write_file.func(batch.pk)) == ("checked", "checked")
    assert not Person.objects.filter(code="N1").exists()
    assert office.post(reverse("intake:registry_cancel", args=[batch.pk])).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.problems) == ("cancelled", [])


def test_an_export_is_noted_with_everybody_in_it(office: Client, city: City) -> None:
    hidden = put(Person(code="AN", full_name="Người Hạn Chế", folded="x", sort_key="x", restricted_on=MONDAY))
    answer = office.post(reverse("intake:registry_export"), {"below": city.ward_party.pk, "on": "08/11/2021"})
    assert answer.status_code == 200
    book = read_workbook(body(answer))
    codes = {line.cells["code"] for line in book.lines("people")}
    assert codes == {city.chairman.code, city.secretary.code, city.official.code}
    assert hidden.code not in codes
    noted = ReadingLog.objects.filter(reader_person_id=city.clerk.pk, subject="export")
    assert set(noted.values_list("person_id", flat=True)) == {city.chairman.pk, city.secretary.pk, city.official.pk}
    assert {line.cells["code"] for line in book.lines("organisations")} == {
        one.code for one in (city.ward_party, city.ward, city.counter, city.cell)
    }
    plan = checked(OPERATOR, upload(body(office.post(reverse("intake:registry_export"), {"on": "08/11/2021"}))).read())
    assert (plan.bad, plan.steps) == ([], [])


def test_the_way_to_excel_from_the_pages_of_organisations_and_people(office: Client, city: City) -> None:
    for name in ("orgs:tree", "orgs:people"):
        assert reverse("intake:registry") in office.get(reverse(name)).content.decode()
    stranger = Client()
    stranger.force_login(city.chairman.user)  # type: ignore[arg-type]
    assert reverse("intake:registry") not in stranger.get(reverse("orgs:tree")).content.decode()


def test_days_of_the_past(office: Client, city: City) -> None:
    answer = office.post(reverse("intake:registry_export"), {"on": "01/06/2012"})
    book = read_workbook(body(answer))
    assert book.lines("organisations") == []
    assert office.post(reverse("intake:registry_export"), {"on": "hôm qua"}).status_code == 422
    assert dt.date(2012, 6, 1) < MONDAY
