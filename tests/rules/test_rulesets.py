"""Rule sets as dated, sourced data; and the catalogue of which function applies which rule."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from nhacviec.rules import catalogue, rulesets
from nhacviec.rules.reasons import CERTAINTIES

RULE_ID = re.compile(r"[DGPTWX]-\d{1,2}")
GOOD = """
code = "X"
family = "grading"
title = "t"
version = "1"
valid_from = 2021-01-01
[sources.s]
document = "d"
[values.k]
value = 1
rule = "G-1"
source = "s"
certainty = "confirmed"
"""


def test_every_value_has_a_rule_a_source_and_a_certainty() -> None:
    for rule_set in rulesets.all_sets():
        assert rule_set.entries
        for key, entry in rule_set.entries.items():
            assert RULE_ID.fullmatch(entry.rule), (rule_set.code, key)
            assert entry.source, (rule_set.code, key)
            assert entry.certainty in CERTAINTIES, (rule_set.code, key)
            if entry.certainty == "confirmed":
                assert entry.url or "Báo Quảng Nam" in entry.source, (rule_set.code, key)


# A law that did not exist in 2021 has no set for it.
BEGINS = {"personal_data": date(2026, 1, 1)}


@pytest.mark.parametrize("family", rulesets.FAMILIES)
def test_each_family_has_one_set_in_force_on_any_day_of_2021_and_today(family: str) -> None:
    for day in (date(2021, 1, 1), date(2021, 12, 31), date(2026, 6, 1)):
        found = rulesets.find_in_force(family, day)
        assert (found.family if found else "") == ("" if day < BEGINS.get(family, day) else family)


def test_the_set_in_force_changes_on_its_day() -> None:
    assert rulesets.in_force("discipline", date(2022, 7, 5)).code == "D2021"
    assert rulesets.in_force("discipline", date(2022, 7, 6)).code == "D2022"
    assert rulesets.find_in_force("grading", date(2017, 12, 31)) is None
    with pytest.raises(rulesets.NoRuleSet):
        rulesets.in_force("grading", date(2017, 12, 31))
    with pytest.raises(rulesets.NoRuleSet):
        rulesets.get("R1900")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('certainty = "confirmed"', 'certainty = "sure"'), "certainty"),
        (('source = "s"', 'source = "t"'), "source"),
        (('rule = "G-1"\n', ""), "missing rule"),
        (('version = "1"\n', ""), "missing version"),
        (('family = "grading"', 'family = "law"'), "family"),
        (("valid_from = 2021-01-01", "valid_from = 2021-01-01\nvalid_until = 2020-01-01"), "valid_until"),
        (("[values.k]", "[values.k"), "line"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place(change: tuple[str, str], message: str) -> None:
    assert rulesets.parse(GOOD).value("k") == 1
    with pytest.raises(rulesets.RuleSetError, match=message):
        rulesets.parse(GOOD.replace(*change))


def test_spans_of_the_cure_date_are_in_order() -> None:
    rules = rulesets.get("directive-06-tam-ky")
    assert rules.value("cure_days_min") <= rules.value("cure_days_default") <= rules.value("cure_days_max")


def test_each_rule_of_the_sets_has_exactly_one_function() -> None:
    applied = catalogue.applied_by()
    named = {
        entry.rule for item in rulesets.all_sets() if item.family != "documents" for entry in item.entries.values()
    }
    assert named - set(applied) == set()
    assert all(RULE_ID.fullmatch(rule) for rule in applied)


def test_a_rule_cannot_be_applied_in_two_places() -> None:
    with pytest.raises(ValueError, match="already applied"):

        @catalogue.applies("T-22")
        def second_place() -> None:
            """Another function that claims the rule."""


def test_the_command_explains_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules", "t-22")
    shown = capsys.readouterr().out
    assert "breach_grade = 4" in shown
    assert "Báo Quảng Nam" in shown
    assert "nhacviec.rules.ladder.next_step" in shown


def test_the_command_lists_all_rules_and_refuses_an_unknown_one(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules")
    assert "G-24\n" in capsys.readouterr().out
    with pytest.raises(CommandError, match="X-1"):
        call_command("rules", "X-1")
