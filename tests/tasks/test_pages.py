"""Pages of tasks as people use them: forms, refusals, files, exports."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from nhacviec.tasks import actions
from nhacviec.tasks.models import Obstacle, Submission, Task
from tests.factories import MONDAY, at

from .conftest import Work

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T15:00"


def signed_in(work: Work, name: str) -> Client:
    client = Client()
    client.force_login(getattr(work.city, name).user)
    return client


def text(answer: Any) -> str:
    return answer.content.decode()


def test_the_doer_goes_the_whole_way_in_the_browser(work: Work) -> None:
    task, chairman, leader = work.assigned(), signed_in(work, "chairman"), signed_in(work, "leader")

    def send(client: Client, verb: str, **data: object) -> Any:
        answer = client.post(reverse(f"tasks:{verb}", args=[task.pk]), data)
        assert answer.status_code == 302, text(answer)
        return answer

    send(chairman, "receive")
    send(chairman, "report", text="24/41 hộ", percent="58")
    send(
        chairman,
        "report_obstacle",
        cause="land",
        text="14 hộ",
        proposal="Áp giá",
        asked=work.city.committee.pk,
    )
    send(leader, "answer_obstacle", outcome="agreed", answer="Đồng ý")
    send(chairman, "request_extension", proposed="30/11", reason="Mưa lũ")
    send(leader, "decide_extension", decision="grant", granted="30/11/2021", reason="")
    send(chairman, "submit", text="Biên bản 41/41 hộ")
    send(leader, "return", reason="Thiếu bản đồ")
    send(chairman, "submit", text="Đủ bản đồ")
    send(leader, "accept")
    page = text(leader.get(task.get_absolute_url()))
    assert "Hoàn thành đúng hạn" in page
    assert "Quyết định gia hạn đến 30/11/2021" in page
    assert Task.objects.get(pk=task.pk).state == "done"


@pytest.mark.parametrize(
    ("verb", "data", "message"),
    [
        ("report", {"text": "", "percent": "200"}, "Ghi một số từ 0 đến 100."),
        ("report", {"text": "x\x00y"}, "ký tự lạ"),
        ("report_obstacle", {"cause": "nothing", "text": "v", "proposal": "p"}, "Chọn nguyên nhân"),
        ("report_obstacle", {"cause": "land", "text": "v", "proposal": "p", "asked": "999"}, "Chọn một mục"),
        ("request_extension", {"proposed": "31/2/2021", "reason": "x"}, "Không có ngày"),
        ("request_extension", {"proposed": "1/11/2021", "reason": "Mưa to"}, "phải sau thời hạn"),
        ("submit", {"text": ""}, "Nộp tệp sản phẩm"),
    ],
)
def test_a_wrong_answer_is_told_at_the_field_and_what_was_typed_stays(
    work: Work, verb: str, data: dict[str, str], message: str
) -> None:
    task = work.received()
    answer = signed_in(work, "chairman").post(reverse(f"tasks:{verb}", args=[task.pk]), data)
    assert answer.status_code == 422
    assert message in text(answer)
    if data.get("reason"):
        assert data["reason"] in text(answer)
    assert Task.objects.get(pk=task.pk).version == task.version


def test_files_are_handed_in_and_read_only_through_the_task(work: Work) -> None:
    task = work.received()
    files = [SimpleUploadedFile("Bien-ban-41-ho.pdf", PDF), SimpleUploadedFile("ghi chú.txt", "41 hộ".encode())]
    answer = signed_in(work, "chairman").post(reverse("tasks:submit", args=[task.pk]), {"text": "", "uploads": files})
    assert answer.status_code == 302, text(answer)
    stored = Submission.objects.get(task=task).files.order_by("pk")
    assert [file.attachment.name for file in stored] == ["Bien-ban-41-ho.pdf", "ghi chú.txt"]
    url = reverse("tasks:file", args=[task.pk, stored[0].pk])
    answer = signed_in(work, "leader").get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert signed_in(work, "other_chairman").get(url).status_code == 404
    other = work.received()
    assert signed_in(work, "leader").get(reverse("tasks:file", args=[other.pk, stored[0].pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [("may.pdf", b"MZ\x90\x00"), ("may.exe", b"MZ\x90\x00"), ("rong.pdf", b""), ("anh.png", b"<script>")],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(work: Work, name: str, content: bytes) -> None:
    task = work.received()
    answer = signed_in(work, "chairman").post(
        reverse("tasks:submit", args=[task.pk]), {"text": "Biên bản", "uploads": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    assert "Biên bản" in text(answer)
    assert not Submission.objects.exists()


def test_a_task_is_assigned_with_the_words_of_the_office(work: Work) -> None:
    data = {
        "assigner": work.city.committee.pk,
        "lead": work.city.ward.pk,
        "responsible": "thinh",
        "title": "Rà soát hộ nghèo",
        "deadline": "15 ngày",
        "product": "Biểu tổng hợp",
        "contributions": "Phòng Quản lý đô thị: trích đo",
    }
    client = signed_in(work, "clerk")
    answer = client.post(reverse("tasks:new"), data, follow=True)
    task = Task.objects.get()
    assert task.responsible == work.city.chairman
    assert (task.deadline_kind, f"{task.deadline}") == ("working_days", "2021-11-29")
    assert task.contributions.get().part == "trích đo"
    assert "29/11/2021" in text(answer)


@pytest.mark.parametrize(
    ("typed", "kind", "day"),
    [
        ("30/11/2021", "date", "2021-11-30"),
        ("30/11", "date", "2021-11-30"),
        ("5/3", "date", "2022-03-05"),
        ("15 ngày làm việc", "working_days", "2021-11-29"),
        ("Quý IV", "quarter", "2021-12-31"),
        ("tháng 12/2021", "month", "2021-12-31"),
        ("Thường xuyên", "continuous", "None"),
        ("không thời hạn", "none", "None"),
    ],
)
def test_deadlines_are_understood_as_offices_write_them(work: Work, typed: str, kind: str, day: str) -> None:
    meant = actions.meant_deadline(typed, on=MONDAY)
    assert (meant.kind, str(meant.day)) == (kind, day)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"deadline": "sau khi họp"}, "Chưa hiểu thời hạn"),
        ({"deadline": "99999 ngày"}, "quá lớn"),
        ({"deadline": "1/11/2021"}, "không được trước ngày giao"),
        ({"deadline": "31/2/2022"}, "Không có ngày"),
        ({"responsible": "không có ai"}, "Không có người tên"),
        ({"contributions": "Phường Vô Danh: x"}, "Không có cơ quan tên"),
        ({"product": ""}, "Chưa có sản phẩm"),
        ({"lead": "abc"}, "Chọn một mục"),
    ],
)
def test_a_task_that_is_not_clear_is_refused_beside_the_field(work: Work, change: dict[str, str], message: str) -> None:
    data = {
        "assigner": work.city.committee.pk,
        "lead": work.city.ward.pk,
        "title": "Rà soát hộ nghèo",
        "deadline": "30/11/2021",
        "product": "Biểu tổng hợp",
        **change,
    }
    answer = signed_in(work, "clerk").post(reverse("tasks:new"), data)
    assert answer.status_code == 422
    assert message in text(answer)
    assert "Rà soát hộ nghèo" in text(answer)
    assert not Task.objects.exists()


def test_a_stale_page_is_answered_409_with_what_was_typed(work: Work) -> None:
    task = work.received()
    actions.report_progress(viewer=work.viewer(work.city.chairman), task=task, text="Một nửa", now=at(MONDAY, 14))
    answer = signed_in(work, "leader").post(
        reverse("tasks:withdraw", args=[task.pk]), {"version": task.version, "reason": "Trùng với việc khác"}
    )
    assert answer.status_code == 409
    assert "Trùng với việc khác" in text(answer)


def test_the_box_says_whose_move_it_is(work: Work) -> None:
    task = work.received()
    chairman, leader = signed_in(work, "chairman"), signed_in(work, "leader")
    assert "Làm và nộp sản phẩm" in text(chairman.get(task.get_absolute_url()))
    assert "Làm và nộp sản phẩm" not in text(leader.get(task.get_absolute_url()))
    actions.submit_product(viewer=work.viewer(work.city.chairman), task=task, text="Xong", now=at(MONDAY))
    assert "Nghiệm thu: chờ đồng chí trả lời đến 11/11/2021" in text(leader.get(task.get_absolute_url()))
    assert "Đang chờ Thành ủy Tam Kỳ nghiệm thu đến 11/11/2021" in text(chairman.get(task.get_absolute_url()))


def test_exports_hold_the_rows_of_the_screen_and_no_formula(work: Work) -> None:
    work.received(title="=HYPERLINK(1)", product="+1")
    work.received(title="Việc khác")
    client = signed_in(work, "leader")
    rows = list(
        csv.reader(io.StringIO(text(client.get(reverse("tasks:export_csv") + "?q=hyperlink")).lstrip("\ufeff")))
    )
    assert len(rows) == 2
    assert rows[1][1:3] == ["'=HYPERLINK(1)", "'+1"]
    content = client.get(reverse("tasks:export_xlsx")).content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in cells[1:]] == ["=HYPERLINK(1)", "Việc khác"]
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    foreign = client_rows(signed_in(work, "other_chairman"))
    assert len(foreign) == 1


def client_rows(client: Client) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text(client.get(reverse("tasks:export_csv"))))))


def test_figures_of_the_list_open_the_list_behind_them(work: Work) -> None:
    work.received()
    page = text(signed_in(work, "leader").get(reverse("tasks:list")))
    assert "?state=running" in page
    assert "Trong hạn 1" in page


def test_words_of_a_person_are_never_markup(work: Work) -> None:
    task = work.received(title="<img src=x onerror=alert(1)>")
    actions.report_obstacle(
        viewer=work.viewer(work.city.chairman),
        task=task,
        cause="land",
        text="<script>1</script>",
        proposal="<b>p</b>",
        asked=work.city.committee,
        now=at(MONDAY),
    )
    leader = signed_in(work, "leader")
    for url in (task.get_absolute_url(), reverse("tasks:list"), reverse("tasks:answer_obstacle", args=[task.pk])):
        page = text(leader.get(url))
        assert "<script>1" not in page
        assert "<img src=x" not in page
    assert Obstacle.objects.get().text == "<script>1</script>"
