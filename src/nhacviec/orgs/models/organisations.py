"""Organisations (tổ chức) in dated hierarchies."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered

from ..kinds import GRASSROOTS_KINDS, ORGANISATION_KINDS, hierarchy_choices, organisation_kind_choices, sector_choices
from .periods import Dated, DatedQuerySet

# What stands below is kept in `Reach`, derived; its docstring says what "below" means. One text for both engines.
_SUBTREE = """
SELECT r.organisation_id FROM orgs_reach r WHERE r.top_id IN ({roots}) AND r.since <= %s AND r.until > %s
"""


def subtree_sql(roots: tuple[int, ...], on: dt.date) -> RawSQL:
    """Sub-select of the ids of `roots` and all below them on `on`, in both hierarchies, for `filter(x__in=…)`.

    Includes ended organisations that those succeeded to, so that history stays readable after a reorganisation.
    """
    marks = ", ".join(["%s"] * len(roots)) or "NULL"
    return RawSQL(_SUBTREE.format(roots=marks), [*roots, on, on])  # noqa: S611


_PAST = """
WITH RECURSIVE past(id) AS (
  SELECT CAST(o.id AS bigint) FROM orgs_organisation o WHERE o.id IN ({roots})
  UNION
  SELECT CAST(s.source_id AS bigint) FROM orgs_succession s JOIN past ON s.target_id = past.id
  JOIN orgs_organisation o ON o.id = s.source_id
  WHERE s.on_date <= %s AND o.ended_on <= %s
) SELECT id FROM past
"""


def past_sql(roots: tuple[int, ...], on: dt.date) -> RawSQL:
    """Sub-select of the ids of `roots` and of all ended ones that they succeeded to until `on`: whose records they keep."""
    marks = ", ".join(["%s"] * len(roots)) or "NULL"
    return RawSQL(_PAST.format(roots=marks), [*roots, *[on.isoformat()] * 2])  # noqa: S611


# What a past head keeps reading: the ended organisation, what ended while it stood below, and what those succeeded to.
# Nothing that lived on elsewhere, and nothing that came later.
_HISTORY = """
WITH RECURSIVE ended(id) AS (
  SELECT CAST(o.id AS bigint) FROM orgs_organisation o WHERE o.id IN ({roots}) AND o.ended_on <= %s
  UNION
  SELECT CAST(e.below AS bigint) FROM ended JOIN (
    SELECT l.parent_id AS above, l.child_id AS below FROM orgs_parentlink l
    JOIN orgs_organisation p ON p.id = l.parent_id
    JOIN orgs_organisation c ON c.id = l.child_id
    WHERE l.valid_until = c.ended_on AND c.ended_on <= p.ended_on
    UNION ALL
    SELECT s.target_id, s.source_id FROM orgs_succession s
    JOIN orgs_organisation o ON o.id = s.source_id
    JOIN orgs_organisation t ON t.id = s.target_id
    WHERE o.ended_on <= t.ended_on
  ) e ON e.above = ended.id
) SELECT id FROM ended
"""


def history_sql(roots: tuple[int, ...], on: dt.date) -> RawSQL:
    """Sub-select of the ids of ended organisations `roots`, what ended below them, and what those succeeded to."""
    marks = ", ".join(["%s"] * len(roots)) or "NULL"
    return RawSQL(_HISTORY.format(roots=marks), [*roots, on.isoformat()])  # noqa: S611


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Queries of organisations."""

    def existing(self, on: dt.date) -> "OrganisationQuerySet":
        """Founded and not yet ended on `on`."""
        return self.filter(Q(founded_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on)))

    def grassroots(self) -> "OrganisationQuerySet":
        """Grassroots party organisations (TCCSĐ)."""
        return self.filter(kind__in=GRASSROOTS_KINDS)

    def below(self, roots: tuple[int, ...], on: dt.date) -> "OrganisationQuerySet":
        """`roots` and all below them on `on`."""
        return self.filter(pk__in=subtree_sql(roots, on))


class Organisation(Covered):
    """Tổ chức, cơ quan, đơn vị: a party, state or mass body, or a company, from its founding to its end (O-*)."""

    ledger_skip: ClassVar[frozenset[str]] = frozenset({"folded"})

    name = models.CharField(_("tên"), max_length=300)
    short_name = models.CharField(_("tên viết tắt"), max_length=120, blank=True)
    code = models.CharField(_("mã"), max_length=40, unique=True)
    kind = models.CharField(_("loại"), max_length=40, choices=organisation_kind_choices)
    sector = models.CharField(_("khối"), max_length=20, choices=sector_choices, blank=True)
    place = models.CharField(_("địa danh"), max_length=120, blank=True)
    # The code that the State or the Party gives a unit; used again for another after its end, unlike `code`.
    official_code = models.CharField(_("mã đơn vị"), max_length=40, blank=True)
    founded_on = models.DateField(_("thành lập ngày"))
    ended_on = models.DateField(_("kết thúc ngày"), null=True, blank=True)
    folded = models.CharField(max_length=450, editable=False)

    objects: ClassVar[OrganisationQuerySet] = OrganisationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("tổ chức")
        indexes = [models.Index(fields=["kind"]), models.Index(fields=["folded"])]
        constraints = [
            models.UniqueConstraint(
                fields=["official_code", "kind"],
                condition=Q(ended_on__isnull=True) & ~Q(official_code=""),
                name="orgs_organisation_code_alive",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one: for tables."""
        return self.short_name or self.name

    @property
    def family(self) -> str:
        """The family of its kind: party, state, mass or company."""
        kind = ORGANISATION_KINDS.get(self.kind)
        return kind.family if kind else "state"

    @property
    def grassroots(self) -> bool:
        """Whether it is a grassroots party organisation (TCCSĐ)."""
        return self.kind in GRASSROOTS_KINDS


class ParentLink(Dated, Covered):
    """Trực thuộc: under which organisation another stands, from when to when, in which hierarchy."""

    child = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parent_links")
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="child_links")
    hierarchy = models.CharField(_("hệ thống"), max_length=10, choices=hierarchy_choices)
    document = models.CharField(_("văn bản"), max_length=200, blank=True)

    objects: ClassVar[DatedQuerySet["ParentLink"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("trực thuộc")
        constraints = [
            Dated.period_check("orgs_parentlink_period"),
            models.UniqueConstraint(fields=["child", "hierarchy", "valid_from"], name="orgs_parentlink_start"),
            models.UniqueConstraint(
                fields=["child", "hierarchy"], condition=Q(valid_until__isnull=True), name="orgs_parentlink_one_open"
            ),
        ]
        indexes = [models.Index(fields=["parent", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.child_id} ⊂ {self.parent_id}"


class Succession(Covered):
    """Kế thừa: an ended organisation's successor (merge, split, rename, move) with date and founding document (O-13)."""

    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions_out")
    target = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions_in")
    on_date = models.DateField(_("ngày hiệu lực"))
    kind = models.CharField(_("hình thức"), max_length=20, default="merge")
    document = models.CharField(_("văn bản"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kế thừa")
        constraints = [models.UniqueConstraint(fields=["source", "target", "on_date"], name="orgs_succession_once")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id} ({self.on_date})"
