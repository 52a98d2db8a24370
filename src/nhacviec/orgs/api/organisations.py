"""Organisations as of any day."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed
from nhacviec.web.paging import keyset

from .. import access, queries
from ..access import READER_ROLES, Viewer
from ..actions import record_readings
from ..kinds import ORGANISATION_KINDS
from ..models import Organisation
from .answers import (
    HeadAnswer,
    MemberPage,
    NameOut,
    PostOut,
    SuccessionOut,
    Unit,
    UnitDetail,
    UnitHere,
    UnitHerePage,
    UnitPage,
    head_of,
)
from .values import ERRORS, Id, InHierarchy, OnDay, PagedInHierarchy, PagedOnDay, Words

router = Router(tags=["organisations"])


class Search(Words):
    """A search of organisations."""

    kind: str = Query("", max_length=40, description="A code of orgs/data/kinds.toml.")
    family: str = Query("", pattern="^(party|state|mass|company|)$", description="“party”, “state”, “mass”, “company”.")
    official_code: str = Query("", max_length=40, description="The code that it bears on the day.")


def _viewer(request: HttpRequest) -> Viewer:
    found: Viewer = request.viewer  # type: ignore[attr-defined]
    return found


def _unit(pk: int, asked: OnDay) -> Organisation:
    found = queries.organisation_for(pk, asked.day)
    if found is None:
        raise Http404
    return found


@router.get("/organisations", response={200: UnitPage, **ERRORS}, url_name="organisations")
def search(request: HttpRequest, asked: Query[Search]) -> dict[str, Any]:
    """Organisations that exist on the day, found by words of their names."""
    found = queries.search_organisations(asked.q, asked.day).annotate(name_then=queries.name_on(asked.day))
    if asked.kind or asked.family:
        families = [k.code for k in ORGANISATION_KINDS.values() if asked.family in ("", k.family)]
        found = found.filter(kind__in=[code for code in families if asked.kind in ("", code)])
    if asked.official_code:
        found = found.filter(queries.official_code_on(asked.official_code, asked.day))
    page = keyset(found, order=[("rank", "asc"), ("folded", "asc")], after=asked.after or None, size=asked.size)
    return {"items": [Unit.of(unit) for unit in page.items], "next": page.next_token}


@router.get("/organisations/{pk}", response={200: UnitDetail, **ERRORS}, url_name="organisation")
def detail(request: HttpRequest, pk: Id, asked: Query[OnDay]) -> dict[str, Any]:
    """An organisation with its superiors on the day."""
    found: Any = _unit(pk, asked)
    internal = access.may_read_internals(_viewer(request), pk)

    def ref(hierarchy: str) -> dict[str, Any] | None:
        key = getattr(found, f"{hierarchy}_parent")
        return {"id": key, "name": getattr(found, f"{hierarchy}_parent_name")} if key else None

    existing = found.founded_on <= asked.day and (found.ended_on is None or asked.day < found.ended_on)
    return {
        **Unit.of(found),
        "existing": existing,
        "party_parent": ref("party"),
        "state_parent": ref("state"),
        "members": (found.members_count or 0) if internal else None,
    }


@router.get("/organisations/{pk}/children", response={200: UnitHerePage, **ERRORS}, url_name="children")
def children(request: HttpRequest, pk: Id, asked: Query[PagedInHierarchy]) -> dict[str, Any]:
    """What stands directly below on the day."""
    _unit(pk, asked)
    found = queries.children(pk, asked.day, asked.hierarchy)
    page = keyset(found, order=[("folded", "asc")], after=asked.after or None, size=asked.size)
    return {"items": [UnitHere.of(unit) for unit in page.items], "next": page.next_token}


@router.get("/organisations/{pk}/subtree", response={200: UnitHerePage, **ERRORS}, url_name="subtree")
def subtree(request: HttpRequest, pk: Id, asked: Query[PagedInHierarchy]) -> dict[str, Any]:
    """The organisation and all below it in one hierarchy on the day, in no order but that of the keys."""
    _unit(pk, asked)
    found = queries.all_below(pk, asked.day, asked.hierarchy)
    page = keyset(found, order=[], after=asked.after or None, size=asked.size)
    return {"items": [UnitHere.of(unit) for unit in page.items], "next": page.next_token}


@router.get("/organisations/{pk}/parents", response={200: list[UnitHere], **ERRORS}, url_name="parents")
def parents(request: HttpRequest, pk: Id, asked: Query[InHierarchy]) -> list[dict[str, Any]]:
    """The line above on the day, the direct superior first."""
    _unit(pk, asked)
    return [UnitHere.of(unit) for unit in queries.line_above(pk, asked.day, asked.hierarchy)]


@router.get("/organisations/{pk}/head", response={200: HeadAnswer, **ERRORS}, url_name="head")
def head(request: HttpRequest, pk: Id, asked: Query[OnDay]) -> dict[str, Any]:
    """Who answers for the organisation on the day; one who acts in the post when nobody holds it."""
    found = queries.head_and_vacancy(pk, asked.day)
    if found is None:
        raise Http404
    held, vacant = found
    return {"organisation_id": pk, "on": asked.day, "head": head_of(held), "vacant": vacant}


@router.get("/organisations/{pk}/posts", response={200: list[PostOut], **ERRORS}, url_name="posts")
def posts(request: HttpRequest, pk: Id, asked: Query[OnDay]) -> list[dict[str, Any]]:
    """Posts with their holders on the day; vacant ones of heads and deputies too."""
    _unit(pk, asked)
    return [PostOut.of(line) for line in queries.posts_of(pk, asked.day)]


@router.get("/organisations/{pk}/members", response={200: MemberPage, **ERRORS}, url_name="members")
def members(request: HttpRequest, pk: Id, asked: Query[PagedOnDay]) -> dict[str, Any]:
    """The party members of a cell on the day: personal data, for those above the cell; the reading is noted."""
    viewer = _viewer(request)
    _unit(pk, asked)
    if not access.may_read_internals(viewer, pk):
        raise NotAllowed
    order = [("person__sort_key", "asc")]
    rows = queries.members(pk, asked.day).filter(access.unrestricted(viewer, "person__"))
    page = keyset(rows, order=order, after=asked.after or None, size=asked.size)
    ground = "staff" if any(viewer.roles.get(role) for role in READER_ROLES) else "head"
    people = [row.person_id for row in page.items]
    record_readings(viewer=viewer, person_ids=people, ground=ground, now=clock.now(), subject="api", record_id=pk)
    items = [
        {
            "membership_id": row.pk,
            "person": {"id": row.person_id, "name": row.person.full_name},
            "admitted_on": row.admitted_on,
            "official_on": row.official_on,
            "exempt": row.exempt,
            "suspended": row.suspended,
            "since": row.valid_from,
        }
        for row in page.items
    ]
    return {"items": items, "next": page.next_token}


@router.get("/organisations/{pk}/successions", response={200: list[SuccessionOut], **ERRORS}, url_name="successions")
def successions(request: HttpRequest, pk: Id, asked: Query[OnDay]) -> list[dict[str, Any]]:
    """What the organisation came from and what followed it until the day, oldest first."""
    found = queries.successions_of(_unit(pk, asked))
    return [SuccessionOut.of(row) for row in found if asked.on is None or row.on_date <= asked.on]


@router.get("/organisations/{pk}/names", response={200: list[NameOut], **ERRORS}, url_name="names")
def names(request: HttpRequest, pk: Id, asked: Query[OnDay]) -> list[dict[str, Any]]:
    """The names it bore, oldest first; the one of the day if one is given."""
    found = queries.names_of(_unit(pk, asked))
    return [NameOut.of(row) for row in found if asked.on is None or row.holds(asked.on)]
