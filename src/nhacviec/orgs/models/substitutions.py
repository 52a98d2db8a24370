"""Substitution during absence."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered

from ..kinds import AREAS
from .people import Appointment, Person
from .periods import Dated, DatedQuerySet


class Substitution(Dated, Covered):
    """Thay mặt khi vắng: a substitute acts in an absent person's appointment, for a time that is stated from the start.

    `areas` names the rooms in which the substitute may act (empty: all that the post may do). It ends by itself, with
    its period or with the appointment, whichever is earlier; ending it before moves `valid_until`.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutions")
    areas = models.JSONField(_("phạm vi"), default=list, blank=True)
    reason = models.CharField(_("lý do"), max_length=200)
    document = models.CharField(_("văn bản"), max_length=200, blank=True)

    objects: ClassVar[DatedQuerySet["Substitution"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("thay mặt")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=False) & Q(valid_until__gte=F("valid_from")),
                name="orgs_substitution_period",
            ),
            models.UniqueConstraint(fields=["appointment", "substitute", "valid_from"], name="orgs_substitution_start"),
        ]
        indexes = [models.Index(fields=["substitute", "valid_until"], name="orgs_subst_person_idx")]

    @property
    def area_labels(self) -> list[object]:
        """The areas in words; empty when it is for all that the post may do."""
        return [label for area, label in AREAS.items() if area in self.areas]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.appointment_id}"
