"""Passwords and the numbers of sign-in (X-12)."""

from __future__ import annotations

from datetime import date

import pytest

from nhacviec.rules import rulesets, security

RULES = security.policy(rulesets.in_force("security", date(2026, 11, 1)), {})


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("sông Tam Kỳ 15 nhịp", ()),
        ("Cau-Lau-1984", ()),
        ("một câu rất dài mà ai cũng nhớ được", ()),
        ("Ab1-xyz", ("short",)),
        ("chicochuthuong", ("simple",)),
        ("chicochuthuongnhungratdai", ()),
        ("1234567890", ("simple", "common")),
        ("Matkhau@2026", ("common",)),
        ("M@tKh4u2026", ("common",)),
        ("Mật khẩu 123", ("common",)),
        ("Anhyeuem@123", ("common",)),
        ("Vietnam@2026", ("common",)),
        ("P@ssw0rd!!", ("common",)),
        ("Qwertyuiop1!", ("common",)),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", ("common",)),
        ("", ("short", "simple")),
    ],
)
def test_what_is_wrong_with_a_password(password: str, faults: tuple[str, ...]) -> None:
    assert security.password_faults(password, RULES) == faults


def test_a_password_does_not_hold_the_name_of_the_account() -> None:
    assert security.password_faults("Xin-le.hoa-2026", RULES, ["le.hoa"]) == ("own",)
    assert security.password_faults("Xin-LÊ.HÒA-2026", RULES, ["le.hoa"]) == ("own",)
    assert security.password_faults("Xin-hoa-2026-abz", RULES, ["hoa"]) == ()


def test_an_installation_changes_numbers_but_not_below_the_standard() -> None:
    rule_set = rulesets.in_force("security", date(2026, 11, 1))
    changed = security.policy(rule_set, {"password_min_length": 14, "session_idle_minutes": 15})
    assert (changed.password_min_length, changed.session_idle_minutes) == (14, 15)
    assert security.password_faults("Cau-Lau-1984", changed) == ("short",)
    for wrong in ({"password_min_length": 7}, {"attempts": 0}, {"history_months": 2}, {"no_such_number": 1}):
        with pytest.raises(ValueError, match="security setting"):
            security.policy(rule_set, wrong)
    assert RULES.history_months == 12
