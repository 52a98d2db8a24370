"""From a file to tasks: what is proposed, corrected, created, refused; every path leaves the ledger intact."""

from __future__ import annotations

import datetime as dt

import pytest

from nhacviec.directives.models import Clause, Directive
from nhacviec.documents.models import Attachment
from nhacviec.intake.actions import cancel, confirm, correct_rows, start_import
from nhacviec.intake.models import ImportBatch
from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import verify
from nhacviec.notifications.models import Message as Notification
from nhacviec.orgs.access import Viewer
from nhacviec.tasks.models import Task
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, City, appoint, at, organisation, person, put, viewer

from .conftest import ROWS, a_batch, a_directive, codes_of, row_of, with_ministries
from .files import HEADER, annex, excel, upload, word

NOW = at(MONDAY)


def correct(clerk: Viewer, batch: ImportBatch, changes: dict[int, dict[str, str]], **more: int) -> dict[str, str]:
    return correct_rows(viewer=clerk, batch=batch, changes=changes, on=MONDAY, now=NOW, **more)


def one(field: str, value: str, line: int = 5) -> dict[int, dict[str, str]]:
    return {line: {field: value}}


# ------------------------------------------------------------------ what is proposed


def test_each_row_says_what_is_understood_and_what_a_person_must_decide(batch: ImportBatch) -> None:
    assert codes_of(row_of(batch, 2)) == codes_of(row_of(batch, 3)) == set()
    assert codes_of(row_of(batch, 4)) == {"lead_several"}
    assert codes_of(row_of(batch, 5)) == {"product", "deadline_unsure", "lead_vacant"}
    assert row_of(batch, 2)["deadline"] == "2021-11-30"
    assert row_of(batch, 3)["deadline_kind"] == "continuous"
    assert row_of(batch, 4)["deadline"] == "2021-12-31"
    assert verify().intact


def test_nothing_is_created_before_confirmation(batch: ImportBatch) -> None:
    assert Task.objects.count() == 0
    assert Notification.objects.count() == 0


def test_a_lead_outside_the_assigners_power_is_a_question(clerk: Viewer, city: City, directive: Directive) -> None:
    organisation("Bộ Công an", "ministry")
    batch = a_batch(clerk, city, directive, [HEADER, ("1", "Việc", "Bộ Công an", "", "Báo cáo", "12/2021")])
    assert codes_of(row_of(batch, 1)) == {"lead_outside"}


def test_texts_too_long_for_a_task_are_kept_whole_and_asked_about(
    clerk: Viewer, city: City, directive: Directive
) -> None:
    row = ("1", "việc " * 300, "UBND phường An Sơn", "", "sản phẩm " * 80, "12/2021")
    batch = a_batch(clerk, city, directive, [HEADER, row])
    assert codes_of(row_of(batch, 1)) == {"title_long", "product_long"}
    assert len(row_of(batch, 1)["title"]) == 1499


def test_a_row_that_is_a_task_already_is_left_out_and_says_so(
    clerk: Viewer, city: City, directive: Directive, batch: ImportBatch
) -> None:
    correct(clerk, batch, {4: {"include": ""}, 5: {"include": ""}})
    made = confirm(viewer=clerk, batch=batch, on=MONDAY, now=NOW)
    again = a_batch(clerk, city, directive)
    assert row_of(again, 2)["exists"] == made[0].code
    assert [row["line"] for row in again.rows if row["include"]] == [4, 5]


# ------------------------------------------------------------------ corrections


def test_a_typed_deadline_takes_the_question_away_and_keeps_the_words_of_the_file(
    clerk: Viewer, batch: ImportBatch
) -> None:
    assert correct(clerk, batch, one("deadline", "30/11")) == {}
    row = row_of(batch, 5)
    assert (row["deadline"], row["deadline_text"]) == ("2021-11-30", "Sau khi có vốn")
    assert codes_of(row) == {"product", "lead_vacant"}


def test_the_date_that_the_field_showed_keeps_its_kind(clerk: Viewer, batch: ImportBatch) -> None:
    correct(clerk, batch, one("deadline", "31/12/2021", line=4))
    assert row_of(batch, 4)["deadline_kind"] == "month"


def test_of_two_leads_one_is_chosen_and_the_other_cooperates(clerk: Viewer, city: City, batch: ImportBatch) -> None:
    assert correct(clerk, batch, one("pick", str(city.other_ward.pk), line=4)) == {}
    row = row_of(batch, 4)
    assert (row["lead"], row["cooperation"], row["doubts"]) == (city.other_ward.pk, [city.ward.pk], [])


def test_a_second_lead_that_the_tree_does_not_know_stays_as_text(
    clerk: Viewer, city: City, directive: Directive
) -> None:
    batch = a_batch(
        clerk, city, directive, [HEADER, ("1", "Việc", "UBND phường An Sơn; Công ty Sao Mai", "", "Báo cáo", "12/2021")]
    )
    correct(clerk, batch, one("lead", "UBND phường An Sơn", line=1))
    assert row_of(batch, 1)["cooperation_unmatched"] == ["Công ty Sao Mai"]
    [task] = confirm(viewer=clerk, batch=batch, on=MONDAY, now=NOW)
    assert task.cooperation_text == "Công ty Sao Mai"


def test_a_lead_that_does_not_exist_is_refused(clerk: Viewer, batch: ImportBatch) -> None:
    for field, typed in (
        ("lead", "Bộ Không có"),
        ("lead", "999999999"),
        ("pick", "999999999"),
        ("pick", "-1"),
        ("pick", "0"),
    ):
        assert set(correct(clerk, batch, one(field, typed, line=4))) == {"4-lead"}, (field, typed)
    assert correct(clerk, batch, one("pick", "junk", line=4)) == {}
    assert row_of(batch, 4)["lead"] is None


def test_a_vacant_post_asks_for_a_person_of_that_unit(clerk: Viewer, city: City, batch: ImportBatch) -> None:
    official = person("Phan Thị Thu Hà")
    correct(clerk, batch, one("responsible", str(city.chairman.pk)))
    assert "lead_vacant" in codes_of(row_of(batch, 5))
    appoint(official, city.department, "official", "Chuyên viên Phòng Quản lý đô thị")
    correct(clerk, batch, one("responsible", str(official.pk)))
    row = row_of(batch, 5)
    assert row["responsible"] == official.pk
    assert "lead_vacant" not in codes_of(row)
    correct(clerk, batch, one("title", "Lắp máy quay"))
    assert row_of(batch, 5)["responsible"] == official.pk


def test_cooperation_can_be_rewritten_and_unknown_names_stay(clerk: Viewer, city: City, batch: ImportBatch) -> None:
    correct(clerk, batch, one("cooperation", "UBND phường Hòa Thuận\nHội Chữ thập đỏ", line=2))
    row = row_of(batch, 2)
    assert (row["cooperation"], row["cooperation_unmatched"]) == ([city.other_ward.pk], ["Hội Chữ thập đỏ"])


def test_rows_that_were_not_sent_stay_as_they_are(clerk: Viewer, batch: ImportBatch) -> None:
    correct(clerk, batch, {2: {"include": ""}})
    assert [row["line"] for row in batch.rows if row["include"]] == [3, 4, 5]


def test_what_is_understood_is_kept_beside_what_is_not(clerk: Viewer, batch: ImportBatch) -> None:
    errors = correct(clerk, batch, {5: {"product": "Biên bản nghiệm thu", "deadline": "bao giờ"}})
    assert set(errors) == {"5-deadline"}
    assert row_of(batch, 5)["product"] == "Biên bản nghiệm thu"
    assert verify().intact


def test_saving_without_a_change_writes_nothing(clerk: Viewer, batch: ImportBatch) -> None:
    entries = Entry.objects.count()
    correct(clerk, batch, {2: {"include": "1"}, 77: {"include": "1"}, 1: {"include": "1"}})
    assert Entry.objects.count() == entries


def test_who_typed_on_an_old_page_is_told_and_overwrites_nothing(clerk: Viewer, batch: ImportBatch) -> None:
    correct(clerk, batch, one("product", "Biên bản"), version=1)
    stale = ImportBatch.objects.get(pk=batch.pk)
    with pytest.raises(NotPossible, match="vừa sửa"):
        correct(clerk, stale, one("product", "Ảnh"), version=1)
    assert row_of(batch, 5)["product"] == "Biên bản"


# ------------------------------------------------------------------ confirmation


def test_confirmation_makes_the_chosen_rows_tasks_with_everything_the_file_says(
    clerk: Viewer, city: City, directive: Directive, batch: ImportBatch
) -> None:
    clause = put(Clause(directive=directive, label="I", text="Cải cách thủ tục hành chính", order=1))
    correct(clerk, batch, {4: {"pick": str(city.ward.pk)}, 5: {"include": ""}})
    entries = Entry.objects.count()
    made = confirm(viewer=clerk, batch=batch, on=MONDAY, now=NOW)
    assert [(t.title, t.lead, t.deadline, t.product, t.group, t.clause) for t in made] == [
        ("Niêm yết công khai thủ tục", city.ward, dt.date(2021, 11, 30), "Biên bản", clause.text, clause),
        ("Trực một cửa ngày thứ Bảy", city.other_ward, None, "Lịch trực", clause.text, clause),
        ("Rà soát hồ sơ trễ hạn", city.ward, dt.date(2021, 12, 31), "Báo cáo", clause.text, clause),
    ]
    assert made[1].cooperation_text == "Phòng Tư pháp; các phòng, ban"
    assert [part.organisation for part in made[2].contributions.all()] == [city.other_ward]
    assert (made[1].deadline_text, made[1].deadline_kind) == ("Thường xuyên", "continuous")
    assert Entry.objects.count() == entries + 4
    assert ImportBatch.objects.get(pk=batch.pk).state == "confirmed"
    assert verify().intact


def test_open_questions_stop_the_confirmation_and_nothing_is_created(clerk: Viewer, batch: ImportBatch) -> None:
    with pytest.raises(NotPossible, match="2 dòng"):
        confirm(viewer=clerk, batch=batch, on=MONDAY, now=NOW)
    assert Task.objects.count() == 0


def test_nothing_chosen_is_said(clerk: Viewer, batch: ImportBatch) -> None:
    correct(clerk, batch, {line: {"include": ""} for line in (2, 3, 4, 5)})
    with pytest.raises(NotPossible, match="Chưa chọn"):
        confirm(viewer=clerk, batch=batch, on=MONDAY, now=NOW)


def test_a_head_who_left_after_the_reading_is_noticed_at_confirmation(
    clerk: Viewer, city: City, batch: ImportBatch
) -> None:
    correct(clerk, batch, {4: {"include": ""}, 5: {"include": ""}})
    held = city.chairman.appointments.get()
    held.valid_until = MONDAY
    put(held)
    with pytest.raises(NotPossible, match="dòng 1"):
        confirm(viewer=clerk, batch=batch, on=MONDAY, now=NOW)


@pytest.mark.parametrize("end", ["confirm", "cancel"])
def test_a_batch_ends_once(clerk: Viewer, batch: ImportBatch, end: str) -> None:
    correct(clerk, batch, {4: {"include": ""}, 5: {"include": ""}})
    if end == "confirm":
        confirm(viewer=clerk, batch=batch, on=MONDAY, now=NOW)
    else:
        cancel(viewer=clerk, batch=batch, now=NOW)
    tasks = Task.objects.count()
    for again in (
        lambda: confirm(viewer=clerk, batch=batch, on=MONDAY, now=NOW),
        lambda: cancel(viewer=clerk, batch=batch, now=NOW),
        lambda: correct(clerk, batch, one("title", "x")),
    ):
        with pytest.raises(NotPossible, match="đã kết thúc"):
            again()
    assert Task.objects.count() == tasks
    assert verify().intact


def test_a_batch_of_another_office_is_not_for_the_head_of_a_ward(city: City, batch: ImportBatch) -> None:
    stranger = viewer(city.chairman)
    assert not ImportBatch.objects.visible_to(stranger).exists()
    for act in (
        lambda: correct(stranger, batch, one("title", "x")),
        lambda: confirm(viewer=stranger, batch=batch, on=MONDAY, now=NOW),
        lambda: cancel(viewer=stranger, batch=batch, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nobody_imports_in_a_name_that_is_not_his(city: City, clerk: Viewer, directive: Directive) -> None:
    with pytest.raises(BadInput) as caught:
        start_import(
            viewer=clerk, directive=directive, assigner=city.ward, upload=upload(word(ROWS)), on=MONDAY, now=NOW
        )
    assert caught.value.field == "assigner"
    with pytest.raises(NotAllowed):
        a_batch(viewer(city.official), city, directive)
    assert Attachment.objects.count() == 0


def test_the_real_annex_from_file_to_tasks(clerk: Viewer, city: City) -> None:
    with_ministries(city)
    directive = a_directive(city, symbol="NQ-CP", issued_on=dt.date(2025, 1, 9))
    on = dt.date(2025, 1, 15)
    batch = start_import(viewer=clerk, directive=directive, assigner=city.committee, upload=annex(), on=on, now=at(on))
    rows = [row for row in batch.rows if row["kind"] == "task"]
    doubtful = {row["line"] for row in rows if row["doubts"]}
    assert (len(rows), len(batch.rows)) == (140, 147)
    by_number = {row["number"]: row for row in rows}
    assert codes_of(by_number["25."]) == {"lead_several"}
    assert codes_of(by_number["8."]) == {"lead_several"}
    assert codes_of(by_number["9."]) == {"lead_likely"}
    assert codes_of(by_number["41."]) == {"product"}
    assert codes_of(by_number["42."]) == {"product", "deadline_missing"}
    assert codes_of(by_number["124."]) == {"deadline_unsure"}
    assert (
        by_number["1."]["cooperation_unmatched"] == ["Ban Tuyên giáo Trung ương", "VTV, VOV, TTXVN"]
        or by_number["1."]["cooperation_unmatched"]
    )
    correct_rows(viewer=clerk, batch=batch, changes={line: {"include": ""} for line in doubtful}, on=on, now=at(on))
    made = confirm(viewer=clerk, batch=batch, on=on, now=at(on))
    assert len(made) == 140 - len(doubtful)
    first = next(task for task in made if task.title.startswith("Xây dựng văn bản quy định trách nhiệm"))
    assert (first.deadline, first.lead.name) == (dt.date(2025, 6, 30), "Bộ Thông tin và Truyền thông")
    assert {task.deadline for task in made if task.deadline_text == "Thường xuyên"} == {None}
    assert verify().intact


def test_an_excel_file_becomes_tasks_too(clerk: Viewer, city: City, directive: Directive) -> None:
    rows = [HEADER, ("1", "Niêm yết", "UBND phường An Sơn", "", "Biên bản", "2021-11-30")]
    batch = start_import(
        viewer=clerk,
        directive=directive,
        assigner=city.committee,
        upload=upload(excel(rows), "a.xlsx"),
        on=MONDAY,
        now=NOW,
    )
    [task] = confirm(viewer=clerk, batch=batch, on=MONDAY, now=NOW)
    assert task.deadline == dt.date(2021, 11, 30)
