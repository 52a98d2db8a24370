"""Who held a record before a reorganisation: the memory of what passed to a successor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered

from .organisations import Organisation
from .people import Person


class Handover(Covered):
    """Bàn giao: from `on_date` the successor stands in `field` of a record in which the source stood before (domain.md 8.2).

    `record` is the kind of the record as the ledger names it ("tasks.task"), `field` the place of the organisation in
    it ("lead"). A record that passed twice has two rows. With it any figure "as of" a day before is still right.
    """

    record = models.CharField(_("loại hồ sơ"), max_length=40)
    record_id = models.BigIntegerField(_("hồ sơ"))
    field = models.CharField(_("vai trò"), max_length=20)
    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handovers_out")
    target = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handovers_in")
    person_before = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_after = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on_date = models.DateField(_("từ ngày"))
    document = models.CharField(_("văn bản"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("bàn giao")
        indexes = [
            models.Index(fields=["record", "record_id", "field", "on_date"], name="orgs_handover_record_idx"),
            models.Index(fields=["record", "source", "on_date"], name="orgs_handover_source_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.record}:{self.record_id} {self.source_id} → {self.target_id}"
