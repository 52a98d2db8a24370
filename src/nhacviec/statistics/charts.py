"""Options of the charts, drawn by the browser; the table beside each says the same."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from nhacviec.web.formats import number

from .queries.late import Point

_INK, _INK_2, _LINE = "#17212b", "#4a5866", "#e6eaee"
# Oldest first, one hue from dark to light.
_COLOURS = ("#7d1710", "#cf5a4f", "#f0b5af")


def short_day(point: Point) -> str:
    """A Monday on the axis: 23/8."""
    return f"{point.day.day}/{point.day.month}"


def overdue_course(points: Sequence[Point]) -> dict[str, Any]:
    """Overdue tasks by age on each Monday: stacked bars with their totals on top."""
    names = (_("Trên 30 ngày"), _("11–30 ngày"), _("1–10 ngày"))
    young = [{"value": p.young, "label": _label(p)} for p in points]
    rows: tuple[list[Any], ...] = ([p.old for p in points], [p.middle for p in points], young)
    first, last = points[0], points[-1]
    told = _("Số việc đang quá hạn mỗi thứ Hai: %(first)s ngày %(from)s, %(last)s ngày %(to)s") % {
        "first": number(first.total),
        "from": short_day(first),
        "last": number(last.total),
        "to": short_day(last),
    }
    return {
        "aria": {"enabled": True, "label": {"description": told}},
        "animation": False,
        "grid": {"left": 30, "right": 6, "top": 30, "bottom": 22},
        "legend": {
            "top": 0,
            "left": 0,
            "itemWidth": 12,
            "itemHeight": 10,
            "itemGap": 12,
            "textStyle": {"fontSize": 12, "color": _INK_2},
            "data": list(names),
        },
        "xAxis": {
            "type": "category",
            "data": [short_day(p) for p in points],
            "axisLabel": {"fontSize": 11, "color": _INK_2, "interval": 1},
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "#7a8793"}},
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "minInterval": 1,
            "axisLabel": {"fontSize": 11, "color": _INK_2},
            "splitLine": {"lineStyle": {"color": _LINE}},
        },
        "series": [
            {
                "name": name,
                "type": "bar",
                "stack": "overdue",
                "barWidth": "66%",
                "data": values,
                "itemStyle": {"color": colour},
            }
            for name, values, colour in zip(names, rows, _COLOURS, strict=True)
        ],
    }


def _label(point: Point) -> dict[str, Any]:
    style = {"fontSize": 11, "fontWeight": 600, "color": _INK}
    return {"show": True, "position": "top", "distance": 3, "formatter": number(point.total), **style}
