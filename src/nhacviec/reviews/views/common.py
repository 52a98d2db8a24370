"""What the pages of the reviews read out of an address."""

from django.http import Http404, HttpRequest

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.kinds import SECTORS
from nhacviec.web.params import safe_int
from nhacviec.web.text import compose

from .. import access
from ..models import Campaign, Subject
from ..queries import Choice, subject_for
from ..queries.listing import FILTERS, KINDS, SORTS

_GRADES = {"1": (1,), "2": (2,), "3": (3,), "4": (4,), "1-2": (1, 2)}


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of the request."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    """A campaign that the viewer may see, otherwise 404."""
    rows = Campaign.objects.visible_to(viewer_of(request)).select_related("committee", "decider")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def subject_of(request: HttpRequest, pk: int) -> Subject:
    """A subject that the viewer may see, otherwise 404."""
    found = subject_for(viewer_of(request), pk)
    if found is None:
        raise Http404
    return found


def choice_of(request: HttpRequest, campaign: Campaign) -> Choice:
    """What of a campaign the address asks for; what it does not understand does not filter."""
    query = request.GET
    staff = access.sees_all(viewer_of(request), campaign)
    kind, only, sort = query.get("doi-tuong", ""), query.get("loc", ""), query.get("sort", "ten")
    sector = query.get("khoi", "")
    return Choice(
        kind=kind if kind in KINDS else "organisation" if staff else "member",
        only=only if only in FILTERS else "",
        grades=_GRADES.get(query.get("muc", ""), ()),
        sector=sector if sector in SECTORS else "",
        grassroots=_id(query.get("co-so")),
        unit=_id(query.get("chi-bo")),
        words=compose(query.get("q", "")).replace("\x00", "").strip()[:200],
        sort=sort if sort.lstrip("-") in SORTS else "ten",
    )


def _id(text: str | None) -> int | None:
    number = safe_int(text)
    return number if number is not None and number > 0 else None
