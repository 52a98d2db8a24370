"""Kinds of organisations and posts come from a checked data file, and an office can add its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import translation

from nhacviec.orgs.access import STAFF_ROLES, Role
from nhacviec.orgs.kinds import CELL_KINDS, COMMITTEE_KINDS, ORGANISATION_KINDS, OWN_FILE, POST_KINDS, load
from nhacviec.orgs.models import Organisation, Person
from tests.factories import a_city

# Codes that databases hold since the first version.
FIRST_CODES = [
    "province_committee",
    "city_committee",
    "standing_committee",
    "committee_office",
    "organisation_commission",
    "inspection_commission",
    "propaganda_commission",
    "mass_commission",
    "ward_committee",
    "grassroots_committee",
    "grassroots_cell",
    "cell",
    "province_administration",
    "city_administration",
    "ward_administration",
    "department",
    "counter",
    "public_unit",
    "force",
    "ministry",
    "collective",
    "front",
    "company",
]
FIRST_POSTS = [
    "secretary",
    "chairman",
    "head",
    "standing_deputy",
    "deputy_secretary",
    "vice_chairman",
    "deputy_head",
    "standing_member",
    "committee_member",
    "official",
]


def test_codes_that_databases_hold_stay_valid() -> None:
    assert set(FIRST_CODES) <= set(ORGANISATION_KINDS)
    assert set(FIRST_POSTS) <= set(POST_KINDS)


def test_both_families_from_the_province_to_the_party_group_are_there() -> None:
    assert {kind.family for kind in ORGANISATION_KINDS.values()} == {"party", "state", "mass", "company"}
    assert {"district_committee", "superior_committee", "section_committee", "party_group"} <= set(ORGANISATION_KINDS)
    assert {k.code for k in ORGANISATION_KINDS.values() if k.grassroots} == {
        "ward_committee",
        "grassroots_committee",
        "grassroots_cell",
    }
    assert CELL_KINDS == ("grassroots_cell", "cell")


def test_the_staff_body_of_2025_has_the_organisers_work_and_ward_committees_above_cells_lead() -> None:
    assert STAFF_ROLES["party_building_board"] is Role.ORGANISER
    assert STAFF_ROLES["committee_office"] is Role.CLERK
    assert "superior_committee" in COMMITTEE_KINDS
    assert "ward_committee" not in COMMITTEE_KINDS


def test_a_kind_says_where_it_usually_stands() -> None:
    assert ORGANISATION_KINDS["cell"].stands_under("ward_committee")
    assert not ORGANISATION_KINDS["cell"].stands_under("city_administration")
    assert ORGANISATION_KINDS["company"].stands_under("city_administration")


def test_labels_are_read_in_the_readers_language() -> None:
    label = ORGANISATION_KINDS["party_building_board"].label
    assert str(label) == "ban xây dựng Đảng"
    with translation.override("en"):
        assert str(label) == "party-building board"


def test_every_kind_has_both_languages_and_a_source() -> None:
    with translation.override("en"):
        english = {code: str(kind.label) for code, kind in ORGANISATION_KINDS.items()}
    for code, kind in ORGANISATION_KINDS.items():
        assert kind.source, code
        assert english[code] not in ("", str(kind.label)), code


WRONG = {
    "no family": '[[organisation]]\ncode = "hop"\nvi = "hộp"\n',
    "an unknown family": '[[organisation]]\ncode = "hop"\nvi = "hộp"\nfamily = "club"\n',
    "an unknown staff": '[[organisation]]\ncode = "hop"\nvi = "hộp"\nfamily = "party"\nstaff = "king"\n',
    "no label": '[[organisation]]\ncode = "hop"\nfamily = "party"\n',
    "a code with spaces": '[[organisation]]\ncode = "ban hop"\nvi = "hộp"\nfamily = "party"\n',
    "an unknown parent": '[[organisation]]\ncode = "hop"\nvi = "hộp"\nfamily = "party"\nunder = ["nowhere"]\n',
    "a word for a number": '[[post]]\ncode = "hop"\nvi = "Hộp"\nrank = "cao"\n',
    "an unknown field": '[[post]]\ncode = "hop"\nvi = "Hộp"\ncolour = "red"\n',
    "head and deputy at once": '[[post]]\ncode = "hop"\nvi = "Hộp"\nhead = true\ndeputy = true\n',
    "the same code twice": '[[post]]\ncode = "hop"\nvi = "Hộp"\n[[post]]\ncode = "hop"\nvi = "Hộp"\n',
    "another family for a known kind": '[[organisation]]\ncode = "cell"\nvi = "chi bộ"\nfamily = "state"\n',
    "another table": '[[person]]\ncode = "hop"\n',
    "no table form": "organisation = 3\n",
    "no TOML": "]]",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_mistake_in_the_file_is_told_with_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kinds.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match=r"kinds\.toml"):
        load(OWN_FILE, file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="nowhere"):
        load(OWN_FILE, tmp_path / "nowhere.toml")


def test_an_office_adds_a_kind_by_the_settings_without_a_migration(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[[organisation]]\ncode = "border_station"\nfamily = "state"\nvi = "đồn biên phòng"\nen = "border station"\n'
        'under = ["ward_administration"]\n',
        encoding="utf-8",
    )
    script = (
        "import django; django.setup()\n"
        "from nhacviec.orgs.models import Organisation\n"
        "print(Organisation(kind='border_station').get_kind_display(), Organisation(kind='border_station').family)\n"
        "from django.core.management import call_command\n"
        "call_command('makemigrations', '--check', '--dry-run', 'orgs')\n"
    )
    own = {
        "NHACVIEC_KINDS": str(file),
        "DJANGO_SETTINGS_MODULE": "nhacviec.config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'one.sqlite3'}",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **own}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "đồn biên phòng state" in done.stdout


@pytest.mark.django_db
def test_an_unusual_parent_is_a_warning_not_a_wall(settings: object) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"  # type: ignore[attr-defined]
    city = a_city()
    client = Client()
    user = Person.objects.get(pk=city.organiser.pk).user
    assert user is not None
    client.force_login(user)
    for kind, warned in (("cell", True), ("counter", False)):
        sent = {"name": f"Đơn vị {kind}", "code": kind, "kind": kind, "hierarchy": "state", "founded_on": "01/11/2021"}
        answer = client.post(f"/to-chuc/moi/?cha={city.ward.pk}", sent, follow=True)
        assert Organisation.objects.filter(code=kind).exists(), answer.content.decode()[:3000]
        assert ("Ít gặp" in answer.content.decode()) is warned
