"""Organisations of the city of 2021 and of the bodies above it."""

import datetime as dt

from nhacviec.orgs.actions import OrganisationDraft, create_organisations

from .. import plan
from ..build import Build, moment
from ..plan import Unit

ENTERED_ON = dt.date(2021, 1, 4)


def found_organisations(build: Build) -> None:
    """Enter every organisation of 2021 with its parents in both hierarchies."""
    units = [*plan.top(), *plan.central(), *plan.state_side()]
    for item in plan.grassroots():
        units += [item.unit, *item.cells]
    made = create_organisations(
        viewer=build.founder(ENTERED_ON), drafts=[draft(u) for u in units], now=moment(ENTERED_ON)
    )
    build.organisations.update({o.code: o for o in made})


def draft(unit: Unit) -> OrganisationDraft:
    """The draft of a planned unit."""
    new = unit.code.endswith("DN")
    return OrganisationDraft(
        name=unit.name,
        code=unit.code,
        kind=unit.kind,
        founded_on=unit.founded,
        short_name=unit.short,
        sector=unit.sector,
        place="Đà Nẵng" if new else "Hà Nội" if unit.code.startswith(("CP", "TW", "NHOM")) else "Tam Kỳ",
        parents=[(code, hierarchy, unit.founded) for code, hierarchy in unit.parents],
        # The State's code of a ward or commune: given again to another one in 2025 (tam_ky_units.csv).
        official_code=unit.code.removeprefix("UB") if unit.kind == "ward_administration" else "",
    )
