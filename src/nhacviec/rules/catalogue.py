"""Which function applies which rule: for the command `nhacviec rules T-22` and the generated list of rules."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import nhacviec.rules
from nhacviec.rules.reasons import CERTAINTY_LABELS, plain
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.rulesets import Entry, RuleSet, all_sets

Function = TypeVar("Function", bound=Callable[..., Any])
_APPLIED_BY: dict[str, str] = {}


def applies(*rules: str) -> Callable[[Function], Function]:
    """Register a function as the one place that applies these rules. Raises ValueError if one has another place."""

    def register(function: Function) -> Function:
        name = f"{function.__module__}.{function.__qualname__}"
        for rule in rules:
            if _APPLIED_BY.setdefault(rule, name) != name:
                raise ValueError(f"{rule} is already applied by {_APPLIED_BY[rule]}")
        return function

    return register


def _load_all() -> None:
    for module in pkgutil.walk_packages(nhacviec.rules.__path__, "nhacviec.rules."):
        importlib.import_module(module.name)


def applied_by() -> Mapping[str, str]:
    """Rule id to the dotted name of the function that applies it, for all modules loaded and all of this package."""
    _load_all()
    return dict(sorted(_APPLIED_BY.items()))


@dataclass(frozen=True)
class StatedIn:
    """One place where a rule set states a value for a rule."""

    rule_set: RuleSet
    key: str
    entry: Entry


@dataclass(frozen=True)
class Explanation:
    """All that is known of one rule id."""

    rule: str
    function: str
    stated: tuple[StatedIn, ...]

    def lines(self, translate: Callable[[str], str] = str) -> tuple[str, ...]:
        """The explanation as lines of text for the command line; `translate` is gettext or left out."""
        lines = [self.rule]
        for place in self.stated:
            entry, stated_by = place.entry, place.rule_set
            lines.append(f"  {stated_by.title} [{stated_by.name}]")
            lines.append(f"    {place.key} = {plain(entry.value)}")
            lines.append(f"    {translate(_('nguồn'))}: {entry.source} {entry.url}".rstrip())
            lines.append(f"    {translate(_('độ tin cậy'))}: {translate(CERTAINTY_LABELS[entry.certainty])}")
            if entry.note:
                lines.append(f"    {translate(_('ghi chú'))}: {entry.note}")
        where = self.function or translate(_("chưa có hàm nào"))
        lines.append(f"  {translate(_('áp dụng tại'))}: {where}")
        return tuple(lines)


def explain(rule_id: str) -> Explanation | None:
    """Values, sources and the applying function of a rule id; None if neither a set nor a function names it."""
    rule = rule_id.strip().upper()
    stated = tuple(
        StatedIn(item, key, entry) for item in all_sets() for key, entry in item.entries.items() if entry.rule == rule
    )
    function = applied_by().get(rule, "")
    return Explanation(rule, function, stated) if stated or function else None


def rule_ids() -> tuple[str, ...]:
    """Every rule id that a set or a function names."""
    named = {entry.rule for item in all_sets() for entry in item.entries.values()}
    return tuple(sorted(named | set(applied_by())))
