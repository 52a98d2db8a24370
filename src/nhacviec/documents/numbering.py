"""Series, symbols and the written form of numbers, from the rule set "documents" (P-4, P-5, P-12)."""

import datetime as dt

from nhacviec.orgs.models import Organisation
from nhacviec.rules import rulesets

# Kinds of organisations in the words of the rule set.
_SYMBOL_KINDS = {
    "province_committee": "city_committee",
    "standing_committee": "city_committee",
    "ward_committee": "grassroots_committee",
    "grassroots_committee": "grassroots_committee",
    "grassroots_cell": "cell",
    "committee_office": "office",
}


def family_of(issuer: Organisation) -> str:
    """Party or state: which of the two guidances holds. Mass bodies and companies follow the state's."""
    return "party" if issuer.family == "party" else "state"


def series_of(issuer: Organisation, on: dt.date) -> str | None:
    """The key of the series that `on` falls in: a committee's term, or the calendar year (P-4, P-12)."""
    family = family_of(issuer)
    rules = rulesets.in_force("documents", on)
    if rules.value(f"{family}.series") == "year":
        return str(on.year)
    for term in rules.value("party.terms"):
        if term["from"] <= on < term["until"]:
            return str(term["name"])
    return None


def symbol_of(issuer: Organisation, kind: str) -> str:
    """The symbol after the number: "TB/TU" for a party body, "TB-UBND" for a state one (P-5, P-12)."""
    rules = rulesets.get("documents")
    if family_of(issuer) == "party":
        symbols = rules.value("party.body_symbols")
        body = symbols.get(_SYMBOL_KINDS.get(issuer.kind, issuer.kind)) or _initials(issuer.name)
        return f"{kind}/{body}"
    return f"{kind}-{'UBND' if issuer.kind.endswith('_administration') else _initials(issuer.name)}"


def written(family: str, number: int | None, symbol: str) -> str:
    """Number and symbol as the document writes them, "Số 05-TB/TU" or "Số: 05/TB-UBND"; without a number, a gap."""
    shown = f"{number:02d}" if number else "    "
    return f"Số {shown}-{symbol}" if family == "party" else f"Số: {shown}/{symbol}"


def _initials(name: str) -> str:
    """ "Phòng Quản lý đô thị" → "PQLĐT"."""
    return "".join(word[0].upper() for word in name.split() if word[0].isalpha())[:12]
