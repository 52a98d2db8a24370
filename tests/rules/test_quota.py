"""The quota for excellent (G-50 … G-55): section 10 of the domain, published results, and what always holds."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhacviec.rules import rulesets
from nhacviec.rules.grades import Grade
from nhacviec.rules.quota import (
    BASES,
    ROUNDINGS,
    Candidate,
    Quota,
    apply,
    base_size,
    greatest_fit,
    limit,
    others,
    quota_of,
)
from tests.rules.tables import rows

SHARE = Decimal("0.2")
TAM_KY = {Grade.EXCELLENT: 17, Grade.GOOD: 66, Grade.COMPLETED: 10, Grade.NOT_COMPLETED: 0}
SEVENTEEN = [Candidate(f"tc{number:02d}", (number,)) for number in range(17)]


@pytest.mark.parametrize(
    ("base", "size", "exact", "limits"),
    [
        ("good_only", 66, "13.2", (13, 13, 14)),
        ("good_or_better", 83, "16.6", (16, 17, 17)),
        ("all", 93, "18.6", (18, 19, 19)),
    ],
)
def test_tam_ky_2021_under_each_base(base: str, size: int, exact: str, limits: tuple[int, int, int]) -> None:
    assert base_size(base, TAM_KY) == size
    found = [row for row in others(Quota(base, "floor", SHARE), TAM_KY) if row.base == base]
    assert [row.limit for row in found] == list(limits)
    assert {row.exact for row in found} == {Decimal(exact)}
    assert [row.over for row in found] == [max(17 - allowed, 0) for allowed in limits]


def test_seventeen_fill_the_base_good_or_better_rounded_half_up() -> None:
    result = apply(SEVENTEEN, TAM_KY, Quota("good_or_better", "half_up", SHARE))
    assert (result.limit, result.size, result.exact) == (17, 83, Decimal("16.6"))
    assert len(result.kept) == 17
    assert result.lowered == ()
    assert len(result.others) == 9
    assert result.reasons[0].met


def test_rounded_down_the_last_in_rank_becomes_good() -> None:
    result = apply(SEVENTEEN, TAM_KY, Quota("good_or_better", "floor", SHARE))
    assert result.lowered == ("tc00",)
    assert not result.reasons[0].met


def test_under_good_only_each_one_lowered_enlarges_the_base() -> None:
    quota = Quota("good_only", "floor", SHARE)
    assert limit(quota, TAM_KY) == 13
    assert greatest_fit(quota, TAM_KY) == (13, 70)
    result = apply(SEVENTEEN, TAM_KY, quota)
    assert (len(result.kept), len(result.lowered)) == (13, 4)


def test_equals_at_the_border_are_named_for_the_deciding_body() -> None:
    candidates = [Candidate(key, (1,)) for key in "abc"]
    counts = {Grade.EXCELLENT: 3, Grade.GOOD: 7}
    result = apply(candidates, counts, Quota("good_or_better", "floor", SHARE))
    assert set(result.tied) == {"a", "b", "c"}
    assert result.kept == ("a", "b")


def test_a_small_unit_may_be_allowed_one() -> None:
    counts = {Grade.EXCELLENT: 1, Grade.GOOD: 3}
    assert limit(Quota("good_or_better", "floor", SHARE), counts) == 0
    assert limit(Quota("good_or_better", "min_one", SHARE), counts) == 1


def test_the_rule_set_states_the_quota_with_its_doubt() -> None:
    rules = rulesets.get("R2018")
    assert quota_of(rules, "organisation") == Quota("good_or_better", "half_up", SHARE)
    assert rules.entry("quota.base").certainty == "to_be_checked"
    assert rules.entry("quota.member.share").certainty == "confirmed"


@pytest.mark.parametrize("wrong", [("some", "floor", "0.2"), ("all", "up", "0.2"), ("all", "floor", "1.2")])
def test_unknown_settings_are_refused(wrong: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match=r"unknown|share"):
        Quota(wrong[0], wrong[1], Decimal(wrong[2]))


def test_a_candidate_counted_twice_is_refused() -> None:
    quota = Quota("all", "floor", SHARE)
    with pytest.raises(ValueError, match="twice"):
        apply([Candidate("a"), Candidate("a")], {Grade.EXCELLENT: 2}, quota)
    with pytest.raises(ValueError, match="more candidates"):
        apply([Candidate("a")], {Grade.GOOD: 2}, quota)


CHECK = re.compile(r"(\d+)/(\d+)=[\d.]+%; 20%=([\d.]+) \(xuống (\d+), gần nhất (\d+), lên (\d+)\)")
COLUMNS = {"cap20_of_evaluated": "all", "cap20_of_good_or_better": "good_or_better", "cap20_of_good_only": "good_only"}
PUBLISHED = [
    (row["id"], base, text, row[text_column])
    for row in rows("published_results.csv")
    for text_column, base in COLUMNS.items()
    if (text := CHECK.search(row[text_column]))
]


@pytest.mark.parametrize(("place", "base", "check", "verdict"), PUBLISHED, ids=lambda value: str(value)[:12])
def test_published_results(place: str, base: str, check: re.Match[str], verdict: str) -> None:
    """Every check that the table of published results states comes out the same."""
    excellent, size = int(check[1]), int(check[2])
    counts = {
        "all": {Grade.EXCELLENT: excellent, Grade.COMPLETED: size - excellent},
        "good_or_better": {Grade.EXCELLENT: excellent, Grade.GOOD: size - excellent},
        "good_only": {Grade.EXCELLENT: excellent, Grade.GOOD: size},
    }[base]
    limits = [limit(Quota(base, rounding, SHARE), counts) for rounding in ("floor", "half_up", "ceil")]
    assert SHARE * size == Decimal(check[3])
    assert limits == [int(check[4]), int(check[5]), int(check[6])]
    fits = [excellent <= allowed for allowed in limits]
    expected = {"ĐẠT": [True] * 3, "VƯỢT": [False] * 3}
    if "làm tròn gần nhất" in verdict:
        assert fits == [False, True, True]
    elif "làm tròn LÊN" in verdict:
        assert fits == [False, False, True]
    else:
        word = next(word for word in expected if word in verdict)
        assert fits == expected[word]


def test_the_published_table_was_read() -> None:
    assert len(PUBLISHED) >= 20


COUNTS = st.fixed_dictionaries({grade: st.integers(0, 300) for grade in Grade})
QUOTAS = st.builds(Quota, st.sampled_from(BASES), st.sampled_from(ROUNDINGS), st.decimals(0, 1, places=2))


@given(COUNTS, QUOTAS)
def test_the_quota_is_never_exceeded_and_nobody_is_lost(counts: dict[Grade, int], quota: Quota) -> None:
    candidates = [Candidate(str(number), (number % 7,)) for number in range(counts[Grade.EXCELLENT])]
    result = apply(candidates, counts, quota)
    assert len(result.kept) <= result.limit
    assert sorted(result.kept + result.lowered) == sorted(item.key for item in candidates)
    lowered = len(result.lowered)
    after = {**counts, Grade.EXCELLENT: counts[Grade.EXCELLENT] - lowered, Grade.GOOD: counts[Grade.GOOD] + lowered}
    assert after[Grade.EXCELLENT] <= limit(quota, after)
    if result.kept and result.lowered:
        rank = {item.key: item.rank for item in candidates}
        assert min(rank[key] for key in result.kept) >= max(rank[key] for key in result.lowered)


@given(COUNTS, QUOTAS)
def test_one_more_good_never_lowers_the_limit(counts: dict[Grade, int], quota: Quota) -> None:
    more = {**counts, Grade.GOOD: counts[Grade.GOOD] + 1}
    assert greatest_fit(quota, counts)[0] <= greatest_fit(quota, more)[0]
