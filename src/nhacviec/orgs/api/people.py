"""People, their posts and their party life as of any day."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed
from nhacviec.web.paging import keyset

from .. import access, queries
from ..access import Viewer
from ..actions import record_reading
from ..models import Person
from .answers import AppointmentOut, PersonDetail, PersonPage, StayOut
from .values import ERRORS, Id, OnDay, Paged

router = Router(tags=["people"])


class Search(Paged):
    """A search of people."""

    q: str = Query("", max_length=100, description="Words of the name in any order, with or without marks.")


def _viewer(request: HttpRequest) -> Viewer:
    found: Viewer = request.viewer  # type: ignore[attr-defined]
    return found


def _person(request: HttpRequest, pk: int) -> tuple[Viewer, Person, str]:
    """The viewer, a person whom he may know of, and the ground on which he reads personal data ("" for none)."""
    viewer = _viewer(request)
    found = queries.person_for(viewer, pk)
    if found is None:
        raise Http404
    return viewer, found, access.reading_ground(viewer, found)


def _noted(viewer: Viewer, person: Person, ground: str) -> None:
    if ground and ground != "own":
        record_reading(viewer=viewer, person=person, ground=ground, now=clock.now(), subject="api")


@router.get("/people", response={200: PersonPage, **ERRORS}, url_name="people")
def search(request: HttpRequest, asked: Query[Search]) -> dict[str, Any]:
    """People whom the caller may know of; the very tones typed come first."""
    found = queries.search_people(_viewer(request), asked.q)
    order = [("rank", "asc"), ("sort_key", "asc")] if "rank" in found.query.annotations else [("sort_key", "asc")]
    page = keyset(found, order=order, after=asked.after or None, size=asked.size)
    items = [{"id": one.pk, "code": one.code, "full_name": one.full_name} for one in page.items]
    return {"items": items, "next": page.next_token}


@router.get("/people/{pk}", response={200: PersonDetail, **ERRORS}, url_name="person")
def detail(request: HttpRequest, pk: Id, asked: Query[OnDay]) -> dict[str, Any]:
    """A person with the posts of the day. With a ground to read personal records the reading is noted."""
    viewer, person, ground = _person(request, pk)
    _noted(viewer, person, ground)
    held = queries.posts_on([pk], asked.day).get(pk, [])
    return {
        "id": person.pk,
        "code": person.code,
        "full_name": person.full_name,
        "posts": [AppointmentOut.of(row) for row in held],
        "ground": ground,
        "born_on": person.born_on if ground else None,
    }


@router.get("/people/{pk}/posts", response={200: list[AppointmentOut], **ERRORS}, url_name="person_posts")
def posts(request: HttpRequest, pk: Id, asked: Query[OnDay]) -> list[dict[str, Any]]:
    """The posts of the day; all of the career without one, newest first."""
    _, person, _ = _person(request, pk)
    rows = queries.posts_on([pk], asked.on).get(pk, []) if asked.on else queries.career_of(person)
    return [AppointmentOut.of(row) for row in rows]


@router.get("/people/{pk}/memberships", response={200: list[StayOut], **ERRORS}, url_name="memberships")
def memberships(request: HttpRequest, pk: Id, asked: Query[OnDay]) -> list[dict[str, Any]]:
    """The party life, newest first: personal data, only with a ground to read it; the reading is noted."""
    viewer, person, ground = _person(request, pk)
    if not ground:
        raise NotAllowed
    _noted(viewer, person, ground)
    return [StayOut.of(stay) for stay in queries.party_life(person, asked.on)]
