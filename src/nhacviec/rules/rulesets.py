"""Dated rule sets: every number of the law with its rule, source and certainty, and the set in force on a day."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from nhacviec.rules.reasons import CERTAINTIES, Reason

FAMILIES = ("calendar", "directive", "discipline", "documents", "grading", "personal_data", "security")


class RuleSetError(ValueError):
    """A rule set file is not well formed."""


class NoRuleSet(LookupError):
    """No rule set of that code, or none of that family in force on that day."""


@dataclass(frozen=True)
class Entry:
    """One value of a rule set: the rule it states, where that is written, how sure that is.

    `source` names the document, `url` where it was read (empty when from memory or from the source report).
    """

    value: Any
    rule: str
    source: str
    certainty: str
    note: str = ""
    url: str = ""

    def reason(self, code: str, message: str, /, *, met: bool | None = None, **params: Any) -> Reason:
        """A reason that cites this entry."""
        return Reason(code, self.rule, message, params, self.source, self.certainty, met)


@dataclass(frozen=True)
class RuleSet:
    """The values of one regime, in force on `valid_from <= day < valid_until` (None: still in force)."""

    code: str
    family: str
    title: str
    valid_from: date
    valid_until: date | None
    version: str
    entries: Mapping[str, Entry]

    def __hash__(self) -> int:
        return hash((self.code, self.version))

    @property
    def name(self) -> str:
        """Code and version, as stored with every result."""
        return f"{self.code}/{self.version}"

    def has(self, key: str) -> bool:
        """Whether this set states a value under `key`."""
        return key in self.entries

    def entry(self, key: str) -> Entry:
        """The value of `key` with rule, source and certainty. Raises KeyError for an unknown key."""
        if key not in self.entries:
            raise KeyError(f"{self.code} has no value {key!r}")
        return self.entries[key]

    def value(self, key: str) -> Any:
        """The bare value of `key`. Raises KeyError for an unknown key."""
        return self.entry(key).value

    def in_force_on(self, day: date) -> bool:
        """Whether this set is in force on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def _source(raw: Mapping[str, Any], key: str, where: str) -> tuple[str, str]:
    try:
        source = raw["sources"][key]
        return str(source["document"]), str(source.get("url", ""))
    except (KeyError, TypeError) as error:
        raise RuleSetError(f"{where}: source {key!r} is not described under [sources]") from error


def _entry(raw: Mapping[str, Any], key: str, row: Mapping[str, Any]) -> Entry:
    where = f"{raw.get('code')}: {key}"
    missing = {"value", "rule", "source", "certainty"} - set(row)
    if missing:
        raise RuleSetError(f"{where}: missing {', '.join(sorted(missing))}")
    if row["certainty"] not in CERTAINTIES:
        raise RuleSetError(f"{where}: certainty {row['certainty']!r} is none of {', '.join(CERTAINTIES)}")
    document, url = _source(raw, row["source"], where)
    return Entry(row["value"], str(row["rule"]), document, row["certainty"], row.get("note", ""), url)


def parse(text: str) -> RuleSet:
    """Read and check one rule set file. Raises RuleSetError with the place of the fault."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleSetError(str(error)) from error
    missing = {"code", "family", "title", "version", "valid_from", "values"} - set(raw)
    if missing:
        raise RuleSetError(f"{raw.get('code', '?')}: missing {', '.join(sorted(missing))}")
    if raw["family"] not in FAMILIES:
        raise RuleSetError(f"{raw['code']}: family {raw['family']!r} is none of {', '.join(FAMILIES)}")
    until = raw.get("valid_until")
    if until is not None and until <= raw["valid_from"]:
        raise RuleSetError(f"{raw['code']}: valid_until is not after valid_from")
    entries = {key: _entry(raw, key, row) for key, row in raw["values"].items()}
    return RuleSet(raw["code"], raw["family"], raw["title"], raw["valid_from"], until, str(raw["version"]), entries)


@lru_cache(maxsize=1)
def all_sets() -> tuple[RuleSet, ...]:
    """Every rule set of the package, ordered by family and first day."""
    folder = files("nhacviec.rules") / "sets"
    found = [parse(path.read_text(encoding="utf-8")) for path in folder.iterdir() if path.name.endswith(".toml")]
    ordered = sorted(found, key=lambda item: (item.family, item.valid_from, item.code))
    codes = [item.code for item in ordered]
    if len(codes) != len(set(codes)):
        raise RuleSetError("two rule sets share a code")
    for earlier, later in pairwise(ordered):
        same = earlier.family == later.family
        if same and (earlier.valid_until is None or later.valid_from < earlier.valid_until):
            raise RuleSetError(f"{earlier.code} and {later.code} are in force on the same day")
    return tuple(ordered)


def get(code: str) -> RuleSet:
    """The rule set of that code, for example "R2018". Raises NoRuleSet."""
    for item in all_sets():
        if item.code == code:
            return item
    raise NoRuleSet(code)


def find_in_force(family: str, on: date) -> RuleSet | None:
    """The rule set of `family` in force on `on`, None if there is none."""
    return next((item for item in all_sets() if item.family == family and item.in_force_on(on)), None)


def in_force(family: str, on: date) -> RuleSet:
    """The rule set of `family` in force on `on`. Raises NoRuleSet."""
    found = find_in_force(family, on)
    if found is None:
        raise NoRuleSet(f"{family} on {on.isoformat()}")
    return found
