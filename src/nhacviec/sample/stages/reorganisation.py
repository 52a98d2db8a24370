"""1 January and 1 July 2025: Phước Hòa joins An Xuân, then twelve units become four wards of Đà Nẵng (O-10 … O-13)."""

import datetime as dt
from collections.abc import Mapping, Sequence

from nhacviec.orgs.actions import (
    AppointmentDraft,
    FoundingDocument,
    HeadDraft,
    MembershipDraft,
    Merger,
    NewOrganisation,
    OrganisationDraft,
    PostDraft,
    add_memberships,
    appoint,
    create_organisations,
    create_people,
    create_posts,
    merge_organisations,
)
from nhacviec.orgs.actions.drafts import PersonDraft
from nhacviec.orgs.models import Organisation, ParentLink, Person

from .. import plan
from ..build import Build, moment
from ..plan import CITY_END, FIRST_MERGER, NEW_PARTY_ROOT, NEW_STATE_ROOT, PARTY_ROOT, STATE_ROOT
from . import work2025

FIRST_DOCUMENT = FoundingDocument(
    "Nghị quyết của Ủy ban Thường vụ Quốc hội về sắp xếp đơn vị hành chính cấp xã", dt.date(2024, 11, 1)
)
SECOND_DOCUMENT = FoundingDocument("Nghị quyết 202/2025/QH15", dt.date(2025, 6, 12))
# Posts of a ward of today beside its two heads: kind of unit, post, title, key of the person.
WARD_POSTS = (
    ("party", "standing_deputy", "Phó Bí thư Thường trực Đảng ủy {ward}", "deputy"),
    ("state", "vice_chairman", "Phó Chủ tịch UBND {ward}", "vice"),
    ("state", "official", "Công chức văn phòng UBND {ward}", "official"),
    ("KTM", "head", "Trưởng phòng Kinh tế, Hạ tầng và Đô thị {ward}", "economy"),
    ("KTM", "official", "Công chức kinh tế, hạ tầng và đô thị {ward}", "builder"),
    ("VHM", "head", "Trưởng phòng Văn hóa - Xã hội {ward}", "culture"),
)
COUNTER_POSTS = ("Công chức tư pháp", "Công chức y tế, lao động", "Công chức đất đai", "Công chức xây dựng")
STAFF_POSTS = (
    ("BTVDN", "standing_deputy", "Phó Bí thư Thường trực Thành ủy", "leader"),
    ("BTVDN", "standing_member", "Ủy viên Ban Thường vụ Thành ủy", "standing_today"),
    ("VPTUDN", "official", "Chuyên viên Văn phòng Thành ủy", "clerk"),
    ("VPUBDN", "official", "Chuyên viên Văn phòng UBND thành phố", "clerk_state"),
    ("UBKTDN", "official", "Ủy viên Ủy ban Kiểm tra Thành ủy", "inspector"),
    ("BTCDN", "official", "Chuyên viên Ban Tổ chức Thành ủy", "organiser"),
)
# What passes to the body of the same work in the new city.
STAFF_BODIES = (("BTV", "BTVDN"), ("VPTU", "VPTUDN"), ("BTC", "BTCDN"), ("UBKT", "UBKTDN"), ("TUQN", NEW_PARTY_ROOT))


def reorganise(build: Build) -> None:
    """Carry out both steps by the actions that an office would use, with open work that passes to the successors."""
    work2025.assign_before_the_first(build)
    join_phuoc_hoa(build)
    work2025.assign_before_the_second(build)
    found_four_wards(build)
    _found_offices(build)
    _appoint_today(build)
    work2025.finish_after(build)


def join_phuoc_hoa(build: Build) -> None:
    """1 January 2025: Phước Hòa, party and administration, into An Xuân; its counter and cells pass along."""
    early = next(w for w in plan.wards() if w.merged_early)
    target = next(w for w in plan.wards() if w.name == "Phường An Xuân")
    mergers = [
        Merger([build.organisations[f"{prefix}{early.code}"]], build.organisations[f"{prefix}{target.code}"])
        for prefix in ("UB", "DB")
    ]
    _merge(build, mergers, FIRST_MERGER, FIRST_DOCUMENT)


def found_four_wards(build: Build) -> None:
    """1 July 2025: the twelve units become four, and the city with all its bodies passes into Đà Nẵng, in one change."""
    new = _successors(build)
    mergers = [*_ward_mergers(build, new), *_city_mergers(build, new)]
    made = _merge(build, mergers, CITY_END, SECOND_DOCUMENT, chosen=_grassroots_choices(build))
    build.organisations.update({one.code: one for one in made if one.code in new})


def _merge(
    build: Build,
    mergers: Sequence[Merger],
    on: dt.date,
    document: FoundingDocument,
    chosen: Mapping[str, str] | None = None,
) -> list[Organisation]:
    made = merge_organisations(
        viewer=build.founder(on), mergers=mergers, on=on, document=document, now=moment(on, 7), chosen=chosen
    )
    ended = [source.pk for merger in mergers for source in merger.sources]
    build.organisations.update({one.code: one for one in Organisation.objects.filter(pk__in=ended)})
    return made


def _new_wards() -> list[tuple[str, str]]:
    """Code and name inside a sentence of the four wards of today."""
    return sorted({(w.successor_code, w.successor[0].lower() + w.successor[1:]) for w in plan.wards()})


def _successors(build: Build) -> dict[str, NewOrganisation]:
    """The four wards, each as committee, administration and counter, by code; the first two with their heads."""
    found = {}
    for code, lower in _new_wards():
        old = next(w for w in plan.wards() if w.successor_code == code and not w.merged_early)
        party, state = f"DBM{code}", f"UBM{code}"
        secretary = build.people[f"secretary:{code}"] = _newcomer(build, build.organisations[NEW_PARTY_ROOT])
        chairman = build.people[f"chairman:{code}"] = build.people[f"head:UB{old.code}"]
        name, parents = f"Đảng bộ {lower}", [(NEW_PARTY_ROOT, "party")]
        found[party] = NewOrganisation(
            _draft(party, name, "ward_committee", f"ĐB {lower}", parents, "ward"),
            HeadDraft(secretary, "secretary", f"Bí thư Đảng ủy {lower}"),
        )
        name, parents = f"UBND {lower}", [(NEW_STATE_ROOT, "state"), (party, "party")]
        found[state] = NewOrganisation(
            _draft(state, name, "ward_administration", lower[0].upper() + lower[1:], parents, official=code),
            HeadDraft(chairman, "chairman", f"Chủ tịch UBND {lower}"),
        )
        name, parents = f"Trung tâm Phục vụ hành chính công {lower}", [(state, "state")]
        found[f"MCM{code}"] = NewOrganisation(_draft(f"MCM{code}", name, "counter", "", parents))
    return found


def _ward_mergers(build: Build, new: Mapping[str, NewOrganisation]) -> list[Merger]:
    """Committees, administrations and counters of the old wards; Phước Hòa has only its counter left."""
    return [
        Merger(
            [
                build.organisations[f"{prefix}{w.code}"]
                for w in plan.wards()
                if w.successor_code == code and (prefix == "MC" or not w.merged_early)
            ],
            new[f"{prefix}M{code}"],
        )
        for prefix in ("DB", "UB", "MC")
        for code, _name in _new_wards()
    ]


def _city_mergers(build: Build, new: Mapping[str, NewOrganisation]) -> list[Merger]:
    """Bodies of the old city and province, each with the one that follows it; agencies end with nobody to follow."""
    units = build.organisations
    agencies = [g for g in plan.grassroots() if g.sector.code == "agency"]
    ending = [units[code] for g in agencies for code in (g.unit.code, *(c.code for c in g.cells))]
    state = [*(code for code, _name, _short in plan.DEPARTMENTS), "TTPTQD", "VPUB", STATE_ROOT, "UBNDQN"]
    committees = [new[f"DBM{code}"] for code, _name in _new_wards()]
    return [
        Merger([units[code] for code in state], units[NEW_STATE_ROOT]),
        *(Merger([units[old]], units[following]) for old, following in STAFF_BODIES),
        Merger([units[PARTY_ROOT]], units[NEW_PARTY_ROOT], also=committees),
        Merger([*ending, units["BTG"], units["BDV"]], None),
    ]


def _grassroots_choices(build: Build) -> dict[str, str]:
    """Schools, companies and forces pass from the city under the committees of the wards, in turn."""
    others = [g.unit.code for g in plan.grassroots() if g.sector.code not in {"ward", "agency"}]
    links = ParentLink.objects.on(CITY_END).filter(parent=build.organisations[PARTY_ROOT], hierarchy="party")
    known = dict(links.values_list("child__code", "pk"))
    targets = [f"new:DBM{code}" for code, _name in _new_wards()]
    return {f"orgs.child:{known[code]}": targets[n % len(targets)] for n, code in enumerate(others)}


def _found_offices(build: Build) -> None:
    """Office, cell and two departments of each new ward."""
    drafts = []
    for code, lower in _new_wards():
        party, state, short = f"DBM{code}", f"UBM{code}", lower.removeprefix("phường ")
        drafts += [
            _draft(f"VPM{code}", f"Văn phòng Đảng ủy {lower}", "committee_office", "", [(party, "party")]),
            _draft(f"CBM{code}", f"Chi bộ cơ quan {lower}", "cell", "", [(party, "party")]),
            _draft(
                f"KTM{code}",
                f"Phòng Kinh tế, Hạ tầng và Đô thị {lower}",
                "department",
                f"Phòng KT, HT và ĐT {short}",
                [(state, "state")],
            ),
            _draft(
                f"VHM{code}",
                f"Phòng Văn hóa - Xã hội {lower}",
                "department",
                f"Phòng VH - XH {short}",
                [(state, "state")],
            ),
        ]
    made = create_organisations(viewer=build.founder(CITY_END), drafts=drafts, now=moment(CITY_END))
    build.organisations.update({one.code: one for one in made})


def _draft(
    code: str, name: str, kind: str, short: str, parents: list[tuple[str, str]], sector: str = "", official: str = ""
) -> OrganisationDraft:
    return OrganisationDraft(
        name=name,
        code=code,
        kind=kind,
        founded_on=CITY_END,
        short_name=short,
        sector=sector,
        place="Đà Nẵng",
        parents=[(parent, hierarchy, CITY_END) for parent, hierarchy in parents],
        official_code=official,
        document=SECOND_DOCUMENT.text,
    )


def _appoint_today(build: Build) -> None:
    """People of today: leaders and staff of the city, heads and officials of the four wards."""
    drafts: list[tuple[Organisation, str, str, Person]] = []
    for code, kind, title, key in STAFF_POSTS:
        build.people[key] = _newcomer(build, build.organisations[code])
        drafts.append((build.organisations[code], kind, title, build.people[key]))
    for code in sorted({w.successor_code for w in plan.wards()}):
        drafts += _ward_people(build, code)
    viewer, now = build.founder(CITY_END), moment(CITY_END)
    posts = create_posts(viewer=viewer, drafts=[PostDraft(o, k, t) for o, k, t, _p in drafts], now=now)
    appoint(
        viewer=viewer,
        drafts=[AppointmentDraft(d[3], post, CITY_END) for post, d in zip(posts, drafts, strict=True)],
        now=now,
    )


def _ward_people(build: Build, code: str) -> list[tuple[Organisation, str, str, Person]]:
    """Deputies, officials and the counter of a new ward; its heads came with its founding."""
    unit = build.organisations[f"UBM{code}"]
    name = unit.name.removeprefix("UBND ")
    units = {"party": build.organisations[f"DBM{code}"], "state": unit}
    units.update({prefix: build.organisations[f"{prefix}{code}"] for prefix in ("KTM", "VHM")})
    cell = build.organisations[f"CBM{code}"]
    found = []
    new_members = [build.people[f"secretary:{code}"]]
    for family, kind, title, key in WARD_POSTS:
        person = build.people[f"{key}:{code}"] = _newcomer(build, units[family])
        new_members.append(person)
        found.append((units[family], kind, title.format(ward=name), person))
    counter = build.organisations[f"MCM{code}"]
    for n, title in enumerate(COUNTER_POSTS):
        person = _newcomer(build, counter)
        build.people[f"counter{n}:{code}"] = person
        new_members.append(person)
        found.append((counter, "official", title, person))
    _admit(build, new_members, cell)
    return found


def _admit(build: Build, people: list[Person], cell: Organisation) -> None:
    drafts = [MembershipDraft(p, cell, dt.date(2012, 5, 19), dt.date(2013, 5, 19), since=CITY_END) for p in people]
    add_memberships(viewer=build.founder(CITY_END), drafts=drafts, now=moment(CITY_END))


def _newcomer(build: Build, home: Organisation) -> Person:
    code = f"NG-{home.code}-{len(build.people)}"
    draft = PersonDraft(build.names.draw(), code, home)
    return create_people(viewer=build.founder(CITY_END), drafts=[draft], now=moment(CITY_END))[0]
