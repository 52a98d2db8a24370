"""The life of a party membership: its steps, when each is possible, and what it changes (G-2 … G-7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Membership


@dataclass(frozen=True, slots=True)
class Step:
    """A change of state: it ends the row and starts another one, the same but for `changes`."""

    code: str
    label: Promise
    done: Promise
    possible: Callable[[Membership], bool]
    impossible: Promise
    changes: Mapping[str, bool]
    reason: str = "state"


STEPS = {
    step.code: step
    for step in (
        Step(
            "make_official",
            _("Công nhận chính thức"),
            _("Đã ghi đảng viên chính thức."),
            lambda row: row.official_on is None,
            _("Người này đã là đảng viên chính thức."),
            {},
            "official",
        ),
        Step(
            "exempt",
            _("Miễn công tác và sinh hoạt"),
            _("Đã ghi miễn công tác và sinh hoạt."),
            lambda row: not row.exempt,
            _("Người này đang được miễn công tác và sinh hoạt."),
            {"exempt": True},
        ),
        Step(
            "lift_exemption",
            _("Thôi miễn công tác và sinh hoạt"),
            _("Đã ghi trở lại sinh hoạt."),
            lambda row: row.exempt,
            _("Người này không được miễn công tác và sinh hoạt."),
            {"exempt": False},
        ),
        Step(
            "suspend",
            _("Đình chỉ sinh hoạt đảng"),
            _("Đã ghi đình chỉ sinh hoạt đảng."),
            lambda row: not row.suspended,
            _("Người này đang bị đình chỉ sinh hoạt đảng."),
            {"suspended": True},
        ),
        Step(
            "resume",
            _("Trở lại sinh hoạt sau đình chỉ"),
            _("Đã ghi trở lại sinh hoạt."),
            lambda row: row.suspended,
            _("Người này không bị đình chỉ sinh hoạt đảng."),
            {"suspended": False},
        ),
    )
}

# How a membership ends for good: `kinds.MEMBERSHIP_ENDS` without the changes that start another row. Death is an
# action of its own, since it ends the posts too.
LEAVING = ("left", "expelled")


def possible_steps(row: Membership) -> list[Step]:
    """The steps that a membership's present state allows, in order."""
    return [step for step in STEPS.values() if step.possible(row)]
