"""The pages: choose a file, check the rows, create; what is refused, with what was typed kept."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nhacviec.directives.models import Directive
from nhacviec.documents.models import Attachment
from nhacviec.intake.models import ImportBatch
from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Person
from nhacviec.tasks.models import Task
from tests.factories import City

from .conftest import ROWS, a_directive, row_of, with_ministries
from .files import HEADER, annex, excel, upload, with_part, word, zipped

START = "/nhap/"


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=who.pk).user)
    return client


@pytest.fixture
def browser(city: City) -> Client:
    return signed_in(city.clerk)


def page(answer: HttpResponse) -> str:
    return answer.content.decode()


def send(browser: Client, city: City, directive: Directive, **data: object) -> HttpResponse:
    return browser.post(START, {"directive": directive.pk, "assigner": city.committee.pk, **data})


def address(batch: ImportBatch, step: str = "batch") -> str:
    return reverse(f"intake:{step}", args=[batch.pk])


def form_of(answer: HttpResponse) -> dict[str, str]:
    """What a browser would send back from the page of a batch when nothing is touched."""
    text = page(answer)
    data = {
        "ban": re.search(r'name="ban" value="(\d+)"', text)[1],
        "hien": re.search(r'name="hien" value="([\d,]*)"', text)[1],
    }  # type: ignore[index]
    for line in re.findall(r'name="r(\d+)-include" value="1"[^>]* checked', text):
        data[f"r{line}-include"] = "1"
    return data


# ------------------------------------------------------------------ choosing a file


def test_a_sound_file_leads_to_its_rows(browser: Client, city: City, directive: Directive) -> None:
    answer = send(browser, city, directive, file=upload(word(ROWS)))
    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(batch))
    shown = page(browser.get(address(batch)))
    assert "2 dòng cần người quyết" in shown
    assert "Sau khi có vốn" in shown
    assert "“Cơ quan chủ trì”" in shown
    assert verify().intact


MACRO = with_part(word(ROWS), "word/vbaProject.bin", b"x" * 100)
BAD_FILES = {
    "empty": ("a.docx", b"", "rỗng"),
    "program": ("a.docx", b"MZ" + bytes(300), "chương trình"),
    "macro by name": ("a.docm", word(ROWS), "macro"),
    "macro inside": ("a.docx", MACRO, "macro"),
    "bomb": ("a.docx", zipped(**{"[Content_Types]_xml": b"x", "word__document_xml": bytes(60 * 2**20)}), "bất thường"),
    "no table": ("a.docx", word(), "không có bảng"),
    "other columns": ("a.docx", word([("STT", "Nhiệm vụ"), ("1", "Việc")]), "thiếu cột: cơ quan chủ trì"),
    "formula": ("a.xlsx", excel(ROWS, formulas={"E3": "=A1"}), "Ô E3"),
    "broken zip": ("a.docx", word(ROWS)[:-200], "hỏng"),
    "broken xml": ("a.docx", with_part(word(ROWS), "word/document.xml", b"<w:document>"), "Không mở được"),
    "broken sheet": ("a.xlsx", with_part(excel(ROWS), "xl/worksheets/sheet1.xml", b"<x"), "Không mở được"),
    "word as excel": ("a.xlsx", word(ROWS), "không đúng loại"),
    "too many rows": (
        "a.xlsx",
        excel([HEADER, *[("1", "Việc", "UBND phường An Sơn", "", "", "")] * 1001]),
        "1000 dòng",
    ),
    "text": ("a.txt", b"abc", ".docx, .xlsx"),
}


def test_each_bad_file_is_refused_beside_the_field_and_the_choice_stays(
    browser: Client, city: City, directive: Directive
) -> None:
    for name, (file, content, message) in BAD_FILES.items():
        answer = send(browser, city, directive, file=upload(content, file))
        shown = page(answer)
        assert answer.status_code == 422, name
        assert message in shown, name
        assert 'id="id_file_error"' in shown, name
        assert f'<option value="{directive.pk}" selected>' in shown, name
    assert not ImportBatch.objects.exists()
    assert not Attachment.objects.exists()


def test_no_file_junk_choices_and_too_large_a_file_are_refused(
    browser: Client, city: City, directive: Directive
) -> None:
    settings.NHACVIEC_UPLOAD_LIMIT, before = 1000, settings.NHACVIEC_UPLOAD_LIMIT
    try:
        large = send(browser, city, directive, file=upload(word(ROWS)))
    finally:
        settings.NHACVIEC_UPLOAD_LIMIT = before
    assert (large.status_code, "tối đa" in page(large)) == (422, True)
    assert "Chưa chọn tệp." in page(send(browser, city, directive))
    assert send(browser, city, directive, file="text").status_code == 422
    for junk in ("0", "-1", "abc", "9" * 30, "\x00"):
        answer = browser.post(START, {"directive": junk, "assigner": junk, "file": upload(word(ROWS))})
        assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_only_those_who_assign_may_begin(city: City) -> None:
    assert signed_in(city.official).get(START).status_code == 403
    assert signed_in(city.chairman).get(START).status_code == 200


def test_the_directive_of_the_address_is_chosen_already(browser: Client, directive: Directive) -> None:
    assert f'<option value="{directive.pk}" selected>' in page(browser.get(f"{START}?van-ban={directive.pk}"))
    assert browser.get(f"{START}?van-ban=9abc").status_code == 200


# ------------------------------------------------------------------ checking rows


def test_corrections_are_kept_and_unticked_rows_left_out(browser: Client, batch: ImportBatch) -> None:
    data = form_of(browser.get(address(batch)))
    del data["r3-include"]
    answer = browser.post(address(batch), {**data, "r5-product": "Biên bản", "r5-deadline": "Quý IV"})
    assert answer.status_code == 302
    assert not row_of(batch, 3)["include"]
    assert (row_of(batch, 5)["product"], row_of(batch, 5)["deadline"]) == ("Biên bản", "2021-12-31")


def test_rows_that_the_page_did_not_show_are_never_dropped(browser: Client, batch: ImportBatch) -> None:
    data = form_of(browser.get(f"{address(batch)}?loc=can-quyet"))
    assert data["hien"] == "4,5"
    browser.post(address(batch), {**data, "r2-title": "lạ"})
    browser.post(address(batch), {"ban": "1"})
    assert [row["include"] for row in ImportBatch.objects.get().rows] == [False, True, True, True, True]
    assert row_of(batch, 2)["title"] == "Niêm yết công khai thủ tục"


def test_what_is_not_understood_stays_typed_with_its_message(browser: Client, batch: ImportBatch) -> None:
    data = form_of(browser.get(address(batch)))
    answer = browser.post(
        address(batch), {**data, "r5-deadline": "bao giờ <xong>", "r5-product": "Ảnh", "r4-lead": "Sở Lạ"}
    )
    shown = page(answer)
    assert answer.status_code == 422
    assert 'value="bao giờ &lt;xong&gt;"' in shown
    assert 'aria-describedby="loi-5-deadline"' in shown
    assert 'id="loi-4-lead"' in shown
    assert row_of(batch, 5)["product"] == "Ảnh"


def test_a_row_is_opened_for_changes_after_the_others_were_saved(browser: Client, batch: ImportBatch) -> None:
    data = form_of(browser.get(address(batch)))
    answer = browser.post(address(batch), {**data, "r5-product": "Ảnh", "sua": "2"})
    assert answer["Location"] == f"{address(batch)}?sua=2#dong-2"
    shown = page(browser.get(answer["Location"].split("#")[0]))
    assert 'name="r2-cooperation"' in shown
    assert row_of(batch, 5)["product"] == "Ảnh"


def test_junk_is_passed_over(browser: Client, batch: ImportBatch) -> None:
    junk = {
        "hien": "1,2,,x,-3,999999999999,5",
        "ban": "1",
        "r0-title": "x",
        "r2-include": "1",
        "r2-rows": "x",
        "r99-title": "x",
        "r5-pick": "\x00",
        "r5-responsible": "9" * 40,
    }
    answer = browser.post(address(batch), junk)
    assert answer.status_code == 422
    assert row_of(batch, 2)["title"] == "Niêm yết công khai thủ tục"
    for query in ("?loc=x", "?trang=-1", "?trang=99999999999999999999", "?sua=abc", "?sua=1", "?loc=bo-chon&trang=2"):
        assert browser.get(address(batch) + query).status_code == 200


def test_two_people_at_once_the_second_sees_it_and_keeps_what_was_typed(
    browser: Client, city: City, batch: ImportBatch
) -> None:
    first, second = form_of(browser.get(address(batch))), form_of(browser.get(address(batch)))
    assert browser.post(address(batch), {**first, "r5-product": "Biên bản"}).status_code == 302
    answer = browser.post(address(batch), {**second, "r5-deadline": "30/11", "r5-product": "Ảnh chụp"})
    assert answer.status_code == 409
    assert "vừa sửa" in page(answer)
    assert 'value="Ảnh chụp"' in page(answer)
    assert row_of(batch, 5)["product"] == "Biên bản"
    assert browser.post(address(batch), {**form_of(answer), "r5-product": "Ảnh chụp"}).status_code == 302


# ------------------------------------------------------------------ the end


def test_what_is_ticked_at_the_moment_of_confirming_is_created(
    browser: Client, directive: Directive, batch: ImportBatch
) -> None:
    data = form_of(browser.get(address(batch)))
    data = {key: text for key, text in data.items() if key not in ("r4-include", "r5-include")}
    answer = browser.post(address(batch, "confirm"), data)
    assert (answer.status_code, answer["Location"]) == (302, reverse("directives:detail", args=[directive.pk]))
    assert Task.objects.count() == 2
    assert verify().intact
    again = browser.post(address(batch, "confirm"), data)
    assert (again.status_code, Task.objects.count()) == (409, 2)
    assert 'name="r2-include"' not in page(browser.get(address(batch)))


def test_confirming_with_open_questions_says_which(browser: Client, batch: ImportBatch) -> None:
    answer = browser.post(address(batch, "confirm"), form_of(browser.get(address(batch))))
    assert answer.status_code == 409
    assert "dòng 3, 4" in page(answer)
    assert f'action="{address(batch)}"' in page(answer)
    assert not Task.objects.exists()


def test_cancelling_ends_it_without_tasks(browser: Client, batch: ImportBatch) -> None:
    assert browser.post(address(batch, "cancel")).status_code == 302
    assert browser.post(address(batch, "cancel")).status_code == 409
    assert browser.post(address(batch), {"ban": "2", "hien": "2"}).status_code == 409
    assert "đã hủy" in page(browser.get(address(batch)))
    assert not Task.objects.exists()


def test_the_batch_of_another_office_does_not_exist_for_a_stranger(city: City, batch: ImportBatch) -> None:
    stranger = signed_in(city.chairman)
    assert stranger.get(address(batch)).status_code == 404
    for step in ("batch", "confirm", "cancel"):
        assert stranger.post(address(batch, step)).status_code == 404


def test_the_real_annex_in_pages_with_few_queries(
    browser: Client, city: City, django_assert_max_num_queries: object
) -> None:
    with_ministries(city)
    directive = a_directive(city)
    assert send(browser, city, directive, file=annex()).status_code == 302
    batch = ImportBatch.objects.get()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        shown = page(browser.get(address(batch)))
    assert "Kiểm tra 140 việc" in shown
    assert shown.count('<tr id="dong-') == 140
    assert len(shown) < 700_000
    saved = browser.post(address(batch), form_of(browser.get(address(batch))))
    assert saved.status_code == 302


def test_the_page_of_a_directive_leads_to_the_import_for_those_who_assign(
    browser: Client, city: City, directive: Directive
) -> None:
    address = reverse("directives:detail", args=[directive.pk])
    way = f'href="{START}?van-ban={directive.pk}"'
    assert way in page(browser.get(address))
    assert way not in page(signed_in(city.official).get(address))


def test_bodies_that_the_tree_does_not_know_stand_on_the_page_of_the_task(browser: Client, batch: ImportBatch) -> None:
    data = form_of(browser.get(address(batch)))
    browser.post(address(batch, "confirm"), {k: v for k, v in data.items() if k not in ("r4-include", "r5-include")})
    task = Task.objects.get(title="Trực một cửa ngày thứ Bảy")
    assert "Phòng Tư pháp; các phòng, ban" in page(browser.get(task.get_absolute_url()))
