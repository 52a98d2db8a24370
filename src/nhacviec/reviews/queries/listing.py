"""The pages of campaigns: list, figures, quota, and the subjects with their filters."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q

from nhacviec.orgs.access import Viewer
from nhacviec.rules.quota import BASES
from nhacviec.rules.text import fold
from nhacviec.web.paging import Page, keyset

from .. import access
from ..models import Campaign, Subject, SubjectQuerySet
from ..workflow import SETTLED
from .counts import ResultCounts, counts_from
from .words import capped_by

KINDS = ("organisation", "cell", "member")
FILTERS = ("", "tran", "thap-hon", "cho-y-kien", "cho-bo-phieu", "cho-quyet-dinh", "khac-de-nghi", "ngoai-dien")
SORTS = {"ten": "", "tran": "ceiling", "de-nghi": "proposed", "tu-xep": "self_grade", "thu-tu": "rank"}


@dataclass(frozen=True)
class Choice:
    """What of a campaign is asked for, out of the address. Empty values do not filter; `grades` are decided or,
    before that, proposed grades."""

    kind: str = "organisation"
    only: str = ""
    grades: tuple[int, ...] = ()
    sector: str = ""
    grassroots: int | None = None
    unit: int | None = None
    words: str = ""
    sort: str = "ten"


@dataclass(frozen=True)
class Figures:
    """Counts of one kind in a campaign, as far as the viewer may see; `until` is the latest day for a reply."""

    total: int
    excluded: int
    self_graded: int
    proposed: int
    told: int
    waiting_reply: int
    voted: int
    decided: int
    capped: int
    below_self: int
    departed: int
    until: dt.date | None
    results: ResultCounts


@dataclass(frozen=True)
class QuotaView:
    """The quota as a page shows it: numbers, and for each base [size, exact share, floor, half up, ceiling].

    `groups` is the number of grassroots organisations that were added up, 1 for a single group.
    """

    used: int
    limit: int
    candidates: int
    size: int
    exact: Decimal
    share: Decimal
    base: str
    rounding: str
    groups: int
    tied: int
    table: Mapping[str, list[Any]]

    @property
    def free(self) -> int:
        """Places left; negative when over the limit."""
        return self.limit - self.used

    @property
    def over_other_base(self) -> int:
        """By how many the literal reading (good only, ordinary rounding) is exceeded."""
        return max(self.used - int(self.table["good_only"][3]), 0)


@dataclass
class Row:
    """A subject of the list with what stands beside it."""

    subject: Subject
    capped: str
    cells: int = 0
    members: int = 0
    on_time: int | None = None
    tasks: int | None = None
    votes_for: int | None = None
    waits_reply: bool = False

    @property
    def cells_url(self) -> str:
        """The list behind the number of cells."""
        return f"?doi-tuong=cell&co-so={self.subject.organisation_id}"

    @property
    def members_url(self) -> str:
        """The list behind the number of members."""
        name = "co-so" if self.subject.kind == "organisation" else "chi-bo"
        return f"?doi-tuong=member&{name}={self.subject.organisation_id}"


@dataclass(frozen=True)
class CampaignPage:
    """All that the page of a campaign shows."""

    campaign: Campaign
    choice: Choice
    figures: Figures
    quota: QuotaView | None
    page: Page
    rows: list[Row]
    sees_all: bool

    @property
    def shares(self) -> list[float | None]:
        """The four grades in per cent of all that stand at one."""
        counts = self.figures.results
        numbers = (counts.excellent, counts.good, counts.completed, counts.not_completed)
        return [counts.share(number) for number in numbers]


def campaigns(viewer: Viewer) -> list[Campaign]:
    """Campaigns that the viewer may see, latest first, with counts of decided organisations and members."""
    settled = Q(subjects__state="decided")
    rows = Campaign.objects.visible_to(viewer).select_related("committee", "decider").defer("quota_result")
    counted = rows.annotate(
        n_organisations=Count("subjects", filter=Q(subjects__kind="organisation") & ~Q(subjects__state="excluded")),
        n_organisations_decided=Count("subjects", filter=settled & Q(subjects__kind="organisation")),
        n_members=Count("subjects", filter=Q(subjects__kind="member") & ~Q(subjects__state="excluded")),
        n_members_decided=Count("subjects", filter=settled & Q(subjects__kind="member")),
    )
    return list(counted.order_by("-year", "-id")[:50])


def own_subjects(viewer: Viewer, campaign: Campaign | None = None) -> list[Subject]:
    """The viewer's own grade and those of the organisations he or she speaks for, latest year first."""
    rows = Subject.objects.filter(Q(person=viewer.self_id or 0) | Q(organisation__in=tuple(viewer.speaks_for)))
    if campaign is not None:
        rows = rows.filter(campaign=campaign)
    found = rows.select_related("campaign", "organisation", "person").order_by("-campaign__year", "kind", "id")
    return list(found[:20])


def visible_subjects(viewer: Viewer, campaign: Campaign, choice: Choice) -> SubjectQuerySet:
    """The subjects of a kind that the viewer may see, under every filter of `choice` but the preset."""
    rows = Subject.objects.filter(campaign=campaign, kind=choice.kind)
    if not access.sees_all(viewer, campaign):
        rows = rows.visible_to(viewer)
    if choice.sector:
        rows = rows.filter(grassroots__sector=choice.sector)
    if choice.grassroots is not None:
        rows = rows.filter(grassroots=choice.grassroots)
    if choice.unit is not None:
        rows = rows.filter(unit=choice.unit)
    if choice.words:
        name = "person__folded__contains" if choice.kind == "member" else "organisation__folded__contains"
        rows = rows.filter(**{name: fold(choice.words)})
    return rows


def _stands_at(*grades: int) -> Q:
    """Decided at one of the grades, or proposed for it and not decided yet."""
    return Q(grade__in=grades) | Q(grade__isnull=True, proposed__in=grades)


def preset(rows: SubjectQuerySet, choice: Choice, on: dt.date) -> SubjectQuerySet:
    """The rows that the chosen preset and grades keep; without a preset all that are graded."""
    if choice.grades:
        rows = rows.filter(_stands_at(*choice.grades))
    if choice.only == "ngoai-dien":
        return rows.filter(state="excluded")
    rows = rows.exclude(state="excluded")
    found = _presets(on).get(choice.only)
    return rows.filter(found) if found is not None else rows


def _presets(on: dt.date) -> dict[str, Q]:
    open_state = ~Q(state__in=SETTLED)
    answered = Q(replied_at__isnull=False) | Q(reply_by__isnull=True) | Q(reply_by__lt=on)
    return {
        "tran": Q(ceiling__gt=F("self_grade")),
        "thap-hon": Q(proposed__gt=F("self_grade")),
        "cho-y-kien": open_state & Q(reply_by__gte=on, replied_at__isnull=True),
        "cho-bo-phieu": Q(state="proposed") & answered,
        "cho-quyet-dinh": Q(state="voted"),
        "khac-de-nghi": ~Q(departure=""),
    }


def figures_of(rows: SubjectQuerySet, on: dt.date) -> Figures:
    """The counts of the steps, the presets and the four grades: one query."""
    graded = ~Q(state="excluded")
    presets = _presets(on)

    def number(condition: Q) -> Count:
        return Count("pk", filter=graded & condition)

    conditions = {
        "total": Q(),
        "self_graded": ~Q(state="pending"),
        "proposed": Q(proposed__isnull=False),
        "told": Q(reply_by__isnull=False),
        "waiting_reply": presets["cho-y-kien"],
        "voted": presets["cho-quyet-dinh"],
        "decided": Q(state="decided"),
        "capped": presets["tran"],
        "below_self": presets["thap-hon"],
        "departed": presets["khac-de-nghi"],
    }
    # Named apart from the columns: an aggregate hides the column of the same name from the next one.
    counted = {f"n_{name}": number(condition) for name, condition in conditions.items()}
    by_grade = {f"g_{grade}": number(_stands_at(grade)) for grade in (1, 2, 3, 4)}
    others = {
        "n_excluded": Count("pk", filter=Q(state="excluded")),
        "last_reply": Max("reply_by", filter=presets["cho-y-kien"]),
    }
    found = rows.aggregate(**counted, **by_grade, **others)
    numbers = {name: found[f"n_{name}"] for name in (*conditions, "excluded")}
    results = counts_from({grade: found[f"g_{grade}"] for grade in (1, 2, 3, 4)})
    return Figures(**numbers, until=found["last_reply"], results=results)


def quota_view(campaign: Campaign, choice: Choice) -> QuotaView | None:
    """The kept quota of a kind: the one group of organisations, one grassroots organisation, or all added up."""
    groups = campaign.quota_result.get(choice.kind, {})
    if choice.kind != "organisation" and choice.grassroots is not None:
        groups = {name: one for name, one in groups.items() if name == str(choice.grassroots)}
    if not groups:
        return None
    first = next(iter(groups.values()))
    table: dict[str, list[Any]] = {base: [0, Decimal(0), 0, 0, 0] for base in BASES}
    for one in groups.values():
        for base, values in one["others"].items():
            table[base] = [
                a + (Decimal(b) if isinstance(b, str) else b) for a, b in zip(table[base], values, strict=True)
            ]
    return QuotaView(
        used=sum(one["counts"]["1"] for one in groups.values()),
        limit=sum(one["limit"] for one in groups.values()),
        candidates=sum(one["candidates"] for one in groups.values()),
        size=sum(one["size"] for one in groups.values()),
        exact=sum((Decimal(one["exact"]) for one in groups.values()), Decimal(0)),
        share=Decimal(first["share"]) * 100,
        base=first["base"],
        rounding=first["rounding"],
        groups=len(groups),
        tied=sum(len(one["tied"]) for one in groups.values()),
        table=table,
    )


def campaign_page(
    *, viewer: Viewer, campaign: Campaign, choice: Choice, on: dt.date, after: str | None = None
) -> CampaignPage:
    """The page of a campaign for one kind of subject: at most five queries. Raises BadInput for a foreign page token."""
    rows = visible_subjects(viewer, campaign, choice)
    chosen = preset(rows, choice, on).select_related(
        "organisation", "person", "unit", "explanation", "ballot", "grassroots"
    )
    page = keyset(chosen.defer("self_review"), order=_order(choice), after=after)
    sees_all = access.sees_all(viewer, campaign)
    own_group = choice.grassroots in viewer.speaks_for if choice.grassroots else False
    return CampaignPage(
        campaign=campaign,
        choice=choice,
        figures=figures_of(rows, on),
        quota=quota_view(campaign, choice) if sees_all or own_group else None,
        page=page,
        rows=_rows(campaign, choice.kind, page.items, on),
        sees_all=sees_all,
    )


def _order(choice: Choice) -> list[tuple[str, str]]:
    name = "person__sort_key" if choice.kind == "member" else "organisation__name"
    key, direction = choice.sort.lstrip("-"), "desc" if choice.sort.startswith("-") else "asc"
    field_name = SORTS.get(key, "")
    return [(field_name, direction), (name, "asc")] if field_name else [(name, direction)]


def _rows(campaign: Campaign, kind: str, subjects: list[Subject], on: dt.date) -> list[Row]:
    members = _numbers(campaign, kind, subjects) if kind != "member" else {}
    found = []
    for subject in subjects:
        subject.campaign = campaign
        tasks = subject.facts.get("found", {}).get("tasks", {})
        ballot = getattr(subject, "ballot", None)
        cells, people = members.get(subject.organisation_id or 0, (0, 0))
        found.append(
            Row(
                subject=subject,
                capped=capped_by(subject),
                cells=cells,
                members=people,
                on_time=tasks.get("on_time"),
                tasks=tasks.get("total"),
                votes_for=ballot.votes.get(str(subject.proposed), 0) if ballot else None,
                waits_reply=waits_reply(subject, on),
            )
        )
    return found


def waits_reply(subject: Subject, on: dt.date) -> bool:
    """Whether the subject may still answer a proposal below its self-grade."""
    settled = subject.state in SETTLED
    return not settled and subject.reply_by is not None and subject.replied_at is None and on <= subject.reply_by


def _numbers(campaign: Campaign, kind: str, subjects: list[Subject]) -> dict[int, tuple[int, int]]:
    """Cells and members of the organisations shown: one query. Who is excluded is not counted."""
    places = [s.organisation_id for s in subjects]
    own = "grassroots_id" if kind == "organisation" else "unit_id"
    below = campaign.subjects.exclude(state="excluded").filter(**{f"{own}__in": places})
    counted = below.values_list(own).annotate(
        cells=Count("pk", filter=Q(kind="cell")), members=Count("pk", filter=Q(kind="member"))
    )
    return {place: (cells, members) for place, cells, members in counted.order_by() if place}
