"""The four grades of the yearly review, and the four levels of a criterion."""

from collections.abc import Mapping
from enum import IntEnum

from nhacviec.rules.catalogue import applies
from nhacviec.rules.reasons import gettext_noop as _


@applies("G-1")
class Grade(IntEnum):
    """The four grades, the same names for organisations and people (G-1); a smaller number is better."""

    EXCELLENT = 1
    GOOD = 2
    COMPLETED = 3
    NOT_COMPLETED = 4


class Level(IntEnum):
    """The four levels of one criterion (xuất sắc, tốt, trung bình, kém); a smaller number is better."""

    EXCELLENT = 1
    GOOD = 2
    AVERAGE = 3
    POOR = 4


GRADE_LABELS: Mapping[Grade, str] = {
    Grade.EXCELLENT: _("Hoàn thành xuất sắc nhiệm vụ"),
    Grade.GOOD: _("Hoàn thành tốt nhiệm vụ"),
    Grade.COMPLETED: _("Hoàn thành nhiệm vụ"),
    Grade.NOT_COMPLETED: _("Không hoàn thành nhiệm vụ"),
}

LEVEL_LABELS: Mapping[Level, str] = {
    Level.EXCELLENT: _("Xuất sắc"),
    Level.GOOD: _("Tốt"),
    Level.AVERAGE: _("Trung bình"),
    Level.POOR: _("Kém"),
}
