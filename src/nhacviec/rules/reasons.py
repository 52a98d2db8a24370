"""Why: every result of this package carries reasons that can be shown, translated and stored."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, get_args

Certainty = Literal["confirmed", "partly", "to_be_checked"]
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def gettext_noop(s: str) -> str:
    """Mark a Vietnamese message for the catalogues; the text itself is unchanged."""
    return s


_ = gettext_noop

CERTAINTY_LABELS: Mapping[str, str] = {
    "confirmed": _("đã đối chiếu nguồn"),
    "partly": _("đối chiếu được một phần"),
    "to_be_checked": _("cần cơ quan có thẩm quyền xác nhận"),
}


def plain(value: Any) -> Any:
    """A value that JSON holds: dates in ISO form, decimals as text, enumerations by value."""
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def _shown(value: Any, translate: Callable[[str], str]) -> Any:
    """A parameter as a reader expects it: day/month/year, decimal comma."""
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        value = date.fromisoformat(value)
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, list | tuple):
        return ", ".join(str(_shown(item, translate)) for item in value)  # labels are message ids themselves
    if isinstance(value, str) and value:
        return translate(value)
    return value


@dataclass(frozen=True)
class Reason:
    """One ground of a result: a rule, a message with its parameters, a source and how sure the source is.

    `message` is a Vietnamese message id with %(name)s marks. `met` says whether a condition was met,
    None when it is no condition or the fact is not known.
    """

    code: str
    rule: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    source: str = ""
    certainty: str = "confirmed"
    met: bool | None = None

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The message in the reader's language; `translate` is gettext or left out."""
        return translate(self.message) % {key: _shown(value, translate) for key, value in self.params.items()}

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary for storing beside the result."""
        return {
            "code": self.code,
            "rule": self.rule,
            "message": self.message,
            "params": plain(self.params),
            "source": self.source,
            "certainty": self.certainty,
            "met": self.met,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Reason":
        """The reason as stored; dates and decimals among the parameters stay text."""
        return cls(
            code=stored["code"],
            rule=stored["rule"],
            message=stored["message"],
            params=dict(stored.get("params", {})),
            source=stored.get("source", ""),
            certainty=stored.get("certainty", "confirmed"),
            met=stored.get("met"),
        )


@dataclass(frozen=True)
class Trace:
    """The way from facts to a result: the result, the rule set that gave it, the reasons in order."""

    result: str
    rule_set: str
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary for storing beside the result."""
        return {
            "result": self.result,
            "rule_set": self.rule_set,
            "reasons": [reason.to_json() for reason in self.reasons],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Trace":
        """The trace as stored."""
        reasons = tuple(Reason.from_json(item) for item in stored.get("reasons", ()))
        return cls(result=stored["result"], rule_set=stored["rule_set"], reasons=reasons)
