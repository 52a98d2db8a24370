"""The day as of which a page is read: asked for in the address, kept while one clicks around."""

import datetime as dt
from typing import Any

from django.http import HttpRequest

from nhacviec.web import clock
from nhacviec.web.params import safe_date


def chosen_day(request: HttpRequest) -> tuple[dt.date, str]:
    """The day asked for in the address, today otherwise; and what was typed if it is no day."""
    typed = request.GET.get("ngay", "").strip()
    found = safe_date(typed)
    return found or clock.today(), "" if found or not typed else typed[:40]


def day_context(request: HttpRequest) -> dict[str, Any]:
    """`on`, `wrong` (what was typed and is no day), `today`, and `dayq` to append to the addresses of the room."""
    on, wrong = chosen_day(request)
    today = on == clock.today()
    return {"on": on, "wrong": wrong, "today": today, "dayq": "" if today else f"?ngay={on.isoformat()}"}
