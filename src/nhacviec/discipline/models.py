"""Disciplinary cases (kỷ luật đảng viên): competent body, hearing, ballot, decision (D-*)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Ground, Readers, Role, Viewer, unrestricted
from nhacviec.orgs.models import Organisation, Person, RollCall
from nhacviec.orgs.models.organisations import subtree_sql
from nhacviec.reminders.models import Consequence


def form_choices() -> list[tuple[str, object]]:
    """Forms of discipline of a member, light to heavy (D-1)."""
    return [
        ("reprimand", _("khiển trách")),
        ("warning", _("cảnh cáo")),
        ("removal", _("cách chức")),
        ("expulsion", _("khai trừ")),
    ]


def case_state_choices() -> list[tuple[str, object]]:
    """States of a case."""
    return [
        ("opened", _("đã mở")),
        ("heard", _("đã nghe ý kiến")),
        ("voted", _("đã bỏ phiếu")),
        ("decided", _("đã quyết định")),
        ("closed", _("kết thúc, không kỷ luật")),
    ]


def body_kind_choices() -> list[tuple[str, object]]:
    """Kinds of deciding bodies, lowest first (D-5 … D-10)."""
    return [
        ("cell", _("chi bộ")),
        ("section_committee", _("đảng ủy bộ phận")),
        ("grassroots_committee", _("đảng ủy cơ sở")),
        ("inspection_commission", _("ủy ban kiểm tra")),
        ("standing_committee", _("ban thường vụ")),
    ]


def self_review_choices() -> list[tuple[str, object]]:
    """Whether the member reviewed the own fault before the cell; refusal or custody stops nothing (D-20)."""
    return [
        ("done", _("đã tự kiểm điểm")),
        ("refused", _("không tự kiểm điểm")),
        ("custody", _("đang bị tạm giam")),
    ]


def ballot_role_choices() -> list[tuple[str, object]]:
    """What a ballot is for: the body decides, or a lower one proposes to it (D-6, D-7, D-22)."""
    return [("decide", _("quyết định")), ("propose", _("đề nghị"))]


CASE_READERS = Readers(
    Ground("person", _("đảng viên được xem xét"), lambda v: Q(person=v.person_id or 0), reading="own"),
    Ground(
        "staff",
        _("lãnh đạo hoặc ủy ban kiểm tra của cấp ủy xem xét vụ việc"),
        lambda v: Q(committee__in=v.reads_for(Role.INSPECTOR, Role.LEADER)),
        through="committee_id",
    ),
    Ground(
        "body",
        _("đứng đầu hoặc cấp phó của tổ chức có thẩm quyền"),
        lambda v: Q(body__in=tuple(v.speaks_for)),
        through="body_id",
        reading="body",
    ),
    Ground(
        "cell",
        _("đứng đầu hoặc cấp phó của chi bộ hoặc cấp ủy cấp trên của chi bộ"),
        lambda v: Q(cell__in=subtree_sql(tuple(sorted(v.speaks_for)), v.on)),
        through="cell_id",
        reading="head",
    ),
    limit=lambda v: unrestricted(v, "person__"),
)


class CaseQuerySet(models.QuerySet["Case"]):
    """Queries of cases."""

    def visible_to(self, viewer: Viewer) -> "CaseQuerySet":
        """The member; who speaks for the body, the cell or a committee above it; the committee's inspectors and leaders."""
        return self.filter(CASE_READERS.condition(viewer))

    def decided_in(self, year: int) -> "CaseQuerySet":
        """Ended with a sanction whose decision is of that year."""
        return self.filter(state="decided", decision__decided_on__year=year)


class Case(Covered):
    """Vụ việc xem xét kỷ luật of one member for one act (D-4). Secret content stays outside (X-9).

    `committee` is the committee in whose organisation it is handled, `body` the competent body (D-5 … D-10) of kind
    `body_kind`. `competence` keeps why: the member's position, every body looked at with its reason, and the forms
    that the body may decide.
    """

    code = models.CharField(_("mã"), max_length=30, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    cell = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases_of_cell")
    committee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases_of_committee")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases_decided")
    body_kind = models.CharField(_("loại cấp quyết định"), max_length=24, choices=body_kind_choices)
    consequence = models.OneToOneField(
        Consequence, on_delete=models.PROTECT, null=True, blank=True, related_name="case"
    )
    superior_task = models.BooleanField(_("vi phạm nhiệm vụ cấp trên giao"), default=False)
    act_ended_on = models.DateField(_("ngày vi phạm"))
    violation = models.TextField(_("nội dung vi phạm"))
    proposed_form = models.CharField(_("hình thức đề nghị"), max_length=12, choices=form_choices)
    competence = models.JSONField(_("căn cứ thẩm quyền"), default=dict)
    rule_set = models.CharField(_("bộ quy tắc"), max_length=60)
    opened_on = models.DateField(_("ngày mở"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=case_state_choices, default="opened")
    closing_reason = models.TextField(_("lý do kết thúc"), blank=True)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("vụ việc kỷ luật")
        indexes = [
            models.Index(fields=["-opened_on", "-id"]),
            models.Index(fields=["person", "state"]),
            models.Index(fields=["committee", "state"]),
        ]

    def __str__(self) -> str:
        return self.code


class Hearing(Covered):
    """Nghe ý kiến: the member is heard before anything is decided; not coming when asked is recorded (D-20, D-21)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="hearing")
    held_on = models.DateField(_("ngày"))
    attended = models.BooleanField(_("có mặt"), default=True)
    absence = models.TextField(_("lý do vắng mặt"), blank=True)
    self_review = models.CharField(_("tự kiểm điểm"), max_length=10, choices=self_review_choices, default="done")
    self_proposed_form = models.CharField(_("hình thức tự nhận"), max_length=12, choices=form_choices, blank=True)
    statement = models.TextField(_("ý kiến của đảng viên"), blank=True)
    heard_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("nghe ý kiến")
        constraints = [
            models.CheckConstraint(
                condition=Q(attended=True) & ~Q(statement="") | Q(attended=False) & ~Q(absence=""),
                name="discipline_hearing_told",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.held_on}"


class CaseBallot(RollCall, Covered):
    """Bỏ phiếu kín on the form of discipline: `votes` by form code and "none" (D-22, more than half of the roll).

    A body that may only propose votes with role "propose"; an expulsion needs two thirds there first. `roll_known`
    is the roll that the records give; where the meeting's differs, `roll_reason` says why.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ballots")
    role = models.CharField(_("để"), max_length=10, choices=ballot_role_choices, default="decide")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    roll_known = models.PositiveIntegerField(_("tổng số theo hồ sơ"), null=True, blank=True)
    roll_reason = models.TextField(_("lý do khác hồ sơ"), blank=True)
    trace = models.JSONField(_("cách tính"), default=dict)
    passed_form = models.CharField(_("hình thức được thông qua"), max_length=12, choices=form_choices, blank=True)

    class Meta:
        verbose_name = _("kiểm phiếu kỷ luật")
        ordering = ["id"]
        constraints = [
            RollCall.count_check("discipline_ballot_counts"),
            models.UniqueConstraint(fields=["case", "role"], name="discipline_ballot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.held_on}"


class Decision(Covered):
    """Quyết định kỷ luật: the sanction. Announced, it takes effect; it lapses after twelve months (D-23, D-32)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="decision")
    number = models.CharField(_("số"), max_length=60)
    form = models.CharField(_("hình thức"), max_length=12, choices=form_choices)
    decided_on = models.DateField(_("ngày quyết định"))
    hand_over_until = models.DateField(_("chậm nhất công bố ngày"), null=True, blank=True)
    announced_on = models.DateField(_("ngày công bố"), null=True, blank=True)
    lapses_on = models.DateField(_("hết hiệu lực ngày"), null=True, blank=True)
    complaint_until = models.DateField(_("hạn khiếu nại"), null=True, blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signer_post = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("quyết định kỷ luật")
        constraints = [models.CheckConstraint(condition=~Q(number=""), name="discipline_decision_number")]
        indexes = [models.Index(fields=["decided_on", "form"])]

    def __str__(self) -> str:
        return self.number
