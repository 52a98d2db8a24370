"""What stands in the way of a change of structure, in words that say what to do."""

import datetime as dt
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...access import Viewer
from ...models import Organisation, ParentLink
from .changes import Change
from .parts import Parts

# A change is recorded on its day or later, at most so many days late; the operator may enter older ones.
MOST_DAYS_LATE = 366


def problems_of(viewer: Viewer, change: Change, parts: Parts) -> Iterator[str | Promise]:
    """Everything that keeps a change from being done on its day. At most two queries."""
    yield from day_problems(viewer, change.on)
    for one in change.leaving:
        unit = one.organisation
        if not _lives(unit, change.on) or unit.founded_on >= change.on:
            yield _("%(name)s chưa có hoặc đã kết thúc vào ngày này.") % {"name": unit.label}
        if unit.pk in parts.later:
            yield _("Trong %(name)s có quan hệ, bổ nhiệm hoặc sinh hoạt bắt đầu từ ngày này trở đi.") % {
                "name": unit.label
            }
    yield from _successors(change)
    yield from _children(change, parts)


def day_problems(viewer: Viewer, on: dt.date) -> Iterator[str | Promise]:
    """A change is looked at beforehand, but recorded from its day on; and not long after."""
    if on > viewer.on:
        yield _("Chưa đến ngày có hiệu lực. Có thể xem trước, và xác nhận từ ngày %(day)s.") % {"day": f"{on:%d/%m/%Y}"}
    elif not viewer.operator and (viewer.on - on).days > MOST_DAYS_LATE:
        yield _("Thay đổi được ghi chậm nhất %(days)d ngày sau ngày có hiệu lực.") % {"days": MOST_DAYS_LATE}


def _lives(unit: Organisation, on: dt.date) -> bool:
    return unit.founded_on <= on and (unit.ended_on is None or on < unit.ended_on)


def _successors(change: Change) -> Iterator[str | Promise]:
    """A successor stands on the day, does not end with the change, and is another one than what it follows."""
    known = Organisation.objects.in_bulk(list(change.known))
    for pk, successor in change.known.items():
        unit = known.get(pk)
        if unit is None or not _lives(unit, change.on):
            yield _("%(name)s chưa có hoặc không còn vào ngày này.") % {"name": successor.name}
        elif pk in change.ids:
            yield _("%(name)s không thể kế thừa chính mình hoặc vừa kết thúc vừa kế thừa.") % {"name": successor.name}


def _children(change: Change, parts: Parts) -> Iterator[str | Promise]:
    """What passes under a successor may not have the successor below it."""
    moved = {row.record.child_id for row in parts.rows if isinstance(row.record, ParentLink) and not row.ending}
    if not moved or not change.successors:
        return
    below = Organisation.objects.below(tuple(sorted(moved)), change.on).filter(pk__in=change.known)
    for unit in below:
        yield _("%(name)s đang đứng dưới tổ chức kết thúc. Chuyển tổ chức này lên trước.") % {"name": unit.label}
