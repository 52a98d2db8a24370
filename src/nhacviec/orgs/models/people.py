"""People (con người): posts, appointments, party membership."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered

from ..kinds import GROUNDS, POST_KINDS, READINGS, post_kind_choices
from .organisations import Organisation
from .periods import Dated, DatedQuerySet


class Person(Covered):
    """Cán bộ, công chức, viên chức, đảng viên: one person, whatever posts he or she holds."""

    ledger_skip: ClassVar[frozenset[str]] = frozenset({"folded", "sort_key"})

    code = models.CharField(_("mã"), max_length=40, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    born_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    # Restriction instead of deletion: the record stays for the register, but only keepers of records meet it.
    restricted_on = models.DateField(_("hạn chế từ ngày"), null=True, blank=True)
    restricted_ground = models.CharField(_("căn cứ hạn chế"), max_length=200, blank=True)
    folded = models.CharField(max_length=140, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = _("người")
        indexes = [models.Index(fields=["sort_key"]), models.Index(fields=["folded"])]

    def __str__(self) -> str:
        return self.full_name


class Post(Covered):
    """Chức vụ, vị trí: a place in an organisation that people hold one after another; it may be vacant."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(_("loại"), max_length=30, choices=post_kind_choices)
    title = models.CharField(_("chức danh"), max_length=160)

    class Meta:
        verbose_name = _("chức vụ")
        indexes = [models.Index(fields=["organisation", "kind"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_head(self) -> bool:
        """Whether its holder answers for the organisation (người đứng đầu)."""
        return POST_KINDS[self.kind].head if self.kind in POST_KINDS else False


class Appointment(Dated, Covered):
    """Bổ nhiệm, phân công: a person in a post, from when to when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    acting = models.BooleanField(_("tạm quyền"), default=False)

    objects: ClassVar[DatedQuerySet["Appointment"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("bổ nhiệm")
        constraints = [
            Dated.period_check("orgs_appointment_period"),
            models.UniqueConstraint(fields=["person", "post", "valid_from"], name="orgs_appointment_start"),
        ]
        indexes = [models.Index(fields=["person", "valid_from"]), models.Index(fields=["post", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.post_id}"


class Membership(Dated, Covered):
    """Đảng viên sinh hoạt tại chi bộ: party membership in a cell, dated (G-2 … G-7).

    `exempt` is exemption from work and activity, `suspended` suspension from party activity; a change of
    either ends this row and starts another.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    cell = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    admitted_on = models.DateField(_("ngày kết nạp"))
    official_on = models.DateField(_("ngày chính thức"), null=True, blank=True)
    exempt = models.BooleanField(_("miễn công tác và sinh hoạt"), default=False)
    suspended = models.BooleanField(_("đình chỉ sinh hoạt"), default=False)
    # Why the row ended: a change of state, a transfer, a reorganisation, leaving the Party (`kinds.MEMBERSHIP_ENDS`).
    end_reason = models.CharField(_("lý do kết thúc"), max_length=20, blank=True)
    document = models.CharField(_("văn bản"), max_length=200, blank=True)

    objects: ClassVar[DatedQuerySet["Membership"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sinh hoạt đảng")
        constraints = [
            Dated.period_check("orgs_membership_period"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_until__isnull=True), name="orgs_membership_one_open"
            ),
            models.CheckConstraint(
                condition=Q(official_on__isnull=True) | Q(official_on__gte=F("admitted_on")),
                name="orgs_membership_official",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__gte=F("admitted_on")), name="orgs_membership_after_admission"
            ),
        ]
        indexes = [models.Index(fields=["cell", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.person_id} ∈ {self.cell_id}"


class TemporaryActivity(Dated, Covered):
    """Sinh hoạt tạm thời: a member takes part in another cell for a time, and stays a member of his own (G-7)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="temporary_activities")
    cell = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="temporary_activities")
    document = models.CharField(_("văn bản"), max_length=200, blank=True)

    objects: ClassVar[DatedQuerySet["TemporaryActivity"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sinh hoạt tạm thời")
        constraints = [
            Dated.period_check("orgs_temporaryactivity_period"),
            models.UniqueConstraint(fields=["person", "valid_from"], name="orgs_temporaryactivity_start"),
        ]
        indexes = [models.Index(fields=["cell", "valid_from"], name="orgs_tempact_cell_idx")]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.cell_id}"


class ReadingLog(models.Model):
    """Lượt xem: who read a personal record (page, grade, case, file), when and on which ground; the person sees it on his own page.

    Plain rows outside the ledger: a reading changes nothing, and the ids stand alone so that a row outlives an account.
    """

    person_id = models.BigIntegerField(_("người được xem"))
    reader_person_id = models.BigIntegerField(_("người xem"), null=True, blank=True)
    reader_name = models.CharField(_("tên người xem"), max_length=200)
    at = models.DateTimeField(_("lúc"))
    ground = models.CharField(_("lý do được xem"), max_length=200)
    # What was read: the person's page, a grade, a case, the whole file; and which record of that kind.
    subject = models.CharField(_("nội dung được xem"), max_length=20, default="person")
    record_id = models.BigIntegerField(_("bản ghi"), null=True, blank=True)
    on_behalf_of = models.CharField(_("thay mặt"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("lượt xem")
        indexes = [models.Index(fields=["person_id", "-at"], name="orgs_readin_person_idx")]

    def __str__(self) -> str:
        return f"{self.reader_name} → {self.person_id}"

    @property
    def subject_label(self) -> str:
        """What was read, in words."""
        return str(READINGS.get(self.subject, self.subject))

    @property
    def ground_label(self) -> str:
        """On which ground, in words; rows of earlier versions kept a code and a detail."""
        return str(GROUNDS.get(self.ground, self.ground))
