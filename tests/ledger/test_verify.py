"""What `ledger verify` finds, and what it leaves in peace."""

import pytest
from django.db import connection

from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import anchor, verify
from nhacviec.orgs.models import Organisation
from tests.factories import a_city

pytestmark = pytest.mark.django_db


def _sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def test_an_untouched_city_is_intact() -> None:
    a_city()
    result = verify()
    assert result.intact, result.faults
    assert result.entries > 20
    assert result.records > 20


def test_a_changed_payload_is_named() -> None:
    a_city()
    entry = Entry.objects.get(chain=0, seq=3)
    Entry.objects.filter(pk=entry.pk).update(payload=bytes(entry.payload).replace(b"test", b"tset"))
    assert (verify().faults[0].kind, verify().faults[0].seq) == ("entry-changed", 3)


def test_a_removed_entry_is_named() -> None:
    a_city()
    Entry.objects.get(chain=0, seq=4).delete()
    assert (verify().faults[0].kind, verify().faults[0].seq) == ("entry-missing", 4)


def test_a_removed_last_entry_is_named() -> None:
    a_city()
    last = Entry.objects.filter(chain=0).order_by("-seq")[0]
    last.delete()
    assert ("entry-missing", last.seq) in {(f.kind, f.seq) for f in verify().faults}


def test_re_ordered_entries_are_named() -> None:
    a_city()
    first, second = Entry.objects.filter(chain=0, seq__in=(5, 6)).order_by("seq")
    Entry.objects.filter(pk=first.pk).update(seq=-1)
    Entry.objects.filter(pk=second.pk).update(seq=5)
    Entry.objects.filter(pk=first.pk).update(seq=6)
    assert verify().faults[0].seq == 5


def test_a_record_changed_behind_the_programs_back_is_named_with_the_field() -> None:
    city = a_city()
    _sql(f"UPDATE orgs_organisation SET name = 'Khác' WHERE id = {city.ward.pk}")
    fault = verify().faults[0]
    assert (fault.kind, fault.record) == ("record-changed", f"orgs.organisation:{city.ward.pk}")
    assert "name" in fault.detail


def test_a_removed_and_an_added_record_are_named() -> None:
    city = a_city()
    _sql(f"DELETE FROM orgs_membership WHERE person_id = {city.official.pk}")
    Organisation.objects.create(name="Thêm", code="X", kind="cell", founded_on="2020-01-01", folded="them")
    assert {f.kind for f in verify().faults} == {"record-removed", "record-added"}


def test_an_anchor_shows_a_chain_that_was_rewritten_whole() -> None:
    a_city()
    kept = anchor()
    kept["heads"]["0"][1] = "00" * 32
    assert verify(anchored=kept).faults[0].kind == "anchor-differs"


def test_a_record_taken_back_by_turning_the_order_of_its_entries_is_named() -> None:
    """The older of two states stays the older one, whatever ids the entries are given."""
    city = a_city()
    entry = Entry.objects.get(record_links__record_type="orgs.organisation", record_links__record_id=city.ward.pk)
    _sql("PRAGMA defer_foreign_keys = ON" if connection.vendor == "sqlite" else "SET CONSTRAINTS ALL DEFERRED")
    _sql(f"UPDATE ledger_entryrecord SET entry_id = 900000 WHERE entry_id = {entry.pk}")
    _sql(f"UPDATE ledger_entry SET id = 900000 WHERE id = {entry.pk}")
    assert ("entry-out-of-order", entry.seq + 1) in {(f.kind, f.seq) for f in verify().faults}


def test_an_entry_hidden_from_the_history_of_a_record_is_named() -> None:
    city = a_city()
    _sql(f"DELETE FROM ledger_entryrecord WHERE record_type = 'orgs.organisation' AND record_id = {city.ward.pk}")
    assert [f.kind for f in verify().faults] == ["index-changed"]
