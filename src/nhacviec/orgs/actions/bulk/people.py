"""Corrections of many people and ends of many appointments at once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import INSTALLATION_CHAIN
from nhacviec.rules.text import fold, sort_key
from nhacviec.web.errors import BadInput, NotPossible

from ...access import Viewer
from ...models import Appointment, Person
from ..common import BATCH, check_day, check_period, clean, require_keeper, tell
from .locks import locked


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person's name or birthday to be put right. `home`: the organisation whose chain tells of it."""

    person: Person
    full_name: str
    born_on: dt.date | None
    home: int = INSTALLATION_CHAIN


@transaction.atomic
def correct_people(*, viewer: Viewer, changes: Sequence[PersonChange], now: dt.datetime) -> list[Person]:
    """Put right names and birthdays. The caller saw to it that the viewer keeps these people (`access.may_keep_person`).

    Raises NotAllowed, BadInput("full_name" | "born_on").
    """
    require_keeper(viewer, [c.home for c in changes if c.home != INSTALLATION_CHAIN])
    found = locked(Person, [c.person.pk for c in changes])
    homes: dict[int, int] = {}
    for change in changes:
        person = found[change.person.pk]
        name = clean(change.full_name, "full_name", most=120)
        check_day(change.born_on, "born_on")
        if not (key := sort_key(name)):
            raise BadInput("full_name", _("Họ và tên phải có chữ cái."))
        person.full_name, person.born_on = name, change.born_on
        person.folded, person.sort_key = fold(name)[:140], key[:400]
        homes[person.pk] = change.home
    made = list(found.values())
    Person.objects.bulk_update(made, ["full_name", "born_on", "folded", "sort_key"], batch_size=500)
    tell(viewer=viewer, verb="correct_person", records=[(homes[p.pk], p) for p in made], now=now)
    return made


@transaction.atomic
def end_appointments(
    *, viewer: Viewer, ends: Sequence[tuple[Appointment, dt.date]], now: dt.datetime
) -> list[Appointment]:
    """End appointments, each on the first day on which it is no more. Raises NotAllowed, BadInput("until"), NotPossible."""
    found = locked(Appointment, [one.pk for one, _on in ends])
    homes = _units_of_appointments(found)
    require_keeper(viewer, homes.values())
    for one, on in ends:
        row = found[one.pk]
        if row.valid_until is not None:
            raise NotPossible(_("Bổ nhiệm này đã kết thúc."))
        check_period(row.valid_from, on)
        row.valid_until = on
    made = list(found.values())
    Appointment.objects.bulk_update(made, ["valid_until"], batch_size=500)
    tell(viewer=viewer, verb="end_appointment", records=[(homes[a.pk], a) for a in made], now=now)
    return made


def _units_of_appointments(ids: Iterable[int]) -> dict[int, int]:
    wanted = sorted(ids)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), BATCH):
        rows = Appointment.objects.filter(pk__in=wanted[start : start + BATCH])
        found.update(rows.values_list("pk", "post__organisation_id"))
    return found
