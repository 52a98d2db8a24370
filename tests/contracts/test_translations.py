"""The English catalogue is made and checked without GNU gettext."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import translations

TEMPLATE = """{% load i18n %}
  {% translate "Nhiệm vụ" %} {% translate "Sổ" context "sách" %}
  {% blocktranslate count n=tasks|length %}{{ n }} việc{% plural %}{{ n }} việc{% endblocktranslate %}
  {% blocktranslate trimmed with name=task.name %}
    Việc "{{ name }}"
    chưa xong
  {% endblocktranslate %}
"""
CODE = """
from django.utils.translation import gettext as _, gettext_lazy
def page():
    return _("Còn %(days)d ngày") % {"days": 3}, gettext_lazy("Đã ký")
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one template and one module, with no catalogue yet."""
    folder = tmp_path / "nhacviec"
    (folder / "tasks" / "templates" / "tasks").mkdir(parents=True)
    (folder / "tasks" / "templates" / "tasks" / "task.html").write_text(TEMPLATE, encoding="utf-8")
    (folder / "tasks" / "views.py").write_text(CODE, encoding="utf-8")
    po = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(translations, "PACKAGE", folder)
    monkeypatch.setattr(translations, "PO", po)
    monkeypatch.setattr(translations, "MO", po.with_suffix(".mo"))
    return folder


def translate(**english: str) -> None:
    """Fill the catalogue by hand, as a translator does, and compile it."""
    text = translations.PO.read_text(encoding="utf-8")
    for vietnamese, translated in english.items():
        text = text.replace(f'msgid "{vietnamese}"\nmsgstr ""', f'msgid "{vietnamese}"\nmsgstr "{translated}"')
    translations.PO.write_text(text, encoding="utf-8")


def fill_everything() -> None:
    translations.update()
    translate(
        **{
            "Nhiệm vụ": "Tasks",
            "Sổ": "Book",
            "Còn %(days)d ngày": "%(days)d days left",
            "Đã ký": "Signed",
            'Việc \\"%(name)s\\" chưa xong': 'The task \\"%(name)s\\" is not done',
        }
    )
    text = translations.PO.read_text(encoding="utf-8")
    text = text.replace('msgstr[0] ""', 'msgstr[0] "%(n)s task"').replace('msgstr[1] ""', 'msgstr[1] "%(n)s tasks"')
    translations.PO.write_text(text, encoding="utf-8")
    translations.update()


@pytest.mark.usefixtures("package")
def test_every_kind_of_string_is_found() -> None:
    found = {(message.id, message.context) for message in translations.extracted() if message.id}
    assert found == {
        ("Nhiệm vụ", None),
        ("Sổ", "sách"),
        (("%(n)s việc", "%(n)s việc"), None),
        ('Việc "%(name)s" chưa xong', None),
        ("Còn %(days)d ngày", None),
        ("Đã ký", None),
    }


@pytest.mark.usefixtures("package")
def test_a_full_catalogue_passes_and_a_second_update_changes_nothing() -> None:
    fill_everything()
    assert translations.check() == 0
    before = (translations.PO.read_bytes(), translations.MO.read_bytes())
    translations.update()
    assert (translations.PO.read_bytes(), translations.MO.read_bytes()) == before


@pytest.mark.usefixtures("package")
def test_a_string_without_english_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    translations.update()
    capsys.readouterr()
    assert translations.check() == 1
    said = capsys.readouterr().out
    assert "nhacviec/tasks/views.py: 'Đã ký': no English" in said
    assert "django.mo" not in said


def test_a_new_string_is_named(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill_everything()
    with (package / "tasks" / "views.py").open("a", encoding="utf-8") as file:
        file.write('\nlabel = _("Thu hồi")\n')
    assert translations.check() == 1
    assert "'Thu hồi': not in the catalogue" in capsys.readouterr().out


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("wrong", ["%(day)d days left", "days left"])
def test_a_lost_field_is_named(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    fill_everything()
    text = translations.PO.read_text(encoding="utf-8").replace('"%(days)d days left"', f'"{wrong}"')
    translations.PO.write_text(text, encoding="utf-8")
    translations.update()
    assert translations.check() == 1
    assert "other fields" in capsys.readouterr().out


@pytest.mark.usefixtures("package")
def test_an_old_compiled_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    fill_everything()
    text = translations.PO.read_text(encoding="utf-8").replace('"Signed"', '"Is signed"')
    translations.PO.write_text(text, encoding="utf-8")
    assert translations.check() == 1
    assert "make messages" in capsys.readouterr().out


@pytest.mark.usefixtures("package")
def test_a_string_that_the_source_no_longer_has_is_dropped() -> None:
    fill_everything()
    (translations.PACKAGE / "tasks" / "views.py").unlink()
    translations.update()
    assert "Signed" not in translations.PO.read_text(encoding="utf-8")
    assert translations.check() == 0
