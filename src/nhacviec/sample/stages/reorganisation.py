"""1 January and 1 July 2025: Phước Hòa joins An Xuân, then thirteen units become four wards of Đà Nẵng (O-10 … O-13)."""

import datetime as dt

from nhacviec.orgs.actions import (
    AppointmentDraft,
    FoundingDocument,
    MembershipDraft,
    OrganisationDraft,
    PostDraft,
    SuccessionDraft,
    add_memberships,
    appoint,
    create_organisations,
    create_people,
    create_posts,
    end_organisation,
    link_parent,
    record_successions,
)
from nhacviec.orgs.actions.drafts import PersonDraft
from nhacviec.orgs.models import Organisation, ParentLink, Person
from nhacviec.orgs.models.periods import in_force

from .. import plan
from ..build import Build, moment
from ..plan import CITY_END, FIRST_MERGER, NEW_PARTY_ROOT, NEW_STATE_ROOT, PARTY_ROOT, STATE_ROOT

FIRST_DOCUMENT = "Nghị quyết của Ủy ban Thường vụ Quốc hội về sắp xếp đơn vị hành chính cấp xã, hiệu lực 01/01/2025"
SECOND_DOCUMENT = "Nghị quyết 202/2025/QH15 ngày 12/6/2025"
# Posts of a ward of today: kind of unit, post, title, key of the person.
WARD_POSTS = (
    ("party", "secretary", "Bí thư Đảng ủy {ward}", "secretary"),
    ("party", "standing_deputy", "Phó Bí thư Thường trực Đảng ủy {ward}", "deputy"),
    ("state", "chairman", "Chủ tịch UBND {ward}", "chairman"),
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


def reorganise(build: Build) -> None:
    """Carry out both steps by the actions that an office would use."""
    _join_phuoc_hoa(build)
    _found_wards(build)
    _move_everything(build)
    _end_the_city(build)
    _appoint_today(build)


def _join_phuoc_hoa(build: Build) -> None:
    early = next(w for w in plan.wards() if w.merged_early)
    target = next(w for w in plan.wards() if w.name == "Phường An Xuân")
    for prefix in ("UB", "DB"):
        source, successor = build.organisations[f"{prefix}{early.code}"], build.organisations[f"{prefix}{target.code}"]
        _move_children(build, source, successor, FIRST_MERGER, FIRST_DOCUMENT)
        _end(build, source, FIRST_MERGER, FIRST_DOCUMENT)
        _succeed(build, source, successor, FIRST_MERGER, FIRST_DOCUMENT)


def _found_wards(build: Build) -> None:
    viewer, now = build.founder(CITY_END), moment(CITY_END)
    drafts = []
    for name, code in sorted({(w.successor, w.successor_code) for w in plan.wards()}, key=lambda pair: pair[1]):
        lower = name[0].lower() + name[1:]
        party, state = f"DBM{code}", f"UBM{code}"
        drafts += [
            _draft(party, f"Đảng bộ {lower}", "ward_committee", f"ĐB {lower}", [(NEW_PARTY_ROOT, "party")], "ward"),
            _draft(state, f"UBND {lower}", "ward_administration", name, [(NEW_STATE_ROOT, "state"), (party, "party")]),
            _draft(f"VPM{code}", f"Văn phòng Đảng ủy {lower}", "committee_office", "", [(party, "party")]),
            _draft(f"CBM{code}", f"Chi bộ cơ quan {lower}", "cell", "", [(party, "party")]),
            _draft(
                f"KTM{code}",
                f"Phòng Kinh tế, Hạ tầng và Đô thị {lower}",
                "department",
                f"Phòng KT, HT và ĐT {name.removeprefix('Phường ')}",
                [(state, "state")],
            ),
            _draft(
                f"VHM{code}",
                f"Phòng Văn hóa - Xã hội {lower}",
                "department",
                f"Phòng VH - XH {name.removeprefix('Phường ')}",
                [(state, "state")],
            ),
            _draft(f"MCM{code}", f"Trung tâm Phục vụ hành chính công {lower}", "counter", "", [(state, "state")]),
        ]
    made = create_organisations(viewer=viewer, drafts=drafts, now=now)
    build.organisations.update({o.code: o for o in made})


def _draft(
    code: str, name: str, kind: str, short: str, parents: list[tuple[str, str]], sector: str = ""
) -> OrganisationDraft:
    linked = [(parent, hierarchy, CITY_END) for parent, hierarchy in parents]
    return OrganisationDraft(
        name=name,
        code=code,
        kind=kind,
        founded_on=CITY_END,
        short_name=short,
        sector=sector,
        place="Đà Nẵng",
        parents=linked,
    )


def _move_everything(build: Build) -> None:
    """Cells of the old wards and the other grassroots organisations pass under the new wards' committees."""
    wards = [w for w in plan.wards() if not w.merged_early]
    for ward in wards:
        _move_children(
            build,
            build.organisations[f"DB{ward.code}"],
            build.organisations[f"DBM{ward.successor_code}"],
            CITY_END,
            SECOND_DOCUMENT,
        )
    targets = sorted({w.successor_code for w in wards})
    others = [g for g in plan.grassroots() if g.sector.code not in {"ward", "agency"}]
    for n, item in enumerate(others):
        target = build.organisations[f"DBM{targets[n % len(targets)]}"]
        _link(build, build.organisations[item.unit.code], target, "party", CITY_END, SECOND_DOCUMENT)


def _end_the_city(build: Build) -> None:
    wards = [w for w in plan.wards() if not w.merged_early]
    pairs = [(f"MC{w.code}", f"MCM{w.successor_code}") for w in wards]
    early = next(w for w in plan.wards() if w.merged_early)
    pairs.append((f"MC{early.code}", f"MCM{early.successor_code}"))
    for prefix in ("UB", "DB"):
        pairs += [(f"{prefix}{w.code}", f"{prefix}M{w.successor_code}") for w in wards]
    pairs += [(g.unit.code, "") for g in plan.grassroots() if g.sector.code == "agency"]
    pairs = [(c.code, "") for g in plan.grassroots() if g.sector.code == "agency" for c in g.cells] + pairs
    pairs += [(code, NEW_STATE_ROOT) for code, _name, _short in plan.DEPARTMENTS]
    pairs += [("TTPTQD", NEW_STATE_ROOT), ("VPUB", NEW_STATE_ROOT), (STATE_ROOT, NEW_STATE_ROOT)]
    staff = ("BTV", "BTVDN"), ("VPTU", "VPTUDN"), ("BTC", "BTCDN"), ("UBKT", "UBKTDN"), ("BTG", ""), ("BDV", "")
    pairs += [*staff, (PARTY_ROOT, NEW_PARTY_ROOT), ("UBNDQN", NEW_STATE_ROOT), ("TUQN", NEW_PARTY_ROOT)]
    for code, successor in pairs:
        _end(build, build.organisations[code], CITY_END, SECOND_DOCUMENT)
        if successor:
            _succeed(build, build.organisations[code], build.organisations[successor], CITY_END, SECOND_DOCUMENT)


def _move_children(build: Build, source: Organisation, target: Organisation, on: dt.date, document: str) -> None:
    links = ParentLink.objects.filter(in_force(on), parent=source).select_related("child")
    for link in links:
        if link.child.kind in {"cell", "counter"}:
            _link(build, link.child, target, link.hierarchy, on, document)


def _link(build: Build, child: Organisation, parent: Organisation, hierarchy: str, on: dt.date, document: str) -> None:
    link_parent(
        viewer=build.founder(on),
        child=child,
        parent=parent,
        hierarchy=hierarchy,
        since=on,
        now=moment(on),
        document=document,
    )


def _end(build: Build, organisation: Organisation, on: dt.date, document: str) -> None:
    found = FoundingDocument(document[:160], on)
    end_organisation(viewer=build.founder(on), organisation=organisation, on=on, now=moment(on), document=found)


def _succeed(build: Build, source: Organisation, target: Organisation, on: dt.date, document: str) -> None:
    draft = SuccessionDraft(source=source, target=target, kind="merge", document=document[:200])
    record_successions(viewer=build.founder(on), drafts=[draft], on=on, now=moment(on))


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
    """The head of a new ward is the head of the first old one; the rest are new."""
    old = next(w for w in plan.wards() if w.successor_code == code and not w.merged_early)
    unit = build.organisations[f"UBM{code}"]
    name = unit.name.removeprefix("UBND ")
    units = {"party": build.organisations[f"DBM{code}"], "state": unit}
    units.update({prefix: build.organisations[f"{prefix}{code}"] for prefix in ("KTM", "VHM")})
    cell = build.organisations[f"CBM{code}"]
    found = []
    new_members = []
    for family, kind, title, key in WARD_POSTS:
        if key == "chairman":
            person = build.people[f"head:UB{old.code}"]
        else:
            person = _newcomer(build, units[family])
            new_members.append(person)
        build.people[f"{key}:{code}"] = person
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
