"""What every action of this room does the same way."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import append
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Viewer
from nhacviec.rules import rulesets
from nhacviec.rules.rulesets import NoRuleSet, RuleSet
from nhacviec.web.errors import BadInput

from ..models import Case

# A secrecy mark as documents carry it: in capitals, or named as a degree. "bí mật", "bảo mật" are ordinary words.
_MARK = re.compile(r"(?<!\w)(?:TUYỆT MẬT|TỐI MẬT|(?<!BÍ )(?<!BẢO )(?<!CƠ )MẬT)(?!\w)")
_DEGREE = re.compile(r"độ\s+mật|tuyệt\s+mật|tối\s+mật|\(\s*mật\s*\)", re.IGNORECASE)


def rules_on(day: dt.date, field: str) -> RuleSet:
    """The rule set of discipline in force on that day. BadInput at `field` where there is none."""
    try:
        return rulesets.in_force("discipline", day)
    except NoRuleSet as error:
        raise BadInput(field, _("Không có bộ quy tắc kỷ luật cho ngày này.")) from error


def wanted_text(value: str, field: str, message: str | Promise) -> str:
    """The text without outer blanks. BadInput when empty or marked secret (X-9)."""
    text = value.strip()
    if not text:
        raise BadInput(field, message)
    return open_text(text, field)


def open_text(value: str, field: str) -> str:
    """The text, refused when it carries a secrecy mark: the program is not for secrets (principle 10, X-9)."""
    if _MARK.search(value) or _DEGREE.search(value):
        raise BadInput(field, _("Nội dung có dấu chỉ độ mật. Không đưa bí mật nhà nước vào đây, chỉ ghi số văn bản."))
    return value.strip()


def not_later(day: dt.date, on: dt.date, field: str) -> None:
    """BadInput when a day that must have come lies in the future."""
    if day > on:
        raise BadInput(field, _("Ngày này chưa đến."))


def locked(case: Case) -> Case:
    """The case as it is now, its row locked until the end of the transaction."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("person", "cell", "body", "committee")
        .get(pk=case.pk)
    )


def told(
    *,
    viewer: Viewer,
    case: Case,
    verb: str,
    now: dt.datetime,
    records: Sequence[Covered] = (),
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Append to the chain of the committee in whose organisation the case is handled."""
    append(
        actor=viewer.actor,
        chain=case.committee_id,
        verb=verb,
        records=list(records),
        facts={"case": case.code, **(facts or {})},
        now=now,
    )
