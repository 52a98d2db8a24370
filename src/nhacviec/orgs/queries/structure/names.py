"""The names of organisations through time, and who followed whom."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from nhacviec.rules.text import fold

from ...models import Organisation, OrganisationName, Succession
from ...models.periods import in_force


def naming_on(organisation: Organisation, day: dt.date) -> OrganisationName:
    """Name, short name and official code that an organisation bore on a day; before its first naming the first ones.

    An organisation without rows (entered before names were kept) bore the present ones. One query.
    """
    rows = OrganisationName.objects.filter(organisation=organisation)
    found = rows.filter(in_force(day)).first() or rows.filter(valid_from__gt=day).order_by("valid_from").first()
    return found or OrganisationName(
        organisation=organisation,
        name=organisation.name,
        short_name=organisation.short_name,
        official_code=organisation.official_code,
        valid_from=organisation.founded_on,
    )


def former_names(organisation_ids: Iterable[int], on: dt.date) -> dict[int, list[OrganisationName]]:
    """Organisation → the names that it bore before a day and no longer bears, oldest first. One query."""
    found: dict[int, list[OrganisationName]] = {}
    rows = OrganisationName.objects.filter(organisation__in=list(organisation_ids), valid_until__lte=on)
    for row in rows.exclude(organisation__ended_on__lte=on).order_by("valid_from", "id"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Past:
    """An organisation found by a name that is no longer in use: `name` is that name, `now` who is meant today.

    A renamed organisation is meant itself; an ended one is followed by its successors, if any.
    """

    organisation: Organisation
    name: str
    until: dt.date
    now: list[Organisation]


def search_past(words: str, on: dt.date, most: int = 10) -> list[Past]:
    """Organisations that bore a name with these words and bear it no more on the day, latest first: ended and renamed.

    Few queries: the ended, their successors by steps, former names.
    """
    asked = fold(words)[:100]
    if not asked:
        return []
    known = Organisation.objects.filter(folded__contains=asked, founded_on__lte=on)
    ended = list(known.filter(ended_on__lte=on).order_by("-ended_on", "folded", "id")[:most])
    following = successor_of([one.pk for one in ended], on) if ended else {}
    found = [Past(one, one.name, one.ended_on, following.get(one.pk, [])) for one in ended if one.ended_on]
    living = known.exclude(ended_on__lte=on).values("pk")
    rows = OrganisationName.objects.filter(organisation__in=living, valid_until__lte=on).select_related("organisation")
    found += [
        Past(row.organisation, row.name, row.valid_until, [row.organisation])
        for row in rows.order_by("-valid_until", "id")[: most * 3]
        if row.valid_until and asked in fold(f"{row.name} {row.short_name}")
    ]
    return sorted(found, key=lambda one: one.until, reverse=True)[:most]


_MOST_STEPS = 12


def successor_of(organisation_ids: Iterable[int], on: dt.date) -> dict[int, list[Organisation]]:
    """Ended organisation → those that followed it and live on `on`, across several reorganisations. A query a step."""
    starts = set(organisation_ids)
    reached: dict[int, set[int]] = {pk: {pk} for pk in starts}
    found: dict[int, dict[int, Organisation]] = {pk: {} for pk in starts}
    for _step in range(_MOST_STEPS):
        asked = {here for places in reached.values() for here in places}
        if not asked:
            break
        rows = Succession.objects.filter(source__in=asked, on_date__lte=on).select_related("target").order_by("id")
        after: dict[int, list[Organisation]] = {}
        for row in rows:
            after.setdefault(row.source_id, []).append(row.target)
        reached = {start: _step_on(after, places, found[start], on) for start, places in reached.items()}
    return {pk: list(targets.values()) for pk, targets in found.items() if targets}


def _step_on(
    after: dict[int, list[Organisation]], places: set[int], living: dict[int, Organisation], on: dt.date
) -> set[int]:
    """The ended ones among those that followed, from where the search goes on; the living ones are kept."""
    ended: set[int] = set()
    for target in (one for here in places for one in after.get(here, ())):
        if target.ended_on is not None and target.ended_on <= on:
            ended.add(target.pk)
        else:
            living[target.pk] = target
    return ended
