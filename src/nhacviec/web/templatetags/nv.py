"""Components of the house for templates: ``{% load nv %}``. Looks: states.py; formats: formats.py."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhacviec.web import formats, icons, states
from nhacviec.web.states import Look

register = template.Library()

register.filter("vnum", formats.number)
register.filter("vdec", formats.decimal)
register.filter("vpct", formats.percent)
register.filter("vdate", formats.day)
register.filter("vday", formats.weekday)
register.filter("vtime", formats.time_of_day)
register.filter("vdatetime", formats.moment)
register.filter("signed", formats.signed)
register.filter("say", formats.say)
register.simple_tag(icons.icon, name="icon")


# ---- Chips -------------------------------------------------------------------------------------------------


@register.simple_tag
def st(kind: str, label: object, icon: str = "", title: str = "") -> SafeString:
    """A chip of any kind: done, dlate, run, late, wait, plain or line."""
    hint = format_html(' title="{}"', title) if title else ""
    return format_html('<span class="st st-{}"{}>{}{}</span>', kind, hint, icons.icon(icon), label)


def _chip(look: Look, label: object) -> SafeString:
    return st(look.kind, label, look.icon)


def _key(value: object) -> str:
    return str(getattr(value, "value", value) or "")


@register.simple_tag
def state(name: object, days: int | None = None, short: bool = False) -> SafeString:
    """One of the four report states, or no deadline. ``days``: working days late."""
    look = states.REPORT_STATES.get(_key(name))
    if look is None:
        return SafeString("")
    label = str(look.short if short else look.label)
    if days and look.kind in ("late", "dlate"):
        amount = ngettext("%(days)s ngày", "%(days)s ngày", abs(days)) % {"days": formats.number(abs(days))}
        label = f"{label} {amount}"
    return _chip(look, label)


@register.simple_tag
def working_state(name: object) -> SafeString:
    """The working state of a task, or one of its flags."""
    look = states.WORKING_STATES.get(_key(name))
    return _chip(look, look.label) if look else SafeString("")


@register.simple_tag
def wait(
    kind: object, who: object = "", until: date | None = None, on: date | None = None, days: int | None = None
) -> SafeString:
    """Whose answer is awaited, until when; ``days`` (working days left, negative when late) if the page knows."""
    parts = [str(states.WAITS.get(_key(kind), _key(kind)))]
    if who:
        parts[0] = f"{parts[0]}: {who}"
    if until:
        parts.append(_("đến %(day)s") % {"day": formats.day(until)})
    if days is not None:
        parts.append(days_text(days))
    elif until and on and on > until:
        parts.append(_("đã quá hạn trả lời"))
    return st("wait", ", ".join(parts), "hourglass")


@register.simple_tag
def grade(value: object, short: bool = False, proposed: bool = False) -> SafeString:
    """A grade by its word: the full official name, or the short one in tables; a proposed one is dashed."""
    level = states.grade_level(value)
    if level is None:
        return format_html('<span class="g g0">{}</span>', _("Chưa xếp loại"))
    full, brief = states.GRADES[level]
    label = str(brief if short else full)
    if proposed:
        return format_html('<span class="g g{} g-prop">{}</span>', level, _("Đề nghị: %(grade)s") % {"grade": label})
    return format_html('<span class="g g{}" title="{}">{}</span>', level, full, label)


@register.simple_tag
def certainty(name: object, short: bool = False) -> SafeString:
    """Whether a source is confirmed or still to be checked by the authority."""
    look = states.CERTAINTIES.get(_key(name))
    return _chip(look, look.short if short else look.label) if look else SafeString("")


@register.simple_tag
def why(url: str, label: str = "") -> SafeString:
    """The link from any computed value to its explanation."""
    return format_html('<a class="why" href="{}">{}{}</a>', url, icons.icon("help-circle"), label or _("Vì sao?"))


def days_text(days: int) -> str:
    """Working days left or over: còn 2 ngày, quá 15 ngày, đến hạn hôm nay."""
    if days == 0:
        return _("đến hạn hôm nay")
    amount = {"days": formats.number(abs(days))}
    if days < 0:
        return ngettext("quá %(days)s ngày", "quá %(days)s ngày", -days) % amount
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % amount


@register.simple_tag
def days_left(days: int | None, soon: int = 2) -> SafeString:
    """Days left (positive) or over (negative) in words; amber from ``soon`` days on, red when over."""
    if days is None:
        return format_html('<span class="muted">{}</span>', _("Không thời hạn"))
    kind = "late" if days < 0 else "amberc" if days <= soon else ""
    return format_html('<span class="{}">{}</span>', kind, days_text(days))


# ---- Figures -----------------------------------------------------------------------------------------------

_BAR = (("#1d7a5c", 0), ("url(#h-dl)", 1), ("#7394b5", 2), ("url(#h-la)", 3))


@register.simple_tag
def statebar(done: int, dlate: int, run: int, late: int, large: bool = False) -> SafeString:
    """Four states as one full-width bar; its numbers must stand in the same row, so it is hidden from readers."""
    amounts = [max(0, int(amount or 0)) for amount in (done, dlate, run, late)]
    total = sum(amounts)
    pieces, left = [], 0.0
    for (fill, place), amount in zip(_BAR, amounts, strict=True):
        if not amount:
            continue
        width = 100 * amount / total
        pieces.append(format_html(_RECT, f"{left:.2f}%", f"{width:.2f}%", fill))
        if place and left:
            pieces.append(format_html(_RECT, f"{left:.2f}%", "1.5", "#fff"))
        left += width
    look = "bar bar-l" if large else "bar"
    drawing = SafeString("".join(pieces))
    return format_html('<svg class="{}" aria-hidden="true" focusable="false">{}</svg>', look, drawing)


_RECT = '<rect x="{}" y="0" width="{}" height="100%" fill="{}"/>'
_SWATCHES = {"done": "#1d7a5c", "dlate": "url(#h-dl)", "run": "#7394b5", "late": "url(#h-la)"}


@register.simple_tag
def swatch(kind: str) -> SafeString:
    """The small square before a column head or a legend: done, dlate, run or late."""
    return format_html(
        '<svg class="sw" aria-hidden="true" focusable="false"><rect width="13" height="13" rx="2" fill="{}"/></svg>',
        _SWATCHES[kind],
    )


@register.simple_tag
def legend() -> SafeString:
    """The words of the four colours, in their fixed order."""
    looks = [states.REPORT_STATES[name] for name in ("done_on_time", "done_late", "running", "running_overdue")]
    spans = format_html_join("", "<span>{}{}</span>", ((swatch(look.kind), look.label) for look in looks))
    return format_html('<div class="legend">{}</div>', spans)


@register.simple_tag
def meter(used: int, most: int, label: str) -> SafeString:
    """A quota as segments: filled ones are used, dashed ones free, a red line stands at the limit."""
    cells = max(used, most, 1)
    if cells > 60:
        return SafeString("")
    step = 100 / cells
    drawn = []
    for place in range(cells):
        look = 'fill="#24406b"' if place < used else 'fill="none" stroke="#7a8793" stroke-dasharray="3 3"'
        drawn.append(f'<rect x="{place * step + 0.25:.2f}%" y="1" width="{step - 0.5:.2f}%" height="24" {look}/>')
    if used > most:
        drawn.append(f'<rect x="{most * step:.2f}%" y="0" width="2.5" height="26" fill="#b42318"/>')
    return format_html('<svg class="meter" role="img" aria-label="{}">{}</svg>', label, SafeString("".join(drawn)))


@register.simple_tag
def chart(box_id: str, options: dict[str, Any]) -> SafeString:
    """The options of a chart as a block of data; nv.js draws it into the element ``box_id``."""
    block = json_script(options)
    return SafeString(block.replace("<script", format_html('<script data-chart="{}"', box_id), 1))


@register.simple_tag
def figure(value: object, url: str = "") -> SafeString:
    """A count that opens its list; zero is grey and no link, nothing is "–"."""
    if value is None:
        return format_html('<span class="zero">{}</span>', formats.NOTHING)
    if not value:
        return SafeString('<span class="zero">0</span>')
    text = formats.number(value)  # type: ignore[arg-type]
    return format_html('<a class="quiet" href="{}">{}</a>', url, text) if url else format_html("{}", text)


# ---- Forms -------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, hint: str = "", label: str = "") -> SafeString:
    """A control with label, hint, message and the "not obligatory" mark."""
    if bound.is_hidden:
        return SafeString(str(bound))
    return render_to_string("web/forms/field.html", field_context(bound, hint, label))


def field_context(bound: BoundField, hint: str = "", label: str = "") -> dict[str, Any]:
    """What the template of one field needs."""
    widget = bound.field.widget
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    if hint and not bound.help_text:
        bound.help_text = hint
    extra: dict[str, Any] = {}
    classes = widget.attrs.get("class", "")
    if bound.errors and "inp" in classes.split():
        extra["class"] = f"{classes} inp-err"
    if bound.field.required and not grouped and not isinstance(widget, FileInput):
        extra["aria-required"] = "true"
    return {
        "field": bound,
        "control": bound.as_widget(attrs=extra),
        "label": label or bound.label,
        "grouped": grouped,
        "checkbox": isinstance(widget, CheckboxInput),
        "optional": not bound.field.required and not isinstance(widget, CheckboxInput),
    }


@register.simple_tag
def errsum(form: BaseForm, level: int = 2) -> SafeString:
    """The summary of what is wrong, with links to the fields; nothing when all is well."""
    if not form.errors:
        return SafeString("")
    items = [("", text) for text in form.non_field_errors()]
    for bound in form:
        items += [(bound.id_for_label or bound.auto_id, text) for text in bound.errors]
    return render_to_string("web/components/errsum.html", {"items": items, "level": level, "count": len(items)})


@register.inclusion_tag("web/forms/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """All visible and hidden fields of a form, one under the other."""
    return {"form": form}


# ---- Lists -------------------------------------------------------------------------------------------------


@register.inclusion_tag("web/components/chips.html")
def chips(items: Iterable[dict[str, Any]], label: str = "") -> dict[str, Any]:
    """Filters as links: each ``{label, url, count, on, remove}``; ``remove`` adds the cross that takes it away."""
    return {"items": items, "label": label or _("Lọc")}


@register.inclusion_tag("web/components/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "", level: int = 3) -> dict[str, Any]:
    """A list with nothing in it: what is empty, the next event, one link."""
    return {"title": title, "text": text, "url": url, "label": label, "level": level}


@register.simple_tag(takes_context=True)
def qs(context: template.Context, **changes: object) -> str:
    """The address's query with some values changed; ``None`` takes one away. Paging starts again."""
    return _query(_get(context), changes)


def _get(context: template.Context) -> QueryDict | None:
    """A changeable copy of the address's query, if the template was rendered for a request."""
    return context["request"].GET.copy() if "request" in context else None


def _query(query: QueryDict | None, changes: dict[str, object]) -> str:
    if query is None:
        return "?"
    if "after" not in changes:
        query.pop("after", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(context: template.Context, page: Any, total: int | None = None) -> dict[str, Any]:
    """Which rows are shown, of how many if a counter knows, and the way to the next ones."""
    return {
        "page": page,
        "total": total,
        "next_url": _query(_get(context), {"after": page.next_token}),
        "first_url": _query(_get(context), {"after": None}),
    }


@register.inclusion_tag("web/components/th.html", takes_context=True)
def th(
    context: template.Context, label: str, key: str, current: str = "", num: bool = False, title: str = ""
) -> dict[str, Any]:
    """A column head that sorts by link: ``current`` is the order in the address ("-days" is descending)."""
    direction = "descending" if current == f"-{key}" else "ascending" if current == key else ""
    target = key if direction == "descending" else f"-{key}" if direction == "ascending" else key
    return {
        "label": label,
        "url": _query(_get(context), {"sort": target}),
        "direction": direction,
        "num": num,
        "title": title,
    }


# ---- Records -----------------------------------------------------------------------------------------------


@register.inclusion_tag("web/components/reasons.html")
def reasons(items: Iterable[Any]) -> dict[str, Any]:
    """Reasons of a computed result, each with rule, source and certainty where it has them."""
    return {"items": items}


@register.inclusion_tag("web/components/steps.html")
def steps(items: Iterable[dict[str, Any]], label: str = "") -> dict[str, Any]:
    """A process of at most five steps: each ``{label, note, state}``, state "done", "current" or ""."""
    return {"items": items, "label": label or _("Các bước")}


@register.inclusion_tag("web/components/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """History, oldest first: each ``{when, title, text, icon, kind, note, url, url_label, future}``."""
    found = [_event(event) for event in events]
    years = [event["date"][6:] for event in found]
    for before, year, event in zip(["", *years], years, found, strict=False):
        # The year is written where it changes, if the history spans more than one.
        event["year"] = year if year != before and len(set(years)) > 1 else ""
    return {"events": found}


def _event(event: Any) -> dict[str, Any]:
    names = ("when", "title", "text", "icon", "kind", "note", "url", "url_label", "future")
    found = {name: event.get(name) if isinstance(event, dict) else getattr(event, name, None) for name in names}
    when = found["when"]
    written = formats.day(when) if when else ""
    return {**found, "is_moment": isinstance(when, datetime), "date": written, "short_date": written[:5]}


@register.inclusion_tag("web/components/facts.html")
def facts(items: Iterable[Any]) -> dict[str, Any]:
    """The six clear points, or any pairs (label, value), in a grid."""
    return {"items": items}


@register.inclusion_tag("web/components/kv.html")
def kv(items: Iterable[Any]) -> dict[str, Any]:
    """Pairs (label, value) one under the other, for side columns."""
    return {"items": items}


@register.inclusion_tag("web/components/a4.html")
def a4(doc: Any) -> dict[str, Any]:
    """The faithful preview of an official document; what ``doc`` holds is told in web/components/a4.html."""
    return {"doc": doc}


@register.simple_tag
def filled(value: object) -> SafeString:
    """A value that a document takes from the records: yellow on the screen, never in print."""
    return format_html('<span class="field">{}</span>', value)


@register.inclusion_tag("web/components/note.html")
def note(text: object, kind: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """A message in the page: kind act, ok, amber, late, wait or nothing."""
    return {"text": text, "kind": kind, "url": url, "label": label}
