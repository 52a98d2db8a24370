"""What every secret ballot of a body records (G-75, D-22)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RollCall(models.Model):
    """Kiểm phiếu: roll, presence and ballots of one vote; the votes themselves are in `votes` (choice → number)."""

    held_on = models.DateField(_("ngày họp"))
    roll = models.PositiveIntegerField(_("tổng số được bỏ phiếu"), validators=[MinValueValidator(1)])
    present = models.PositiveIntegerField(_("có mặt"))
    issued = models.PositiveIntegerField(_("phiếu phát ra"))
    returned = models.PositiveIntegerField(_("phiếu thu về"))
    valid = models.PositiveIntegerField(_("phiếu hợp lệ"))
    votes = models.JSONField(_("kết quả phiếu"))

    class Meta:
        abstract = True

    @staticmethod
    def count_check(name: str) -> models.CheckConstraint:
        """The constraint that no stage of the count holds more than the one before."""
        return models.CheckConstraint(
            condition=Q(present__lte=F("roll"))
            & Q(issued__lte=F("present"))
            & Q(returned__lte=F("issued"))
            & Q(valid__lte=F("returned")),
            name=name,
        )
