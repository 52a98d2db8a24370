"""Opening and closing a yearly campaign."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import Draft, append, append_many
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Membership, Organisation
from nhacviec.rules import grading, quota, rulesets
from nhacviec.rules.calendar import add_months
from nhacviec.rules.rulesets import RuleSet
from nhacviec.web.errors import BadInput, NotPossible

from .. import access, workflow
from ..models import Campaign, Subject
from ..queries.structure import Structure, structure_of

EARLIEST_YEAR = 2018
_ROUNDINGS = (*quota.SHOWN_ROUNDINGS, "min_one")


@dataclass(frozen=True)
class QuotaSettings:
    """Base and rounding of the quota for organisations and cells, and for members (G-54, G-55); None: the rule set's."""

    base: str | None = None
    rounding: str | None = None
    member_base: str | None = None
    member_rounding: str | None = None


@transaction.atomic
def open_campaign(
    *,
    viewer: Viewer,
    year: int,
    committee: Organisation,
    decider: Organisation,
    structure_on: dt.date,
    opened_on: dt.date,
    now: dt.datetime,
    rule_set: str | None = None,
    settings: QuotaSettings | None = None,
) -> Campaign:
    """Open the review of a year: subjects are all grassroots organisations of `committee`, the cells under them and
    their members on `structure_on`; who is not graded is kept as excluded, with the reason (G-2, G-3, G-5).

    `rule_set` is by default the one of 31 December of the year. Raises NotAllowed, BadInput, NotPossible.
    """
    access.require(access.may_open(viewer, committee))
    rules = _rules(year, rule_set)
    directive = rulesets.find_in_force("directive", dt.date(year, 12, 31))
    if Campaign.objects.filter(year=year, committee=committee).exists():
        raise NotPossible(_("Đợt xếp loại của năm này đã được mở."))
    chosen = _chosen(settings or QuotaSettings(), rules)
    campaign = Campaign.objects.create(
        year=year,
        committee=committee,
        decider=decider,
        rule_set=rules.code,
        directive_rule_set=directive.code if directive else "",
        structure_on=structure_on,
        opened_on=opened_on,
        **chosen,
    )
    subjects = _subjects(campaign, structure_of(committee.pk, structure_on), rules)
    if not subjects:
        raise NotPossible(_("Không có tổ chức cơ sở đảng nào trực thuộc vào ngày lấy cơ cấu."))
    Subject.objects.bulk_create(subjects, batch_size=2000)
    append_many(actor=viewer.actor, drafts=_opening(campaign, subjects), now=now)
    return campaign


def _rules(year: int, code: str | None) -> RuleSet:
    if not EARLIEST_YEAR <= year <= 2100:
        raise BadInput("year", _("Chưa có bộ quy tắc xếp loại cho năm này."))
    try:
        rules = rulesets.get(code) if code else grading.rule_set_of(year)
    except rulesets.NoRuleSet as error:
        raise BadInput("rule_set", _("Không có bộ quy tắc này.")) from error
    if rules.family != "grading":
        raise BadInput("rule_set", _("Không phải bộ quy tắc xếp loại."))
    return rules


def _chosen(settings: QuotaSettings, rules: RuleSet) -> dict[str, str]:
    base, rounding = rules.value("quota.base"), rules.value("quota.rounding")
    found = {
        "quota_base": settings.base or base,
        "quota_rounding": settings.rounding or rounding,
        "member_quota_base": settings.member_base or base,
        "member_quota_rounding": settings.member_rounding or rounding,
    }
    for name, value in found.items():
        if value not in (quota.BASES if name.endswith("base") else _ROUNDINGS):
            raise BadInput(name, _("Cách tính số lượng xuất sắc không đúng."))
    return found


def _subjects(campaign: Campaign, tree: Structure, rules: RuleSet) -> list[Subject]:
    """Organisations first, then cells, then members: the order of the records."""
    found = [_unit(campaign, tree, rules, "organisation", pk, pk) for pk in tree.grassroots]
    found += [_unit(campaign, tree, rules, "cell", pk, root) for pk, root in tree.cells.items()]
    places = {**{pk: pk for pk in tree.grassroots}, **tree.cells}
    memberships = Membership.objects.on(campaign.structure_on).order_by("cell_id", "id")
    seen: set[int] = set()
    for row in memberships:
        if row.cell_id in places and row.person_id not in seen:
            seen.add(row.person_id)
            found.append(_member(campaign, row, places[row.cell_id], rules))
    return found


def _unit(campaign: Campaign, tree: Structure, rules: RuleSet, kind: str, pk: int, root: int) -> Subject:
    months = rules.value("exclude.organisation.young")["months"] if rules.has("exclude.organisation.young") else 0
    young = add_months(tree.organisations[pk].founded_on, months) > dt.date(campaign.year, 12, 31)
    facts = grading.OrganisationFacts(young=young and bool(months))
    subject = Subject(campaign=campaign, kind=kind, organisation_id=pk, grassroots_id=root)
    return _excluded(subject, grading.graded(facts, rules, campaign.year))


def _member(campaign: Campaign, row: Membership, root: int, rules: RuleSet) -> Subject:
    facts = grading.MemberFacts(admitted_on=row.admitted_on, exempt=row.exempt, suspended=row.suspended)
    subject = Subject(
        campaign=campaign, kind="member", person_id=row.person_id, unit_id=row.cell_id, grassroots_id=root
    )
    return _excluded(subject, grading.graded(facts, rules, campaign.year))


def _excluded(subject: Subject, exclusion: grading.Exclusion | None) -> Subject:
    if exclusion:
        subject.state = "excluded"
        reason = exclusion.reason.to_json()
        subject.exclusion = {"code": exclusion.code, "reviewed": exclusion.reviewed, "reason": reason}
    return subject


def _opening(campaign: Campaign, subjects: list[Subject]) -> list[Draft]:
    """One entry for the campaign in the committee's chain, one for the subjects of each grassroots organisation."""
    groups: dict[int, list[Subject]] = defaultdict(list)
    for subject in subjects:
        groups[subject.grassroots_id].append(subject)
    facts = {"subjects": len(subjects), "year": campaign.year}
    first = Draft(campaign.committee_id, "open_campaign", [campaign], facts)
    return [first, *(Draft(pk, "list_subjects", group, {"campaign": campaign.pk}) for pk, group in groups.items())]


@transaction.atomic
def close_campaign(*, viewer: Viewer, campaign: Campaign, closed_on: dt.date, now: dt.datetime) -> Campaign:
    """Seal a campaign in which everybody is decided or excluded. It is never changed or computed again.

    Raises NotAllowed, NotPossible (somebody is not decided yet), BadInput (the day).
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    access.require(access.may_organise(viewer, campaign))
    workflow.require_open(campaign)
    left = campaign.subjects.exclude(state__in=workflow.SETTLED).count()
    if left:
        raise NotPossible(_("Còn %(count)s đối tượng chưa có quyết định.") % {"count": left})
    if not campaign.opened_on <= closed_on <= now.date():
        raise BadInput("closed_on", _("Ngày chốt phải từ ngày mở đợt đến hôm nay."))
    campaign.state, campaign.closed_on = "closed", closed_on
    campaign.save(update_fields=["state", "closed_on"])
    append(actor=viewer.actor, chain=campaign.committee_id, verb="close_campaign", records=[campaign], now=now)
    return campaign
