"""Carries a plan out through the actions of organisations and people, inside the caller's transaction."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import (
    AppointmentDraft,
    PersonDraft,
    PostDraft,
    appoint,
    create_people,
    create_posts,
    end_organisation,
    move_organisation,
    rename_organisation,
)
from nhacviec.orgs.actions.bulk import (
    LinkDraft,
    MembershipEntry,
    OrganisationChange,
    ParentDraft,
    PersonChange,
    UnitDraft,
    change_memberships,
    correct_organisations,
    correct_people,
    end_appointments,
    found_organisations,
    link_parents,
)
from nhacviec.orgs.models import Organisation, Person, Post

from .checks.rows import Progress
from .plan import Human, Joining, Link, Plan, Unit

CHUNK = 4000
T = TypeVar("T")


def carry_out(viewer: Viewer, plan: Plan, now: dt.datetime, progress: Progress) -> int:
    """Write everything in the plan; returns the number of records. Raises whatever an action refuses.

    Ends come before what begins, so that no two periods ever overlap; an organisation ends last.
    """
    work = _Work(viewer, plan, now, progress)
    work.structure()
    # Who keeps what follows from the tree, which has just grown.
    work.viewer = _renewed(viewer)
    work.people()
    work.posts()
    work.memberships()
    work.ends()
    return plan.size


class _Work:
    def __init__(self, viewer: Viewer, plan: Plan, now: dt.datetime, progress: Progress) -> None:
        self.viewer, self.plan, self.now, self.progress = viewer, plan, now, progress

    def _parts(self, what: str, items: Sequence[T]) -> Iterator[list[T]]:
        """The items in pieces, telling after each how far it is."""
        for start in range(0, len(items), CHUNK):
            part = list(items[start : start + CHUNK])
            self.progress(what, start, len(items))
            yield part
            self.progress(what, start + len(part), len(items))

    def structure(self) -> None:
        """Organisations founded, put right, renamed, put under their parents."""
        plan = self.plan
        fresh = set(plan.found)
        self._found()
        for part in self._parts(_("Sửa tổ chức"), plan.corrections):
            changes = [OrganisationChange(_record(unit), wanted) for unit, wanted in part]
            correct_organisations(viewer=self.viewer, changes=changes, now=self.now)
        for renames in self._parts(_("Đổi tên tổ chức"), plan.renames):
            for unit, naming in renames:
                rename_organisation(viewer=self.viewer, organisation=_record(unit), now=self.now, **naming)
        self.viewer = _renewed(self.viewer)
        links = [link for link in plan.links if link.child not in fresh]
        followed = {link.child.pk for link in (*links, *plan.moves)}
        ends = [end for end in plan.link_ends if end[0].child_id in followed]
        if links or ends:
            self.progress(_("Ghi quan hệ trực thuộc"), 0, len(links))
            made = [
                LinkDraft(_record(x.child), _record(x.parent), x.hierarchy, x.since, x.until, x.document) for x in links
            ]
            link_parents(viewer=self.viewer, drafts=made, ends=ends, now=self.now)
            self.progress(_("Ghi quan hệ trực thuộc"), len(links), len(links))
        for moves in self._parts(_("Chuyển cấp trên"), sorted(plan.moves, key=lambda link: link.since)):
            for link in moves:
                self._move(link)

    def _move(self, link: Link) -> None:
        move_organisation(
            viewer=self.viewer,
            organisation=_record(link.child),
            parent=_record(link.parent),
            hierarchy=link.hierarchy,
            on=link.since,
            document=_made(link.order),
            now=self.now,
        )

    def _found(self) -> None:
        """All in one call, because they name each other as parents."""
        plan = self.plan
        if not plan.found:
            return
        what = _("Ghi tổ chức mới")
        self.progress(what, 0, len(plan.found))
        made = found_organisations(viewer=self.viewer, drafts=_unit_drafts(plan), now=self.now)
        for unit, record in zip(plan.found, made, strict=True):
            unit.record = record
        self.progress(what, len(made), len(made))

    def people(self) -> None:
        """People entered and put right."""
        for humans in self._parts(_("Ghi người mới"), self.plan.enter):
            drafts = [PersonDraft(h.name, h.code, h.unit.record if h.unit else None, h.born_on) for h in humans]
            for human, record in zip(
                humans, create_people(viewer=self.viewer, drafts=drafts, now=self.now), strict=True
            ):
                human.record = record
        for part in self._parts(_("Sửa thông tin người"), self.plan.people):
            changes = [PersonChange(_person(human), name, born_on, human.home) for human, name, born_on in part]
            correct_people(viewer=self.viewer, changes=changes, now=self.now)

    def posts(self) -> None:
        """Appointments ended, posts made, appointments begun."""
        plan = self.plan
        for ends in self._parts(_("Kết thúc bổ nhiệm"), plan.appointment_ends):
            end_appointments(viewer=self.viewer, ends=ends, now=self.now)
        for places in self._parts(_("Ghi chức vụ mới"), plan.places):
            drafts = [PostDraft(_record(p.unit), p.kind, p.title) for p in places]
            for place, post in zip(places, create_posts(viewer=self.viewer, drafts=drafts, now=self.now), strict=True):
                place.record = post
        for entries in self._parts(_("Ghi bổ nhiệm"), plan.appointments):
            rows = [AppointmentDraft(_person(e.human), _post(e.place), e.since, e.until, e.acting) for e in entries]
            appoint(viewer=self.viewer, drafts=rows, now=self.now)

    def memberships(self) -> None:
        """Memberships ended and entered; those of one person stay together."""
        ends = {end.membership.person_id: [] for end in self.plan.membership_ends}  # type: ignore[var-annotated]
        for end in self.plan.membership_ends:
            ends[end.membership.person_id].append(end)
        order: dict[int, list[Joining]] = {pk: [] for pk in ends}
        for joining in self.plan.memberships:
            order.setdefault(_person(joining.human).pk, []).append(joining)
        for people in self._parts(_("Ghi sinh hoạt đảng"), list(order)):
            change_memberships(
                viewer=self.viewer,
                ends=[end for pk in people for end in ends.get(pk, ())],
                entries=[_entry(joining) for pk in people for joining in order[pk]],
                now=self.now,
            )

    def ends(self) -> None:
        """Links ended that nothing follows, with which the viewer may lose the organisation; organisations ended."""
        followed = {link.child.pk for link in (*self.plan.links, *self.plan.moves)}
        last = [end for end in self.plan.link_ends if end[0].child_id not in followed]
        for links in self._parts(_("Kết thúc quan hệ trực thuộc"), last):
            link_parents(viewer=self.viewer, drafts=(), ends=links, now=self.now)
        for part in self._parts(_("Kết thúc tổ chức"), self.plan.ends):
            for unit, on, order in part:
                end_organisation(viewer=self.viewer, organisation=_record(unit), on=on, document=order, now=self.now)


def _renewed(viewer: Viewer) -> Viewer:
    """The same viewer, who has not looked yet at what he keeps; a request hands over a stand-in for it."""
    return Viewer(**{field.name: getattr(viewer, field.name) for field in fields(Viewer)})


def _unit_drafts(plan: Plan) -> list[UnitDraft]:
    fresh = set(plan.found)
    parents: dict[Unit, list[ParentDraft]] = {unit: [] for unit in plan.found}
    for link in plan.links:
        if link.child in fresh:
            parent: Any = link.parent.code if link.parent in fresh else _record(link.parent)
            parents[link.child].append(ParentDraft(parent, link.hierarchy, link.since, link.until, link.document))
    return [
        UnitDraft(
            code=unit.code,
            founded_on=unit.founded_on,
            ended_on=unit.ended_on,
            parents=parents[unit],
            **unit.fields,
        )
        for unit in plan.found
    ]


def _entry(joining: Joining) -> MembershipEntry:
    values = dict(joining.values)
    values["end_reason"] = values.pop("end") or ""
    values["document"] = values["document"] or ""
    return MembershipEntry(person=_person(joining.human), cell=_record(joining.unit), **values)


def _record(unit: Unit) -> Organisation:
    return _made(unit.record)


def _person(human: Human) -> Person:
    return _made(human.record)


def _post(place: Any) -> Post:
    return _made(place.record)


def _made(record: T | None) -> T:
    if record is None:
        raise LookupError("a step of the plan needs a record that is not made yet")
    return record
