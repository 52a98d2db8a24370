"""What the pages of the statistics share: the viewer, years, addresses of lists, items of work."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from nhacviec.orgs.access import Viewer
from nhacviec.tasks.queries import Filters
from nhacviec.web.pages import safe_int

FIRST_YEAR = 1990
YEARS_OFFERED = 6


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in person with the posts of today."""
    return request.viewer  # type: ignore[attr-defined]


def year_of(request: HttpRequest, default: int) -> int:
    """The year in the address if it is one up to this year, else `default`."""
    year = safe_int(request.GET.get("nam"))
    return year if year and FIRST_YEAR <= year <= viewer_of(request).on.year else default


def years(request: HttpRequest, chosen: int) -> list[dict[str, Any]]:
    """The years to choose from, newest first."""
    latest = viewer_of(request).on.year
    offered = sorted({chosen, *range(latest, latest - YEARS_OFFERED, -1)}, reverse=True)
    return [{"year": year, "url": f"?nam={year}", "on": year == chosen} for year in offered]


def tasks_url(**filters: Any) -> str:
    """The list of tasks under filters."""
    return reverse("tasks:list") + Filters().query(**filters)


def behind_url(name: str, **values: Any) -> str:
    """The list behind a figure."""
    kept = {key: value for key, value in values.items() if value not in (None, "")}
    return reverse(f"statistics:{name}") + (f"?{urlencode(kept)}" if kept else "")
