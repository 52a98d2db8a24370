"""The yearly review (kiểm điểm, xếp loại chất lượng): campaign, subjects, ballots, ceilings, quota, decisions (G-*)."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Ground, Readers, Role, Viewer, unrestricted
from nhacviec.orgs.models import Organisation, Person, RollCall


def grade_choices() -> list[tuple[int, object]]:
    """The four grades, equal for collectives and people (G-1)."""
    return [
        (1, _("Hoàn thành xuất sắc nhiệm vụ")),
        (2, _("Hoàn thành tốt nhiệm vụ")),
        (3, _("Hoàn thành nhiệm vụ")),
        (4, _("Không hoàn thành nhiệm vụ")),
    ]


def subject_kind_choices() -> list[tuple[str, object]]:
    """Who is reviewed: grassroots party organisations, cells under them, members."""
    return [("organisation", _("tổ chức cơ sở đảng")), ("cell", _("chi bộ trực thuộc")), ("member", _("đảng viên"))]


def campaign_state_choices() -> list[tuple[str, object]]:
    """States of a campaign."""
    return [("open", _("đang tiến hành")), ("closed", _("đã chốt"))]


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Queries of campaigns."""

    def visible_to(self, viewer: Viewer) -> "CampaignQuerySet":
        """Those of the committees one works for, and those in which one sees a subject."""
        seen = Subject.objects.visible_to(viewer).filter(campaign=OuterRef("pk"))
        return self.filter(Q(committee__in=staff_committees(viewer)) | Exists(seen))


class Campaign(Covered):
    """Đợt xếp loại of a year under one rule set. Quota base and rounding are kept with it (G-54, G-55).

    A closed campaign is never computed again.
    """

    year = models.PositiveIntegerField(_("năm"))
    committee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="campaigns")
    decider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="campaigns_to_decide")
    rule_set = models.CharField(_("bộ quy tắc"), max_length=60)
    directive_rule_set = models.CharField(_("quy chế nhắc việc"), max_length=60, blank=True)
    quota_base = models.CharField(_("cơ sở tính"), max_length=20)
    quota_rounding = models.CharField(_("làm tròn"), max_length=12)
    member_quota_base = models.CharField(_("cơ sở tính đối với đảng viên"), max_length=20)
    member_quota_rounding = models.CharField(_("làm tròn đối với đảng viên"), max_length=12)
    structure_on = models.DateField(_("theo cơ cấu tổ chức ngày"))
    opened_on = models.DateField(_("mở ngày"))
    closed_on = models.DateField(_("chốt ngày"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=campaign_state_choices, default="open")
    quota_result = models.JSONField(_("kết quả tính số lượng xuất sắc"), default=dict)

    objects: ClassVar[CampaignQuerySet] = CampaignQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("đợt xếp loại")
        constraints = [models.UniqueConstraint(fields=["year", "committee"], name="reviews_campaign_once")]

    def __str__(self) -> str:
        return f"{self.year}"

    @property
    def is_open(self) -> bool:
        """Whether anything of it may still change."""
        return self.state == "open"


class Explanation(Covered):
    """Giải trình: a trace of the rules as it stood when it was computed, kept once and shared by all with the same one.

    `trace` is `rules.reasons.Trace.to_json()`, `digest` the SHA-256 of its canonical form.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="explanations")
    digest = models.CharField(max_length=64)
    trace = models.JSONField(_("giải trình"))

    class Meta:
        verbose_name = _("giải trình")
        constraints = [models.UniqueConstraint(fields=["campaign", "digest"], name="reviews_explanation_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.digest[:8]}"


def subject_state_choices() -> list[tuple[str, object]]:
    """States of a subject: the three steps of G-70 with the time to reply between proposal and decision."""
    return [
        ("pending", _("chờ tự xếp loại")),
        ("self_graded", _("đã tự xếp loại")),
        ("proposed", _("đã đề nghị")),
        ("voted", _("đã bỏ phiếu")),
        ("decided", _("đã quyết định")),
        ("excluded", _("không xếp loại")),
    ]


def staff_committees(viewer: Viewer) -> RawSQL:
    """Committees whose whole review the viewer may read: as leader, organisation or inspection commission."""
    return viewer.reads_for(Role.ORGANISER, Role.INSPECTOR, Role.LEADER)


SUBJECT_READERS = Readers(
    # 0: nobody; None would match every organisation.
    Ground("person", _("người được xếp loại"), lambda v: Q(person=v.person_id or 0), reading="own"),
    Ground(
        "staff",
        _("lãnh đạo, ban tổ chức hoặc ủy ban kiểm tra của cấp ủy mở đợt xếp loại"),
        lambda v: Q(campaign__committee__in=staff_committees(v)),
        through="campaign.committee_id",
    ),
    Ground(
        "organisation",
        _("đứng đầu hoặc cấp phó của tổ chức được xếp loại"),
        lambda v: Q(organisation__in=tuple(v.speaks_for)),
        through="organisation_id",
        reading="own",
    ),
    Ground(
        "unit",
        _("đứng đầu hoặc cấp phó của chi bộ"),
        lambda v: Q(unit__in=tuple(v.speaks_for)),
        through="unit_id",
        reading="head",
    ),
    Ground(
        "grassroots",
        _("đứng đầu hoặc cấp phó của tổ chức cơ sở đảng"),
        lambda v: Q(grassroots__in=tuple(v.speaks_for)),
        through="grassroots_id",
        reading="head",
    ),
    limit=lambda v: unrestricted(v, "person__"),
)


class SubjectQuerySet(models.QuerySet["Subject"]):
    """Queries of review subjects."""

    def visible_to(self, viewer: Viewer) -> "SubjectQuerySet":
        """Own grade; grades inside the organisations that the viewer leads or whose commission he or she is."""
        return self.filter(SUBJECT_READERS.condition(viewer))

    def as_proposed(self) -> "SubjectQuerySet":
        """Voted on, and the ballot gave what is proposed: to be decided without grounds."""
        return self.filter(state="voted", proposed=F("ballot__result"))


class Subject(Covered):
    """Đối tượng xếp loại: one organisation, cell or member in a campaign, from self-grade to decision.

    `grassroots` is the grassroots organisation (TCCSĐ) that it belongs to or is, `unit` the cell of a member.
    `facts` holds "declared" (entered by those who appraise) and "found" (what the program looked up, with record ids).
    `ceiling` is the highest grade still possible, with `explanation` saying why; `rank` is the place among the
    candidates for the quota and `lowered` the reason of one who was left out. A proposal below the self-grade
    may be answered until `reply_by` (the whole day counts).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="subjects")
    kind = models.CharField(_("đối tượng"), max_length=12, choices=subject_kind_choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="review_subjects"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="review_subjects")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    grassroots = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("trạng thái"), max_length=12, choices=subject_state_choices, default="pending")
    exclusion = models.JSONField(_("lý do không xếp loại"), default=dict)
    facts = models.JSONField(_("dữ kiện"), default=dict)
    marks = models.JSONField(_("mức từng tiêu chí"), default=dict)
    self_review = models.TextField(_("tự kiểm điểm"), blank=True)
    self_grade = models.PositiveSmallIntegerField(_("tự xếp loại"), choices=grade_choices, null=True, blank=True)
    ceiling = models.PositiveSmallIntegerField(
        _("mức cao nhất còn có thể"), choices=grade_choices, null=True, blank=True
    )
    proposed = models.PositiveSmallIntegerField(_("đề nghị"), choices=grade_choices, null=True, blank=True)
    explanation = models.ForeignKey(
        Explanation, on_delete=models.PROTECT, null=True, blank=True, related_name="subjects"
    )
    lowered = models.JSONField(_("lý do ngoài số lượng xuất sắc"), default=dict)
    proposed_on = models.DateField(_("ngày đề nghị"), null=True, blank=True)
    reply_by = models.DateField(_("hạn trả lời"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("thứ tự"), null=True, blank=True)
    reply = models.TextField(_("ý kiến của đối tượng"), blank=True)
    replied_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    grade = models.PositiveSmallIntegerField(_("xếp loại"), choices=grade_choices, null=True, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    decided_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_number = models.CharField(_("quyết định số"), max_length=60, blank=True)
    departure = models.TextField(_("lý do khác đề nghị"), blank=True)

    objects: ClassVar[SubjectQuerySet] = SubjectQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("đối tượng xếp loại")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation"],
                condition=Q(person__isnull=True),
                name="reviews_subject_organisation",
            ),
            models.UniqueConstraint(
                fields=["campaign", "person"], condition=Q(person__isnull=False), name="reviews_subject_person"
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="reviews_subject_decided_by_a_body",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "kind", "grade"]),
            models.Index(fields=["campaign", "grassroots", "kind"]),
            models.Index(fields=["campaign", "unit"]),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.kind} {self.organisation_id or self.person_id}"

    @property
    def below_self(self) -> bool:
        """Whether the proposal is lower than the self-grade (a larger number is worse)."""
        return self.proposed is not None and self.self_grade is not None and self.proposed > self.self_grade

    @property
    def chain(self) -> int:
        """The ledger chain in which it is written: that of its grassroots organisation."""
        return self.grassroots_id


class GradeBallot(RollCall, Covered):
    """Bỏ phiếu kín on a grade: `votes` by grade ("1" … "4") (G-75)."""

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, related_name="ballot")
    result = models.PositiveSmallIntegerField(_("kết quả"), choices=grade_choices, null=True, blank=True)
    explanation = models.ForeignKey(Explanation, on_delete=models.PROTECT, related_name="ballots")

    class Meta:
        verbose_name = _("kiểm phiếu xếp loại")
        constraints = [RollCall.count_check("reviews_ballot_counts")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.held_on}"
