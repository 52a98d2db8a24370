"""The forms of the answers."""

import datetime as dt
from typing import Any

from ninja import Schema

from ..kinds import ORGANISATION_KINDS, POST_KINDS
from ..models import Appointment, Organisation, OrganisationName, Succession
from ..queries import PostLine, Stay


class Ref(Schema):
    """A record by its key and name."""

    id: int
    name: str


class Head(Schema):
    """Who heads an organisation."""

    person: Ref
    title: str
    since: dt.date
    acting: bool


class Unit(Schema):
    """An organisation; `name` is the present one, `name_on_day` the one of the day asked for."""

    id: int
    code: str
    official_code: str
    name: str
    name_on_day: str
    short_name: str
    kind: str
    kind_label: str
    family: str
    grassroots: bool
    sector: str
    place: str
    founded_on: dt.date
    ended_on: dt.date | None

    @staticmethod
    def of(unit: Organisation) -> dict[str, Any]:
        """The answer's values of a record."""
        kind = ORGANISATION_KINDS.get(unit.kind)
        return {
            "id": unit.pk,
            "code": unit.code,
            "official_code": unit.official_code,
            "name": unit.name,
            "name_on_day": getattr(unit, "name_then", None) or unit.name,
            "short_name": unit.short_name,
            "kind": unit.kind,
            "kind_label": str(kind.label) if kind else unit.kind,
            "family": unit.family,
            "grassroots": unit.grassroots,
            "sector": unit.sector,
            "place": unit.place,
            "founded_on": unit.founded_on,
            "ended_on": unit.ended_on,
        }


class UnitHere(Unit):
    """An organisation in its place on the day: who heads it, under which organisation it stands."""

    parent_id: int | None
    head: Head | None
    head_vacant: bool

    @staticmethod
    def of(unit: Organisation) -> dict[str, Any]:
        """The answer's values of a record out of the tree's queries."""
        held = getattr(unit, "held_by", None)
        return {
            **Unit.of(unit),
            "parent_id": getattr(unit, "above", None),
            "head": head_of(held),
            "head_vacant": not held and bool(getattr(unit, "vacant", False)),
        }


def head_of(held: dict[str, Any] | None) -> dict[str, Any] | None:
    """The head out of what `queries.tree.head_on` tells."""
    if not held:
        return None
    return {
        "person": {"id": held["pk"], "name": held["full_name"]},
        "title": held["title"],
        "since": held["since"],
        "acting": bool(held["acting"]),
    }


class UnitDetail(Unit):
    """An organisation with its superiors on the day; `members` only for those who may read its internal records."""

    existing: bool
    party_parent: Ref | None
    state_parent: Ref | None
    members: int | None


class UnitPage(Schema):
    """A page of organisations."""

    items: list[Unit]
    next: str


class UnitHerePage(Schema):
    """A page of organisations in their place."""

    items: list[UnitHere]
    next: str


class HeadAnswer(Schema):
    """The head of an organisation on the day; `vacant` when its head's post has no holder."""

    organisation_id: int
    on: dt.date
    head: Head | None
    vacant: bool


class HolderOut(Schema):
    """Who holds a post."""

    appointment_id: int
    person: Ref
    since: dt.date
    acting: bool


class PostOut(Schema):
    """A post with its holders on the day; none means vacant."""

    id: int
    title: str
    kind: str
    kind_label: str
    is_head: bool
    vacant: bool
    holders: list[HolderOut]

    @staticmethod
    def of(line: PostLine) -> dict[str, Any]:
        """The answer's values of a line."""
        kind = POST_KINDS.get(line.kind)
        holders = [
            {
                "appointment_id": one.appointment_id,
                "person": {"id": one.person_id, "name": one.name},
                "since": one.since,
                "acting": one.acting,
            }
            for one in line.holders
        ]
        return {
            "id": line.id,
            "title": line.title,
            "kind": line.kind,
            "kind_label": str(kind.label) if kind else line.kind,
            "is_head": line.is_head,
            "vacant": line.vacant,
            "holders": holders,
        }


class MemberOut(Schema):
    """A party member of a cell on the day."""

    membership_id: int
    person: Ref
    admitted_on: dt.date
    official_on: dt.date | None
    exempt: bool
    suspended: bool
    since: dt.date


class MemberPage(Schema):
    """A page of members."""

    items: list[MemberOut]
    next: str


class SuccessionOut(Schema):
    """Which organisation followed which."""

    kind: str
    on: dt.date
    source: Ref
    target: Ref
    document: str

    @staticmethod
    def of(row: Succession) -> dict[str, Any]:
        """The answer's values of a record."""
        return {
            "kind": row.kind,
            "on": row.on_date,
            "source": {"id": row.source_id, "name": row.source.name},
            "target": {"id": row.target_id, "name": row.target.name},
            "document": row.document,
        }


class NameOut(Schema):
    """A name that an organisation bore."""

    name: str
    short_name: str
    official_code: str
    valid_from: dt.date
    valid_until: dt.date | None
    document: str

    @staticmethod
    def of(row: OrganisationName) -> dict[str, Any]:
        """The answer's values of a record."""
        return {name: getattr(row, name) for name in NameOut.model_fields}


class PersonOut(Schema):
    """A person by name; with posts of the day, which are public."""

    id: int
    code: str
    full_name: str


class PersonPage(Schema):
    """A page of people."""

    items: list[PersonOut]
    next: str


class AppointmentOut(Schema):
    """A person in a post."""

    id: int
    post_id: int
    title: str
    kind: str
    organisation: Ref
    valid_from: dt.date
    valid_until: dt.date | None
    acting: bool

    @staticmethod
    def of(row: Appointment) -> dict[str, Any]:
        """The answer's values of a record."""
        unit = row.post.organisation
        return {
            "id": row.pk,
            "post_id": row.post_id,
            "title": row.post.title,
            "kind": row.post.kind,
            "organisation": {"id": unit.pk, "name": unit.name},
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
            "acting": row.acting,
        }


class PersonDetail(PersonOut):
    """A person; `born_on` is told only with a ground to read personal records, named in `ground`."""

    posts: list[AppointmentOut]
    ground: str
    born_on: dt.date | None


class StayOut(Schema):
    """A stay in a cell: membership, or temporary activity beside it."""

    id: int
    temporary: bool
    cell: Ref
    valid_from: dt.date
    valid_until: dt.date | None
    admitted_on: dt.date | None
    official_on: dt.date | None
    exempt: bool
    suspended: bool
    end_reason: str

    @staticmethod
    def of(stay: Stay) -> dict[str, Any]:
        """The answer's values of a stay."""
        own = {name: getattr(stay, name) for name in StayOut.model_fields if name != "cell"}
        return {**own, "cell": {"id": stay.cell_id, "name": stay.cell_name}}
