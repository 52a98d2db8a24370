"""The calendar of a year, and its editing."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed
from nhacviec.web.pages import act

from .. import access, actions, forms, queries
from ..access import Viewer
from ..models import CalendarDay

FIRST, LAST = 1930, 2200


@require_safe
def calendar_now(request: HttpRequest) -> HttpResponse:
    """The calendar of this year."""
    return HttpResponseRedirect(reverse("orgs:calendar", args=[clock.today().year]))


def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """Lịch làm việc of a year; who keeps records adds or changes a day below the list."""
    if not FIRST <= year <= LAST:
        raise Http404
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    may_edit = access.may_keep_calendar(viewer)
    if request.method == "POST" and not may_edit:
        raise NotAllowed
    known = queries.calendar()
    working = known.working_days_between(dt.date(year - 1, 12, 31), dt.date(year, 12, 31))

    def run(data: dict[str, Any]) -> str:
        row = actions.set_calendar_day(viewer=viewer, now=clock.now(), **data)
        return reverse("orgs:calendar", args=[row.day.year])

    return act(
        request,
        form_class=forms.CalendarDayForm,
        template="orgs/calendar.html",
        run=run,
        context={
            "year": year,
            "before": year - 1 if year > FIRST else None,
            "after": year + 1 if year < LAST else None,
            "days": queries.days_of_year(year),
            "working": working,
            "version": known.version,
            "may_edit": may_edit,
        },
        success=_("Đã ghi vào lịch."),
    )


def remove_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day out of the calendar, after a page that says what follows."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not access.may_keep_calendar(viewer):
        raise NotAllowed
    row = CalendarDay.objects.filter(pk=pk).first()
    if row is None:
        raise Http404

    def run(_data: dict[str, Any]) -> str:
        actions.remove_calendar_day(viewer=viewer, day=row.day, now=clock.now())
        return reverse("orgs:calendar", args=[row.day.year])

    return act(
        request,
        form_class=forms.NoFieldsForm,
        template="orgs/remove_day.html",
        run=run,
        context={"row": row},
        success=_("Đã bỏ ngày khỏi lịch."),
    )
