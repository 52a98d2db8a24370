"""Who is told of a change of structure: heads before and after, whose posts end, the keepers of the bodies above."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_noop

from nhacviec.orgs.access import STAFF_ROLES, Viewer
from nhacviec.orgs.apps import Reorganised
from nhacviec.orgs.models import Appointment, Organisation, ParentLink
from nhacviec.orgs.models.periods import in_force
from nhacviec.orgs.queries import heads

from .actions import notify

_PASSED = gettext_noop("%(target)s kế thừa %(source)s từ ngày %(day)s; số việc đang mở chuyển sang: %(number)s.")
_SPLIT = gettext_noop(
    "%(target)s nhận một phần của %(source)s từ ngày %(day)s; số việc đang mở chuyển sang: %(number)s."
)
_MESSAGES = {
    "merge": _PASSED,
    "end": _PASSED,
    "split": _SPLIT,
    "rename": gettext_noop("Từ ngày %(day)s tên gọi mới là %(target)s."),
    "move": gettext_noop("Từ ngày %(day)s %(source)s trực thuộc %(target)s."),
}
_ENDED = gettext_noop("%(source)s kết thúc từ ngày %(day)s.")


def tell_of(*, change: Reorganised, viewer: Viewer, now: dt.datetime) -> None:
    """One message a pair of organisation and successor, to everybody whom it concerns. Four queries and one a pair."""
    before = change.on - dt.timedelta(days=1)
    pairs = (*change.pairs, *((one, None) for one in change.beside))
    units = {one.pk: one for pair in pairs for one in pair if one is not None}
    was, now_heads = heads(units, before), heads(units, change.on)
    holders, keepers = _holders(change, before), _keepers(units, change.on)
    for source, target in change.pairs:
        place = target or source
        people = {one.pk for one in (was.get(source.pk), now_heads.get(source.pk), now_heads.get(place.pk)) if one}
        people |= keepers | holders.get(source.pk, set()) | {was[one.pk].pk for one in change.beside if one.pk in was}
        notify(
            person_ids=people - {viewer.person_id},
            message=_MESSAGES[change.kind] if target is not None else _ENDED,
            params=_words(change, source, target),
            path=reverse("orgs:organisation", args=[place.pk]),
            now=now,
        )


def _words(change: Reorganised, source: Organisation, target: Organisation | None) -> dict[str, object]:
    words: dict[str, object] = {"source": source.name, "day": change.on.isoformat()}
    if target is not None:
        words["target"] = target.name
        words["number"] = change.passed.get((source.pk, target.pk), 0)
    return words


def _holders(change: Reorganised, before: dt.date) -> dict[int, set[int]]:
    """Organisation → the people whose posts in it end with the change. One query."""
    found: dict[int, set[int]] = {}
    rows = Appointment.objects.on(before).filter(
        person__in=change.people, post__organisation__in=[source.pk for source, _target in change.pairs]
    )
    for unit, person in rows.values_list("post__organisation_id", "person_id"):
        found.setdefault(unit, set()).add(person)
    return found


def _keepers(units: dict[int, Organisation], on: dt.date) -> set[int]:
    """People of the offices and organisation commissions of the bodies above these organisations. One query."""
    above = ParentLink.objects.filter(in_force(on), child__in=units).values("parent_id")
    staff = ParentLink.objects.filter(
        in_force(on), parent__in=above, child__kind__in=[kind for kind, role in STAFF_ROLES.items() if role in _KEEPERS]
    )
    rows = Appointment.objects.on(on).filter(post__organisation__in=staff.values("child_id"))
    return set(rows.values_list("person_id", flat=True))


_KEEPERS = ("clerk", "organiser")
