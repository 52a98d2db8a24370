"""Decided grades and sanctions as records, without the long way to them: these tests are about counting."""

import datetime as dt
import itertools
from collections.abc import Mapping

from nhacviec.discipline.models import Case, Decision
from nhacviec.orgs.models import Organisation
from nhacviec.reviews.models import Campaign, Subject
from tests.factories import City, below, organisation, person, put

DECIDED = dt.date(2021, 12, 28)
_numbers = itertools.count(1)


def campaign_of(committee: Organisation, decider: Organisation, year: int = 2021) -> Campaign:
    """The campaign of a committee, made if there is none."""
    return Campaign.objects.filter(year=year, committee=committee).first() or put(
        Campaign(
            year=year,
            committee=committee,
            decider=decider,
            rule_set="R2018",
            quota_base="good_or_better",
            quota_rounding="half_up",
            member_quota_base="good_or_better",
            member_quota_rounding="half_up",
            structure_on=dt.date(year, 12, 1),
            opened_on=dt.date(year, 12, 1),
        )
    )


def graded(
    city: City,
    *,
    committee: Organisation | None = None,
    organisations: Mapping[int, int] | None = None,
    members: Mapping[int, int] | None = None,
    undecided: int = 0,
    excluded: int = 0,
    sectors: tuple[str, ...] = ("ward", "agency", "company"),
) -> Campaign:
    """A campaign with so many organisations and members at each grade, spread over the sectors."""
    campaign = campaign_of(committee or city.committee, city.standing)
    places = itertools.cycle(sectors)
    units = []
    for grade, number in (organisations or {}).items():
        for _ in range(number):
            unit = organisation(f"Chi bộ cơ sở {next(_numbers)}", "grassroots_cell", sector=next(places))
            below(unit, campaign.committee, "party")
            units.append(unit)
            put(Subject(campaign=campaign, kind="organisation", organisation=unit, grassroots=unit, **_at(city, grade)))
    home = itertools.cycle(units or [city.ward_party])
    for grade, number in (members or {}).items():
        for _ in range(number):
            _member(campaign, next(home), **_at(city, grade))
    for _ in range(undecided):
        _member(campaign, next(home), state="proposed", proposed=1)
    for _ in range(excluded):
        _member(campaign, next(home), state="excluded")
    return campaign


def _at(city: City, grade: int) -> dict[str, object]:
    return {"state": "decided", "grade": grade, "decided_on": DECIDED, "decided_by": city.standing}


def _member(campaign: Campaign, home: Organisation, **more: object) -> Subject:
    who = person(f"Đảng viên {next(_numbers)}")
    return put(Subject(campaign=campaign, kind="member", person=who, unit=home, grassroots=home, **more))


def sanctioned(city: City, forms: Mapping[str, int], *, body_kind: str = "cell", on: dt.date = DECIDED) -> list[Case]:
    """Decided cases of members of the city's cell."""
    made = []
    for form, number in forms.items():
        for _ in range(number):
            n = next(_numbers)
            case = put(
                Case(
                    code=f"KL-{n}",
                    person=person(f"Đảng viên {n}"),
                    cell=city.cell,
                    committee=city.committee,
                    body=city.cell,
                    body_kind=body_kind,
                    act_ended_on=dt.date(2021, 3, 1),
                    violation="Chậm nhiều việc được giao",
                    proposed_form=form,
                    rule_set="discipline-2021",
                    opened_on=dt.date(2021, 5, 4),
                    state="decided",
                )
            )
            put(
                Decision(
                    case=case, number=f"{n}-QĐ/CB", form=form, decided_on=on, signed_by=city.secretary, signer_post=""
                )
            )
            made.append(case)
    return made
