"""Which organisations there are, under which others, since when: the same on every run of a size."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

TODAY = dt.date(2026, 3, 2)
REORGANISED = dt.date(2025, 7, 1)
LONG_AGO = dt.date(2010, 1, 1)
DEPARTMENTS = ["Sở Nội vụ", "Sở Tài chính", "Sở Xây dựng", "Sở Y tế", "Sở Tư pháp", "Sở Công Thương"]
OFFICES = ["Phòng Kinh tế", "Phòng Văn hóa - Xã hội"]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made. `provinces` 0 makes one province without a nation above it."""

    name: str
    provinces: int
    communes: int
    organisations: int
    people: int
    tasks: int


SIZES = {
    size.name: size
    for size in (
        Size("city", 0, 4, 360, 6_462, 3_600),
        Size("province", 0, 97, 8_978, 165_000, 90_000),
        Size("nation", 34, 3_300, 305_335, 5_600_000, 3_000_000),
    )
}


@dataclass(slots=True)
class Unit:
    """One organisation. `party` and `state` are its parents by number; `ended` with `successor` when reorganised."""

    id: int
    kind: str
    name: str
    party: int = 0
    state: int = 0
    since: dt.date = LONG_AGO
    ended: dt.date | None = None
    successor: int = 0
    former: int = 0  # the party parent until the reorganisation
    sector: str = ""


@dataclass(slots=True)
class Nation:
    """All units in order of their numbers, and some by what they are."""

    size: Size
    units: list[Unit] = field(default_factory=list)
    committees: list[int] = field(default_factory=list)
    standing: list[int] = field(default_factory=list)
    administrations: list[int] = field(default_factory=list)
    communes: list[tuple[int, int]] = field(default_factory=list)  # party committee, administration
    cells: list[int] = field(default_factory=list)

    def add(self, kind: str, name: str, **more: object) -> int:
        """Another unit; its number."""
        self.units.append(Unit(len(self.units) + 1, kind, name, **more))  # type: ignore[arg-type]
        return len(self.units)


def build(size: Size) -> Nation:
    """The units of a size, exactly `size.organisations` of them."""
    nation, chance = Nation(size), random.Random(2025)
    top, government = 0, 0
    if size.provinces:
        top = nation.add("province_committee", "Ban Chấp hành Trung ương")
        government = nation.add("ministry", "Chính phủ", party=top)
        _staff(nation, top, "Trung ương")
    provinces = [_province(nation, number, top, government) for number in range(max(size.provinces, 1))]
    for number in range(size.communes):
        _commune(nation, number, *provinces[number % len(provinces)], merged=number % len(provinces) % 3 == 0)
    _base(nation, chance)
    return nation


def _staff(nation: Nation, committee: int, place: str) -> None:
    nation.committees.append(committee)
    nation.standing.append(nation.add("standing_committee", f"Ban Thường vụ {place}", party=committee))
    for kind, name in (
        ("committee_office", "Văn phòng"),
        ("inspection_commission", "Ủy ban Kiểm tra"),
        ("organisation_commission", "Ban Tổ chức"),
    ):
        nation.add(kind, f"{name} {place}", party=committee)


def _province(nation: Nation, number: int, top: int, government: int) -> tuple[int, int]:
    place = f"tỉnh số {number + 1}"
    committee = nation.add("province_committee", f"Tỉnh ủy {place}", party=top)
    _staff(nation, committee, place)
    administration = nation.add("province_administration", f"UBND {place}", party=committee, state=government)
    nation.administrations.append(administration)
    for name in DEPARTMENTS:
        cell = nation.add("grassroots_cell", f"Chi bộ {name} {place}", party=committee, sector="agency")
        nation.add("department", f"{name} {place}", party=cell, state=administration)
    return committee, administration


def _commune(nation: Nation, number: int, province: int, administration: int, *, merged: bool) -> None:
    """A ward's committee, its administration under both, offices below; three old wards before it where merged."""
    place = f"phường số {number + 1}"
    since = REORGANISED if merged else LONG_AGO
    committee = nation.add("ward_committee", f"Đảng bộ {place}", party=province, since=since, sector="ward")
    ward = nation.add("ward_administration", f"UBND {place}", party=committee, state=administration, since=since)
    nation.communes.append((committee, ward))
    nation.add("committee_office", f"Văn phòng Đảng ủy {place}", party=committee, since=since)
    nation.add("counter", f"Bộ phận một cửa {place}", state=ward, since=since)
    for name in OFFICES:
        nation.add("department", f"{name} {place}", state=ward, since=since)
    for old in range(3 if merged else 0):
        gone = {"since": LONG_AGO, "ended": REORGANISED}
        former = f"phường cũ số {number + 1}.{old + 1}"
        before = nation.add(
            "ward_committee", f"Đảng bộ {former}", party=province, successor=committee, sector="ward", **gone
        )
        nation.add("ward_administration", f"UBND {former}", party=before, state=administration, successor=ward, **gone)


def _base(nation: Nation, chance: random.Random) -> None:
    """Grassroots organisations and their cells under the communes, some communes far larger than others."""
    left = nation.size.organisations - len(nation.units)
    grassroots = left * 52 // 285
    weights = [chance.uniform(0.4, 1.6) for _ in nation.communes]
    weights[0] = 1.0  # the ward that is measured is an ordinary one in every size
    places = [n for n, weight in enumerate(weights) for _ in range(max(1, round(grassroots * weight / sum(weights))))]
    former = {n: _former(nation, committee) for n, (committee, _ward) in enumerate(nation.communes)}
    made: list[tuple[int, int]] = []
    for number, place in enumerate(places[:grassroots]):
        committee = nation.communes[place][0]
        old = former[place]
        kind, sector = [("grassroots_committee", "agency"), ("grassroots_committee", "company")][number % 2]
        one = nation.add(
            kind,
            f"Đảng bộ cơ sở số {number + 1}",
            party=committee,
            former=old[number % len(old)] if old else 0,
            sector=sector,
        )
        made.append((one, place))
    for number in range(nation.size.organisations - len(nation.units)):
        above, _place = made[number % len(made)]
        nation.cells.append(nation.add("cell", f"Chi bộ số {number + 1}", party=above))


def _former(nation: Nation, committee: int) -> list[int]:
    found = []
    for unit in nation.units[committee : committee + 12]:
        if unit.successor == committee:
            found.append(unit.id)
    return found


def links(nation: Nation) -> Iterator[tuple[int, int, str, dt.date, dt.date | None]]:
    """Parent links: child, parent, hierarchy, from, until."""
    for unit in nation.units:
        for parent, hierarchy in ((unit.party, "party"), (unit.state, "state")):
            if not parent:
                continue
            if unit.former and hierarchy == "party":
                yield unit.id, unit.former, hierarchy, LONG_AGO, REORGANISED
                yield unit.id, parent, hierarchy, REORGANISED, None
            else:
                yield unit.id, parent, hierarchy, unit.since, unit.ended
