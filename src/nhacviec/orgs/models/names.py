"""The names that organisations bore (tên gọi qua các thời kỳ)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered

from .organisations import Organisation
from .periods import Dated, DatedQuerySet


class OrganisationName(Dated, Covered):
    """Tên gọi: the name, short name and official code that an organisation bore in a period.

    The present ones stand in `Organisation` too, so that lists need no join; a row here is written with each naming,
    the first at its founding. Official codes are used again for other units (tam_ky_units.csv).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("tên"), max_length=300)
    short_name = models.CharField(_("tên viết tắt"), max_length=120, blank=True)
    official_code = models.CharField(_("mã đơn vị"), max_length=40, blank=True)
    document = models.CharField(_("văn bản"), max_length=200, blank=True)

    objects: ClassVar[DatedQuerySet["OrganisationName"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("tên gọi")
        constraints = [
            Dated.period_check("orgs_organisationname_period"),
            models.UniqueConstraint(fields=["organisation", "valid_from"], name="orgs_organisationname_start"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(valid_until__isnull=True), name="orgs_organisationname_one_open"
            ),
        ]
        indexes = [models.Index(fields=["official_code"], name="orgs_orgname_code_idx")]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from})"
