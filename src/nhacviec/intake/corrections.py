"""What a person typed beside a row of an annex → the row with it, or a message beside the field."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nhacviec.orgs.models import Organisation, Person
from nhacviec.rules.deadlines import understand
from nhacviec.rules.text import nfc
from nhacviec.web.params import safe_int

from .matching import Directory
from .proposals import deadline_of


def corrected(
    row: Mapping[str, Any], change: Mapping[str, str], *, written_on: dt.date, on: dt.date
) -> tuple[dict[str, Any], dict[str, str]]:
    """The row with the understood parts of `change` taken over, and messages by field for the rest.

    Fields: include ("1" or ""), title, product, lead (name or id), deadline (text; "-" means without a date),
    responsible (person id), and second ("cooperate" makes the other leads of the cell co-operate).
    """
    fixed = dict(row)
    errors: dict[str, str] = {}
    fixed["include"] = change.get("include", "") == "1"
    for name, most in (("title", 1000), ("product", 500)):
        if name in change:
            text = nfc(change[name])
            if len(text) > most:
                errors[name] = _("Tối đa %(most)d chữ cái.") % {"most": most}
            else:
                fixed[name] = text
    _lead(fixed, change, on, errors)
    _deadline(fixed, change, written_on, errors)
    _responsible(fixed, change, errors)
    return fixed, errors


def _lead(fixed: dict[str, Any], change: Mapping[str, str], on: dt.date, errors: dict[str, str]) -> None:
    typed = nfc(change.get("lead", ""))
    if not typed:
        return
    chosen = safe_int(typed)
    if chosen is not None:
        found = Organisation.objects.existing(on).filter(pk=chosen).first()
    else:
        match = Directory(on).match(typed)
        found = Organisation.objects.filter(pk=match.organisation).first() if match.organisation else None
    if found is None:
        errors["lead"] = _("Không tìm thấy cơ quan này. Gõ tên đầy đủ hoặc chọn trong danh sách.")
        return
    fixed["lead"], fixed["responsible"] = found.pk, None
    others = [m["organisation"] for m in fixed.get("leads", []) if m["organisation"] and m["organisation"] != found.pk]
    fixed["cooperation"] = list(dict.fromkeys([*others, *fixed["cooperation"]]))


def _deadline(fixed: dict[str, Any], change: Mapping[str, str], written_on: dt.date, errors: dict[str, str]) -> None:
    typed = nfc(change.get("deadline", ""))
    if not typed:
        return
    if typed == "-":
        fixed.update(deadline_kind="none", deadline=None)
        return
    understood = deadline_of(understand(typed, written_on=written_on), typed)
    if not understood["deadline_kind"]:
        errors["deadline"] = _("Không hiểu “%(text)s”. Ghi ngày/tháng/năm, ví dụ 30/11/2025.") % {"text": typed}
        return
    understood["deadline_text"] = fixed["deadline_text"] or typed
    fixed.update(understood)


def _responsible(fixed: dict[str, Any], change: Mapping[str, str], errors: dict[str, str]) -> None:
    typed = change.get("responsible", "")
    if not typed:
        return
    found = Person.objects.filter(pk=safe_int(typed) or 0).first()
    if found is None:
        errors["responsible"] = _("Chọn một người trong danh sách.")
    else:
        fixed["responsible"] = found.pk
