"""Carries out a plan: everything that `plan_change` shows, in one transaction and a fixed number of statements."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered
from nhacviec.web.errors import NotPossible

from ...access import Viewer
from ...apps import Move, Passing, Reorganised, org_extensions
from ...models import Appointment, Membership, Organisation, OrganisationName, ParentLink, Succession, TemporaryActivity
from ...queries import heads
from ...queries.structure import Change, Plan, Successor, plan_change
from .. import writing
from ..common import tell
from ..drafts import AppointmentDraft, Into, NewOrganisation, PostDraft
from ..organisations import create_organisations
from ..people import appoint, create_posts
from .checks import locked, require_day, require_right

VERBS = {"merge": "merge_organisations", "split": "split_organisation", "end": "end_organisation"}


def key_of(into: Into) -> str:
    """The name of a successor in choices and forms: its id, or "new:" and the code of one to be founded."""
    return f"new:{into.draft.code}" if isinstance(into, NewOrganisation) else str(into.pk)


def successors_of(into: Sequence[Into], on: dt.date) -> dict[str, Successor]:
    """Successors in the words of a plan, by key; those that stand already with their heads. One query."""
    led = heads([one.pk for one in into if isinstance(one, Organisation)], on)
    found = []
    for one in into:
        if isinstance(one, NewOrganisation):
            head = one.head.person.full_name if one.head else ""
            found.append(Successor(key_of(one), one.draft.name, one.draft.kind, None, head))
        else:
            head = led[one.pk].full_name if one.pk in led else ""
            found.append(Successor(key_of(one), one.name, one.kind, one.pk, head))
    return {one.key: one for one in found}


@dataclass
class Execution:
    """A change while it is carried out. `places`: key of a successor → the organisation."""

    viewer: Viewer
    now: dt.datetime
    change: Change
    plan: Plan
    places: dict[str, Organisation] = field(default_factory=dict)
    records: list[tuple[int, Covered]] = field(default_factory=list)

    def note(self, chain: int, *records: Covered) -> None:
        """Keep records for the ledger, in the chain of an organisation."""
        self.records += [(chain, one) for one in records]


def carry_out(
    *, viewer: Viewer, change: Change, into: Sequence[Into], now: dt.datetime, fingerprint: str = ""
) -> dict[str, Organisation]:
    """Do what the plan of `change` says and return the successors by key. To be called inside a transaction.

    `fingerprint` is that of the plan which somebody has seen and confirmed. Raises NotAllowed, BadInput("on"),
    NotPossible (a problem of the plan, or a plan that is no longer the one that was seen).
    """
    require_day(viewer, change.on)
    require_right(viewer, [one.organisation for one in change.leaving], change.on)
    known = [one for one in into if isinstance(one, Organisation)]
    current = locked([*known, *(one.organisation for one in change.leaving)])
    change = replace(
        change, leaving=tuple(replace(one, organisation=current[one.organisation.pk]) for one in change.leaving)
    )
    plan = plan_change(viewer=viewer, change=change)
    if fingerprint and fingerprint != plan.fingerprint:
        raise NotPossible(_("Lựa chọn hoặc dữ liệu đã khác với bản vừa xem. Xem lại rồi xác nhận."))
    for problem in plan.problems:
        raise NotPossible(problem)
    work = Execution(viewer, now, change, plan, {str(one.pk): current[one.pk] for one in known})
    _end(work)
    _found(work, [one for one in into if isinstance(one, NewOrganisation)])
    _move_children(work)
    _move_members(work)
    _succeed(work)
    _tell(work)
    _pass_on(work)
    return work.places


def _end(work: Execution) -> None:
    """The organisations that end, with their links, appointments and names. First, since codes are used again."""
    change = work.change
    ending = writing.end([one.organisation for one in change.leaving if one.ends], change.on)
    links = [row.record for row in work.plan.of("orgs.parent") if isinstance(row.record, ParentLink)]
    posts = [row.record for row in work.plan.of("orgs.appointment") if isinstance(row.record, Appointment)]
    names = list(OrganisationName.objects.filter(organisation__in=change.ending, valid_until=None))
    for one in ending:
        work.note(one.pk, one)
    for link in writing.close(links, change.on):
        work.note(link.child_id, link)
    for post in writing.close(posts, change.on):
        work.note(post.post.organisation_id, post)
    for name in writing.close([one for one in names if one.valid_from < change.on], change.on):
        work.note(name.organisation_id, name)


def _found(work: Execution, new: Sequence[NewOrganisation]) -> None:
    """Found the successors that do not stand yet, and appoint their heads from the first day."""
    if not new:
        return
    made = create_organisations(viewer=work.viewer, drafts=[one.draft for one in new], now=work.now)
    work.places.update({key_of(one): unit for one, unit in zip(new, made, strict=True)})
    # A viewer remembers what it keeps; the new organisations are among it only for a new one. The copy is first made
    # of whatever the request holds, which may be a lazy stand-in.
    viewer = replace(copy(work.viewer))
    led = [(one.head, unit) for one, unit in zip(new, made, strict=True) if one.head is not None]
    if not led:
        return
    posts = create_posts(
        viewer=viewer, drafts=[PostDraft(unit, head.kind, head.title) for head, unit in led], now=work.now
    )
    drafts = [
        AppointmentDraft(head.person, post, work.change.on) for (head, _unit), post in zip(led, posts, strict=True)
    ]
    appoint(viewer=viewer, drafts=drafts, now=work.now)


def _move_children(work: Execution) -> None:
    change, rows = work.change, [row for row in work.plan.of("orgs.child") if row.passes]
    old = [row.record for row in rows if isinstance(row.record, ParentLink)]
    new = [
        ParentLink(
            child_id=link.child_id,
            parent=work.places[row.target],
            hierarchy=link.hierarchy,
            valid_from=change.on,
            valid_until=link.valid_until,
            document=change.document,
        )
        for row, link in zip(rows, old, strict=True)
    ]
    _write(work, old, new, lambda link: link.child_id)


def _move_members(work: Execution) -> None:
    """Members and guests of a cell pass to the successor's cell: one row ends by reorganisation, another begins."""
    change = work.change
    rows = [row for row in work.plan.of("orgs.member") if row.passes]
    old = [row.record for row in rows if isinstance(row.record, Membership)]
    for one in old:
        one.end_reason, one.document = "reorganised", change.document
    pks = [one.pk for one in old]
    new = [_next_membership(work, row.target, one) for row, one in zip(rows, old, strict=True)]
    Membership.objects.filter(pk__in=pks).update(end_reason="reorganised", document=change.document)
    _write(work, old, new, lambda one: one.cell_id)
    guests = [row for row in work.plan.of("orgs.guest") if row.passes]
    left = [row.record for row in guests if isinstance(row.record, TemporaryActivity)]
    come = [
        TemporaryActivity(
            person_id=one.person_id,
            cell=work.places[row.target],
            valid_from=change.on,
            valid_until=one.valid_until,
            document=change.document,
        )
        for row, one in zip(guests, left, strict=True)
    ]
    _write(work, left, come, lambda one: one.cell_id)


def _next_membership(work: Execution, target: str, old: Membership) -> Membership:
    return Membership(
        person_id=old.person_id,
        cell=work.places[target],
        admitted_on=old.admitted_on,
        official_on=old.official_on,
        exempt=old.exempt,
        suspended=old.suspended,
        valid_from=work.change.on,
        valid_until=old.valid_until,
        document=work.change.document,
    )


def _write(work: Execution, old: Sequence[Any], new: Sequence[Any], chain: Any) -> None:
    """Close the old rows, then begin the new ones; both are told of."""
    for row in (*writing.close(old, work.change.on), *writing.begin(new)):
        work.note(chain(row), row)


def _succeed(work: Execution) -> None:
    change = work.change
    rows = [
        Succession(
            source=one.organisation,
            target=work.places[key],
            on_date=change.on,
            kind="split" if change.kind == "split" else "merge",
            document=change.document,
        )
        for one in change.leaving
        for key in one.successors
    ]
    for row in writing.succeed(rows):
        work.note(row.source_id, row)
        work.note(row.target_id, row)


def _tell(work: Execution) -> None:
    facts = {"document": work.change.document, "on": work.change.on.isoformat(), "plan": work.plan.fingerprint}
    tell(viewer=work.viewer, verb=VERBS[work.change.kind], records=work.records, now=work.now, facts=facts)


def _pass_on(work: Execution) -> None:
    """Let the rooms above pass on what is open in them, then tell people."""
    change = work.change
    passing = Passing(
        viewer=work.viewer,
        on=change.on,
        now=work.now,
        document=change.document,
        heads=heads([unit.pk for unit in work.places.values()], change.on),
    )
    moves = [
        (row.kind, Move(row.work, work.places[row.target]))
        for row in work.plan.rows
        if row.work is not None and row.passes
    ]
    closed = [(row.kind, row.work) for row in work.plan.rows if row.work is not None and row.work.stays]
    for extension in org_extensions:
        own = [move for kind, move in moves if kind in extension.work_kinds]
        if own:
            extension.pass_on(moves=own, passing=passing)
        left = [item for kind, item in closed if kind in extension.work_kinds]
        if left:
            extension.close(work=left, passing=passing)
    announce(work.viewer, summary(work), work.now)


def summary(work: Execution) -> Reorganised:
    """What was done, for those who tell people of it."""
    change = work.change
    passed: Counter[tuple[int, int]] = Counter(
        (row.source, work.places[row.target].pk) for row in work.plan.rows if row.work is not None and row.passes
    )
    pairs: list[tuple[Organisation, Organisation | None]] = []
    for one in change.leaving:
        pairs += [(one.organisation, work.places[key]) for key in one.successors] or [(one.organisation, None)]
    people = {row.record.person_id for row in work.plan.of("orgs.appointment") if isinstance(row.record, Appointment)}
    return Reorganised(change.kind, tuple(pairs), change.on, change.document, dict(passed), frozenset(people))


def announce(viewer: Viewer, change: Reorganised, now: dt.datetime) -> None:
    """Tell the rooms above that the structure has changed."""
    for extension in org_extensions:
        extension.reorganised(change=change, viewer=viewer, now=now)
