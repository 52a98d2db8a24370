"""Sign-in as the security standard asks for it (X-12): numbers, and what is wrong with a password."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from nhacviec.rules.catalogue import applies
from nhacviec.rules.rulesets import RuleSet
from nhacviec.rules.text import fold

LONGEST_WORD_OF_THE_USER = 4
_LOOKS_LIKE = str.maketrans({"@": "a", "4": "a", "0": "o", "1": "i", "!": "i", "3": "e", "$": "s", "5": "s", "7": "t"})
_FLOORS = {"password_min_length": 8, "history_months": 3}


@dataclass(frozen=True, slots=True)
class SecurityPolicy:
    """The numbers of X-12. Lengths in characters, times in the unit of the name."""

    password_min_length: int
    password_min_kinds: int
    passphrase_length: int
    lockout_failures: int
    lockout_failures_anywhere: int
    lockout_minutes: int
    session_hours: int
    session_idle_minutes: int
    link_hours_first: int
    link_hours_reset: int
    attempts: int
    link_attempts: int
    attempt_minutes: int
    history_months: int
    token_days: int


@applies("X-12")
def policy(rule_set: RuleSet, changes: Mapping[str, int]) -> SecurityPolicy:
    """The numbers of a rule set with those an installation changed. X-12; TCVN 11930:2017, level 3.

    Raises ValueError for an unknown name, a number below 1, or one below what the standard asks for at least.
    """
    names = [one.name for one in fields(SecurityPolicy)]
    for name, value in changes.items():
        least = _FLOORS.get(name, 1)
        if name not in names:
            raise ValueError(f"unknown security setting {name}; known: {', '.join(names)}")
        if value < least:
            raise ValueError(f"security setting {name}={value}: at least {least}")
    return SecurityPolicy(**{name: changes.get(name, rule_set.value(name)) for name in names})


def password_faults(password: str, rules: SecurityPolicy, own_words: Iterable[str] = ()) -> tuple[str, ...]:
    """What is wrong with a password: "short", "simple", "common", "own"; empty when it may be used."""
    faults = []
    if len(password) < rules.password_min_length:
        faults.append("short")
    if len(password) < rules.passphrase_length and kinds_of(password) < rules.password_min_kinds:
        faults.append("simple")
    if is_common(password):
        faults.append("common")
    plain = fold(password)
    if any(len(word) >= LONGEST_WORD_OF_THE_USER and word in plain for word in map(fold, own_words)):
        faults.append("own")
    return tuple(faults)


def kinds_of(password: str) -> int:
    """How many of the four kinds of characters occur: small letters, capitals, digits, others."""
    tests = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
    return sum(any(test(char) for char in password) for test in tests)


def is_common(password: str) -> bool:
    """Whether a password is on the list of common ones, whatever its capitals, marks, disguises and digits at the end.

    >>> is_common("M@tKh4u2026"), is_common("sông Tam Kỳ 15 nhịp")
    (True, False)
    """
    plain = fold(password).replace(" ", "")
    bare = plain.rstrip("0123456789!@#$%^&*._-")
    return bool({plain, bare, plain.translate(_LOOKS_LIKE), bare.translate(_LOOKS_LIKE)} & _common()) or _is_a_run(
        plain
    )


def _is_a_run(plain: str) -> bool:
    """One character again and again, or neighbours in order: 1111111111, 1234567890, abcdefghij."""
    steps = {ord(b) - ord(a) for a, b in pairwise(plain)}
    return len(plain) > 1 and (len(steps) == 1 and steps <= {-1, 0, 1})


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    text = (files("nhacviec.rules") / "data" / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if not line.startswith("#"))
