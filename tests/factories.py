"""A small city for tests: real records with their ledger entries, no more than a test needs to speak of."""

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction

from nhacviec.accounts.models import User
from nhacviec.ledger.actions import SYSTEM, append
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Viewer, viewer_for_person
from nhacviec.orgs.actions.reach import renew_reach
from nhacviec.orgs.kinds import POST_KINDS
from nhacviec.orgs.models import Appointment, Membership, Organisation, ParentLink, Person, Post, Succession
from nhacviec.rules.text import fold, sort_key

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LONG_AGO = dt.date(2015, 1, 1)
MONDAY = dt.date(2021, 11, 8)
T = TypeVar("T", bound=Covered)
_numbers = itertools.count(1)


def at(day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment of `day` in the zone of the administration."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def put(record: T, chain: int = 0) -> T:
    """Save a covered record with its ledger entry."""
    with transaction.atomic():
        record.save()
        append(actor=SYSTEM, chain=chain, verb="test", records=[record], now=at(LONG_AGO))
        renew_reach(moved_by(record))
    return record


def moved_by(record: Covered) -> list[int]:
    """The organisations whose place in the tree the record settles, as the actions of the room tell them."""
    if isinstance(record, Organisation):
        return [record.pk]
    if isinstance(record, ParentLink):
        return [record.child_id]
    return [record.source_id] if isinstance(record, Succession) else []


def organisation(
    name: str, kind: str, *, under: Organisation | None = None, hierarchy: str = "party", **more: object
) -> Organisation:
    """An organisation, under a parent in one hierarchy."""
    made = put(
        Organisation(
            name=name,
            code=f"O{next(_numbers)}",
            kind=kind,
            founded_on=LONG_AGO,
            folded=fold(name),
            place="Tam Kỳ",
            **more,
        )
    )
    if under:
        below(made, under, hierarchy)
    return made


def below(child: Organisation, parent: Organisation, hierarchy: str) -> ParentLink:
    """A parent link from long ago, still open."""
    return put(ParentLink(child=child, parent=parent, hierarchy=hierarchy, valid_from=LONG_AGO))


def person(name: str, *, user: str = "") -> Person:
    """A person, with an account (password "mat-khau-mau-1") if `user` is given."""
    account = None
    if user:
        taken = User.objects.filter(username=user).exists()
        account = User(username=f"{user}.{next(_numbers)}" if taken else user, created_at=at(LONG_AGO))
        account.set_password("mat-khau-mau-1")
        put(account)
    return put(
        Person(code=f"P{next(_numbers)}", full_name=name, folded=fold(name), sort_key=sort_key(name), user=account)
    )


def appoint(who: Person, where: Organisation, kind: str, title: str = "", *, since: dt.date = LONG_AGO) -> Appointment:
    """A person in a new post."""
    post = put(Post(organisation=where, kind=kind, title=title or f"{POST_KINDS[kind].label} {where.name}"))
    return put(Appointment(person=who, post=post, valid_from=since))


def member(who: Person, cell: Organisation, *, admitted_on: dt.date = dt.date(2010, 2, 3)) -> Membership:
    """A full party member of a cell."""
    return put(
        Membership(person=who, cell=cell, admitted_on=admitted_on, official_on=admitted_on, valid_from=admitted_on)
    )


def viewer(who: Person, on: dt.date = MONDAY) -> Viewer:
    """The viewer that a person is on a day."""
    return viewer_for_person(Person.objects.get(pk=who.pk), on=on)


@dataclass
class City:
    """Organisations and people of the small city. Accounts: lanh.dao, van.thu, kiem.tra, to.chuc, chu.tich, can.bo, chu.tich.khac."""

    committee: Organisation
    standing: Organisation
    office: Organisation
    inspection: Organisation
    commission: Organisation
    administration: Organisation
    department: Organisation
    ward_party: Organisation
    ward: Organisation
    counter: Organisation
    cell: Organisation
    other_party: Organisation
    other_ward: Organisation
    leader: Person
    clerk: Person
    inspector: Person
    organiser: Person
    chairman: Person
    secretary: Person
    official: Person
    other_chairman: Person
    city_chairman: Person


def a_city(name: str = "Tam Kỳ") -> City:
    """Thành ủy with its bodies, UBND thành phố with a department, two wards with party committee and administration.

    A second city of another name may stand beside the first: the names of its accounts then end in a number.
    """
    committee = organisation(f"Thành ủy {name}", "city_committee", short_name="Thành ủy")
    standing = organisation(f"Ban Thường vụ Thành ủy {name}", "standing_committee", under=committee)
    office = organisation("Văn phòng Thành ủy", "committee_office", under=committee)
    inspection = organisation("Ủy ban Kiểm tra Thành ủy", "inspection_commission", under=committee)
    commission = organisation("Ban Tổ chức Thành ủy", "organisation_commission", under=committee)
    administration = organisation(f"UBND thành phố {name}", "city_administration", under=committee)
    department = organisation("Phòng Quản lý đô thị", "department", under=administration, hierarchy="state")
    ward_party = organisation("Đảng bộ phường An Sơn", "ward_committee", under=committee)
    ward = organisation("UBND phường An Sơn", "ward_administration", under=administration, hierarchy="state")
    below(ward, ward_party, "party")
    counter = organisation("Bộ phận một cửa phường An Sơn", "counter", under=ward, hierarchy="state")
    cell = organisation("Chi bộ khối phố An Hòa", "cell", under=ward_party)
    other_party = organisation("Đảng bộ phường Hòa Thuận", "ward_committee", under=committee)
    other_ward = organisation("UBND phường Hòa Thuận", "ward_administration", under=administration, hierarchy="state")
    below(other_ward, other_party, "party")
    people = {
        "leader": person("Đỗ Khánh Lâm", user="lanh.dao"),
        "clerk": person("Nguyễn Thị Bảo Châu", user="van.thu"),
        "inspector": person("Trần Hữu Nghĩa", user="kiem.tra"),
        "organiser": person("Võ Thị Thùy Giang", user="to.chuc"),
        "chairman": person("Lê Quang Thịnh", user="chu.tich"),
        "secretary": person("Phạm Ngọc Ẩn", user="bi.thu"),
        "official": person("Ngô Thị Hân", user="can.bo"),
        "other_chairman": person("Bùi Văn Đạt", user="chu.tich.khac"),
        "city_chairman": person("Hồ Gia Khiêm", user="chu.tich.tp"),
    }
    appoint(people["leader"], standing, "standing_deputy", "Phó Bí thư Thường trực Thành ủy")
    appoint(people["clerk"], office, "official", "Chuyên viên Văn phòng Thành ủy")
    appoint(people["inspector"], inspection, "head", "Chủ nhiệm Ủy ban Kiểm tra Thành ủy")
    appoint(people["organiser"], commission, "head", "Trưởng Ban Tổ chức Thành ủy")
    appoint(people["chairman"], ward, "chairman", "Chủ tịch UBND phường An Sơn")
    appoint(people["secretary"], ward_party, "secretary", "Bí thư Đảng ủy phường An Sơn")
    appoint(people["official"], counter, "official", "Công chức tư pháp - hộ tịch")
    appoint(people["other_chairman"], other_ward, "chairman", "Chủ tịch UBND phường Hòa Thuận")
    appoint(people["city_chairman"], administration, "chairman", f"Chủ tịch UBND thành phố {name}")
    for key in ("chairman", "secretary", "official"):
        member(people[key], cell)
    return City(
        committee=committee,
        standing=standing,
        office=office,
        inspection=inspection,
        commission=commission,
        administration=administration,
        department=department,
        ward_party=ward_party,
        ward=ward,
        counter=counter,
        cell=cell,
        other_party=other_party,
        other_ward=other_ward,
        **people,
    )
