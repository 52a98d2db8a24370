"""Searching people: words in any order, without marks, đ as d, the very tones first; plain Python says the same."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhacviec.orgs.models import Person
from nhacviec.orgs.models.words import FTS_TABLE, has_fts
from nhacviec.orgs.queries import by_name, search_people
from nhacviec.rules.text import fold, nfc, sort_key
from tests.factories import a_city, member, person, put, viewer

pytestmark = pytest.mark.django_db
NAMES = (
    *(
        "Nguyễn Văn An",
        "Nguyễn Văn Ân",
        "Nguyễn Thị Ánh",
        "An Văn Nguyên",
        "Đặng Thị Hoà",
        "Đặng Thị Hòa",
        "Đặng Văn Hóa",
    ),
    *("Dang Thi Hoa", "Lê Thị Hoa", "K’Brôi H'Mông", "Y Hoa-An", "Trần 100% Bảo", "Lò Thị_Đỗ", "Tôn Nữ Thùy Đan"),
    *("Thuý Thúy", "Đỗ Đan", "Nguyễn Hoàng An Nguyên", "Qúy Quý", "Ẩn", "ẤN ĐỘ"),
)


def found(words: str) -> list[str]:
    return [one.full_name for one in by_name(Person.objects.all(), words)]


def plain(people: Iterable[tuple[int, str]], words: str) -> list[tuple[int, int]]:
    """(rank, id) of the people found, in order: the definition in plain Python."""
    typed = [word for word in nfc(words)[:100].split() if fold(word)][:8]
    rows = []
    for pk, name in people:
        folded, key = f" {fold(name)} ", f" {sort_key(name)} "
        parts = [part for word in typed for part in fold(word).split()]
        if parts and not (all(f" {p} " in folded for p in parts[:-1]) and f" {parts[-1]}" in folded):
            continue
        begun = typed and any(
            f" {spelled}" in f" {name} " for spelled in (typed[-1].lower(), typed[-1].capitalize(), typed[-1].upper())
        )
        toned = all(f" {sort_key(word)} " in key for word in typed[:-1]) and (
            begun or (bool(typed) and f" {sort_key(typed[-1])} " in key)
        )
        rows.append((0 if toned or not typed else 1, sort_key(name), pk))
    return [(rank, pk) for rank, _key, pk in sorted(rows)]


def test_words_in_any_order_with_or_without_marks() -> None:
    for name in NAMES:
        person(name)
    assert found("an nguyen van") == ["Nguyễn Văn An", "Nguyễn Văn Ân", "An Văn Nguyên"]
    assert found("nguyen an")[0] == "Nguyễn Văn An"
    assert found("dan")[0] == "Dang Thi Hoa"
    assert set(found("dan")[1:]) == {"Đỗ Đan", "Tôn Nữ Thùy Đan", "Đặng Thị Hoà", "Đặng Thị Hòa", "Đặng Văn Hóa"}
    assert found("đan")[:2] == ["Đỗ Đan", "Tôn Nữ Thùy Đan"]
    assert found("dang hoa")[0] == "Dang Thi Hoa"
    assert set(found("đặng hoà")[:2]) == {"Đặng Thị Hoà", "Đặng Thị Hòa"}
    assert found("xyz") == []


def test_the_last_word_may_be_only_begun_the_others_not() -> None:
    for name in NAMES:
        person(name)
    assert "Nguyễn Thị Ánh" in found("nguyen a")
    assert found("nguye an") == []
    assert found("Á")[0] == "Nguyễn Thị Ánh"
    assert sorted(found("Á")) == sorted(found("a"))


def test_signs_of_patterns_and_of_the_index_are_only_signs() -> None:
    for name in NAMES:
        person(name)
    for words in ("%", "_", "100%", "h'mong", '"', "an*", "-", "NOT", "an OR hoa", "(", "^", "k’broi", "hoa-a", "\\"):
        people = [(one.pk, one.full_name) for one in Person.objects.all()]
        assert [one.full_name for one in by_name(Person.objects.all(), words)] == [
            dict(people)[pk] for _rank, pk in plain(people, words)
        ], words


SYLLABLES = "An Ân Ăn Ánh Ấn Ẩn Hoa Hoà Hòa Hóa Đan Dan Đặng Đăng Nguyễn Nguyên Thuý Thúy Quý Qúy Lê Y 5 Ô"
syllables = st.sampled_from([*SYLLABLES.split(), "H'Mông", "K’Brôi", "Hoa-An"])
names = st.lists(syllables, min_size=1, max_size=5).map(" ".join)
odd = st.text(alphabet="aAđĐêƠ ớ'’\"%_*-^()0 ́", max_size=8)
words = st.one_of(
    st.lists(st.one_of(syllables, syllables.map(str.lower), syllables.map(fold)), max_size=4).map(" ".join),
    st.tuples(syllables, syllables).map(lambda two: f"{two[0]} {two[1][:2]}"),
    odd,
)


def test_the_database_finds_what_plain_python_finds() -> None:
    drawn = settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    @drawn
    @given(st.lists(names, max_size=12), st.lists(words, min_size=1, max_size=4))
    def same(people: list[str], searches: list[str]) -> None:
        Person.objects.all().delete()
        rows = [
            Person(code=f"W{number}", full_name=name, folded=fold(name), sort_key=sort_key(name))
            for number, name in enumerate(people)
        ]
        Person.objects.bulk_create(rows)
        for text in searches:
            answer = by_name(Person.objects.all(), text)
            ranks = [(getattr(one, "rank", 0), one.pk) for one in answer]
            assert ranks == plain([(row.pk, row.full_name) for row in rows], text), text

    same()


def test_the_index_follows_renaming_and_removal() -> None:
    one = person("Nguyễn Văn An")
    one.full_name, one.folded, one.sort_key = "Trần Văn Bình", fold("Trần Văn Bình"), sort_key("Trần Văn Bình")
    put(one)
    assert found("nguyen") == []
    assert found("binh tran") == ["Trần Văn Bình"]
    Person.objects.filter(pk=one.pk).delete()
    assert found("binh") == []


def test_the_search_goes_by_the_index_of_its_engine() -> None:
    plan_of = by_name(Person.objects.all(), "an nguyen")
    if connection.vendor == "sqlite":
        assert has_fts()
        assert FTS_TABLE in str(plan_of.query)
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "orgs_person_words" in plan_of.order_by().explain()


def test_the_triggers_of_the_index_are_there_after_all_migrations() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its index itself")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'orgs_person'")
        kept = {row[0] for row in cursor.fetchall()}
    assert {f"orgs_person_words_{event}" for event in ("insert", "delete", "update")} <= kept


def test_who_may_not_know_somebody_does_not_find_him() -> None:
    city = a_city()
    quiet = member(person("Huỳnh Thị Lựu"), city.cell).person
    assert not search_people(viewer(city.other_chairman), "lựu huỳnh").exists()
    assert search_people(viewer(city.secretary), "lựu huỳnh").get() == quiet
