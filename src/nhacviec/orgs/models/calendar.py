"""The working-day calendar as editable data (W-7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered


def day_kind_choices() -> list[tuple[str, object]]:
    """Choices of `CalendarDay.kind`."""
    return [("off", _("nghỉ")), ("working", _("làm việc bù"))]


class CalendarDay(Covered):
    """Ngày nghỉ hoặc làm bù: a day that differs from the ordinary week (Monday to Friday), with its source document."""

    day = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại"), max_length=10, choices=day_kind_choices)
    name = models.CharField(_("tên"), max_length=160)
    source = models.CharField(_("căn cứ"), max_length=300, blank=True)
    certainty = models.CharField(_("độ chắc chắn"), max_length=20, default="to_be_checked")

    class Meta:
        verbose_name = _("ngày lịch")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
