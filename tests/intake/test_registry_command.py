"""`nhacviec import registry` and `nhacviec export`: shows first, writes with --confirm, says by its exit code how it went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nhacviec.intake.models import RegistryImport
from nhacviec.intake.registry.book.workbook import read_workbook
from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Person, ReadingLog
from tests.factories import City

from .registry_files import registry
from .test_registry_apply import a_new_cell


def run(capsys: pytest.CaptureFixture[str], *arguments: Any, **options: Any) -> str:
    call_command(*map(str, arguments), **options)
    return capsys.readouterr().out


def test_checked_written_and_the_same_again(city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "danh-ba.xlsx"
    file.write_bytes(registry(**a_new_cell(city)))
    shown = run(capsys, "import", "registry", file, username="van.thu")
    assert "+ Con người 2: Đặng Thị Ánh (N1)" in shown
    assert "9 mới" not in shown
    assert "8 mới, 0 thay đổi, 0 không đổi, 0 bị từ chối" in shown
    assert not Person.objects.filter(code="N1").exists()
    assert "Đã ghi 9 bản ghi." in run(capsys, "import", "people", file, username="van.thu", confirm=True)
    assert verify().intact
    assert RegistryImport.objects.get().state == "done"
    again = run(capsys, "import", "registry", file, confirm=True)
    assert "0 mới, 0 thay đổi, 8 không đổi, 0 bị từ chối" in again
    assert "không có gì để ghi" in again
    assert RegistryImport.objects.count() == 1


def test_refused_rows_give_exit_code_3_and_a_copy(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = a_new_cell(city)
    rows["people"][1]["born_on"] = 1990
    file, copy = tmp_path / "a.xlsx", tmp_path / "loi.xlsx"
    file.write_bytes(registry(**rows))
    for confirm in (False, True):
        with pytest.raises(CommandError) as refused:
            call_command("import", "registry", str(file), confirm=confirm, faults=copy)
        assert (refused.value.returncode, "2 dòng bị từ chối" in str(refused.value)) == (3, True)
        assert "! Con người 3: Ngày sinh: Ngày phải viết dd/mm/yyyy" in capsys.readouterr().out
    assert read_workbook(copy.read_bytes()).lines("people")
    assert not Person.objects.filter(code="N1").exists()
    assert not RegistryImport.objects.exists()
    assert "Đã ghi 7 bản ghi." in run(capsys, "import", "registry", file, confirm=True, skip_doubtful=True)


def test_what_cannot_be_read_or_is_not_allowed(city: City, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    good.write_bytes(registry(**a_new_cell(city)))
    bad.write_bytes(b"x")
    for arguments, message in (
        ((bad,), "không phải là xlsx"),
        ((tmp_path / "none.xlsx",), "Không đọc được tệp"),
        ((good, "--as", "khong.co"), "tài khoản"),
        ((good, "--as", "can.bo", "--confirm"), "người giữ hồ sơ"),
    ):
        with pytest.raises(CommandError, match=message):
            call_command("import", "registry", *map(str, arguments))
    with pytest.raises(CommandError, match="--directive"):
        call_command("import", "tasks", str(good))


def test_the_export_is_imported_without_a_difference(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "xuat.xlsx"
    assert "Con người" in run(capsys, "export", "registry", file, username="to.chuc")
    assert ReadingLog.objects.filter(subject="export", reader_person_id=city.organiser.pk).exists()
    shown = run(capsys, "import", "registry", file, username="to.chuc")
    assert "0 mới, 0 thay đổi" in shown.splitlines()[-2]
    assert run(capsys, "export", "registry", file, below=city.ward_party.code, on="08/11/2021")
    assert len(read_workbook(file.read_bytes()).lines("organisations")) == 4
    assert run(capsys, "export", "template", file)
    assert read_workbook(file.read_bytes()).lines("people") == []
    for options, message in (
        ({"below": "KHONG"}, "KHONG"),
        ({"on": "hôm qua"}, "hôm qua"),
        ({"username": "can.bo"}, "hồ sơ"),
    ):
        with pytest.raises(CommandError, match=message):
            call_command("export", "registry", str(file), **options)
