"""`nhacviec import tasks`: shows first, creates with --confirm, says in words what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from nhacviec.directives.models import Directive
from nhacviec.documents.models import Attachment
from nhacviec.intake.models import ImportBatch
from nhacviec.ledger.queries import verify
from nhacviec.tasks.models import Task

from .conftest import ROWS
from .files import ANNEX, word


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "phu-luc.docx"
    path.write_bytes(word(ROWS))
    return str(path)


def run(capsys: pytest.CaptureFixture[str], file: str, **options: Any) -> str:
    call_command("import", "tasks", file, directive=options.pop("directive", "12-KH/TU"), **options)
    return capsys.readouterr().out


def test_without_confirm_it_only_shows(capsys: pytest.CaptureFixture[str], directive: Directive, file: str) -> None:
    shown = run(capsys, file)
    assert "4 việc, 1 dòng nhóm, 1 không thời hạn, 2 dòng cần người quyết." in shown
    assert "Ô chủ trì ghi 2 cơ quan" in shown
    assert "Chưa tạo gì" in shown
    assert not ImportBatch.objects.exists()
    assert not Attachment.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_confirm_with_doubts_creates_nothing(directive: Directive, file: str) -> None:
    with pytest.raises(CommandError, match="2 dòng"):
        call_command("import", "tasks", file, directive="12-KH/TU", confirm=True)
    assert not Task.objects.exists()
    assert not ImportBatch.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_confirm_without_the_doubtful_rows(capsys: pytest.CaptureFixture[str], directive: Directive, file: str) -> None:
    assert "Đã tạo 2 nhiệm vụ." in run(capsys, file, confirm=True, skip_doubtful=True, username="van.thu")
    assert Task.objects.count() == 2
    assert verify().intact


def test_what_cannot_be_done_is_said(directive: Directive, file: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    for name, options, message in (
        (file, {"directive": "99-CT/TU"}, "Không có văn bản"),
        (str(tmp_path / "none.docx"), {}, "Không đọc được tệp"),
        (str(tmp_path), {}, "Không đọc được tệp"),
        (str(tmp_path / "a.docx"), {}, "docx"),
        (file, {"username": "khong.co"}, "tài khoản"),
        (file, {"username": "can.bo"}, "không được"),
    ):
        with pytest.raises(CommandError, match=message):
            call_command("import", "tasks", name, **{"directive": "12-KH/TU", **options})


def test_the_real_annex_shows_140_tasks(capsys: pytest.CaptureFixture[str], directive: Directive) -> None:
    assert "140 việc, 7 dòng nhóm" in run(capsys, str(ANNEX))
