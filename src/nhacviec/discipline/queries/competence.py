"""Which bodies of the tree may decide or propose a sanction against a member, and why (D-1, D-5 … D-10)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nhacviec.orgs.kinds import DEPUTY_KINDS, HEAD_KINDS
from nhacviec.orgs.models import Appointment, Membership, Organisation, ParentLink, Person
from nhacviec.rules import rulesets
from nhacviec.rules.competence import (
    Matter,
    MemberPosition,
    allowed_forms,
    competent_bodies,
    limitation_until,
)
from nhacviec.rules.reasons import Reason
from nhacviec.rules.rulesets import RuleSet

from ..models import Case

COMMITTEE_KINDS = ("province_committee", "city_committee")
GRASSROOTS_COMMITTEES = ("ward_committee", "grassroots_committee")
# Whose members are "cấp ủy viên": members of a grassroots committee or of a higher one.
MEMBER_OF_COMMITTEE = (*COMMITTEE_KINDS, *GRASSROOTS_COMMITTEES, "standing_committee")
# Heads and deputies elsewhere are cadres whom a superior committee manages.
NOT_MANAGED_ABOVE = ("cell", "grassroots_cell", "counter", "company", "collective")


@dataclass(frozen=True)
class Body:
    """One body of the tree (None where the tree has none of that kind) and what it may do with the form."""

    kind: str
    organisation: Organisation | None
    may: str
    reason: Reason


@dataclass(frozen=True)
class Competences:
    """The answer: the member's position, every body looked at, the first that may decide, the forms allowed."""

    position: MemberPosition
    cell: Organisation
    bodies: tuple[Body, ...]
    forms: tuple[str, ...]

    @property
    def deciding(self) -> tuple[Body, ...]:
        """Bodies of the tree that may decide, lowest first."""
        return tuple(b for b in self.bodies if b.may == "decide" and b.organisation)

    def of(self, organisation: Organisation) -> Body | None:
        """What that organisation may do, None if it is no body in this matter."""
        return next((b for b in self.bodies if b.organisation and b.organisation.pk == organisation.pk), None)


def person_membership(person: Person, on: dt.date) -> Membership | None:
    """The member's cell on that day, None for who is no party member then."""
    return Membership.objects.on(on).filter(person=person).select_related("cell").first()


def position_of(membership: Membership, on: dt.date) -> MemberPosition:
    """What decides competence about a member, from dated membership and posts."""
    posts = Appointment.objects.on(on).filter(person=membership.person_id).select_related("post__organisation")
    held = [(a.post.kind, a.post.organisation.kind) for a in posts]
    lead = (*HEAD_KINDS, *DEPUTY_KINDS)
    official = membership.official_on is not None and membership.official_on <= on
    return MemberPosition(
        kind="full" if official else "probationary",
        holds_office=any(post != "official" for post, _where in held),
        managed_above=any(post in lead and where not in NOT_MANAGED_ABOVE for post, where in held),
        committee_member=any(post != "official" and where in MEMBER_OF_COMMITTEE for post, where in held),
    )


def line_above(organisation_id: int, on: dt.date) -> list[Organisation]:
    """The party organisations above one, nearest first; one query a level, at most eight levels."""
    found: list[Organisation] = []
    seen = {organisation_id}
    while len(found) < 8:
        link = (
            ParentLink.objects.on(on)
            .filter(child=organisation_id, hierarchy="party")
            .select_related("parent")
            .order_by("id")
            .first()
        )
        if link is None or link.parent_id in seen:
            break
        found.append(link.parent)
        organisation_id = link.parent_id
        seen.add(organisation_id)
    return found


def committee_above(line: Sequence[Organisation]) -> Organisation | None:
    """Of `line_above` the nearest committee of district level or above: it handles the cases of the cell."""
    return next((o for o in line if o.kind in COMMITTEE_KINDS), None)


def bodies_of(
    cell: Organisation, line: Sequence[Organisation], committee: Organisation, on: dt.date
) -> Mapping[str, Organisation]:
    """The bodies of the tree by the kinds that the rules know; `line` is `line_above` of the cell. One query."""
    found = {"cell": cell}
    for above in line:
        if above.kind in GRASSROOTS_COMMITTEES:
            found.setdefault("grassroots_committee", above)
    staff = Organisation.objects.existing(on).filter(
        kind__in=("inspection_commission", "standing_committee"),
        pk__in=ParentLink.objects.on(on).filter(parent=committee, hierarchy="party").values("child_id"),
    )
    for body in staff.order_by("id"):
        found.setdefault(body.kind, body)
    return found


def competences(
    *,
    membership: Membership,
    line: Sequence[Organisation],
    committee: Organisation,
    form: str,
    matter: Matter,
    rule_set: RuleSet,
    on: dt.date,
) -> Competences:
    """Who may decide or propose `form`, with grounds; no body at all when the form cannot be used (D-1)."""
    position = position_of(membership, on)
    tree = bodies_of(membership.cell, line, committee, on)
    found = competent_bodies(form, member=position, matter=matter, rule_set=rule_set)
    bodies = tuple(Body(c.body_kind, tree.get(c.body_kind), c.may, c.reason) for c in found)
    forms = allowed_forms(position.kind, position.holds_office, rule_set)
    return Competences(position, membership.cell, bodies, forms)


def forms_of_body(kind: str, may: str, position: MemberPosition, matter: Matter, rule_set: RuleSet) -> list[str]:
    """Forms that a body of that kind may decide (or propose) against this member in this matter."""
    return [
        form
        for form in allowed_forms(position.kind, position.holds_office, rule_set)
        for found in competent_bodies(form, member=position, matter=matter, rule_set=rule_set)
        if found.body_kind == kind and found.may == may
    ]


def stored(
    found: Competences, chosen: Body, form: str, matter: Matter, rule_set: RuleSet, act: dt.date
) -> dict[str, Any]:
    """The trace of competence as the case keeps it: plain JSON, never recomputed."""
    until = limitation_until(form, act, rule_set)
    return {
        "position": asdict(found.position),
        "matter": matter,
        "form": form,
        "chosen": chosen.kind,
        "bodies": [
            {
                "kind": b.kind,
                "organisation": b.organisation.pk if b.organisation else None,
                "name": b.organisation.name if b.organisation else "",
                "may": b.may,
                "reason": b.reason.to_json(),
            }
            for b in found.bodies
        ],
        "decides": forms_of_body(chosen.kind, "decide", found.position, matter, rule_set),
        "limitation": until.isoformat() if until else None,
    }


def rules_of(case: Case) -> RuleSet:
    """The rule set by which the case was opened: each case is judged by the rules of its own date (principle 2)."""
    return rulesets.get(case.rule_set.split("/")[0])


def position_kept(case: Case) -> MemberPosition:
    """The member's position as the case keeps it."""
    return MemberPosition(**case.competence["position"])


def choices_of(case: Case, role: str, body: Organisation | None = None) -> list[str]:
    """The forms on the ballot paper of that role: those that the body may decide, or those it may only propose."""
    if role == "decide":
        return list(case.competence["decides"])
    wanted = (body or case.cell).pk
    kind = next((b["kind"] for b in case.competence["bodies"] if b["organisation"] == wanted), None)
    if kind is None:
        return []
    return forms_of_body(kind, "propose", position_kept(case), case.competence["matter"], rules_of(case))
