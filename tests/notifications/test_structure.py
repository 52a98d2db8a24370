"""A change of structure is told to the heads before and after, to whose posts end, and to the keepers above."""

import datetime as dt

from nhacviec.notifications.models import Message
from nhacviec.orgs.actions import FoundingDocument, end_organisation, move_organisation, rename_organisation
from nhacviec.orgs.models import Person
from tests.factories import MONDAY, a_city, appoint, at, person, viewer
from tests.structure_steps import merged, operator

DOCUMENT = FoundingDocument("1659/NQ", MONDAY)


def _told(day: dt.date = MONDAY) -> dict[str, list[Person]]:
    del day
    found: dict[str, list[Person]] = {}
    people = Person.objects.in_bulk()
    for row in Message.objects.order_by("person_id"):
        found.setdefault(row.message % row.params, []).append(people[row.person_id])
    return found


def test_heads_of_both_those_whose_posts_end_and_the_keepers(db: None) -> None:
    city = a_city()
    official = person("Trương Thị Liễu")
    appoint(official, city.ward, "official")
    merged([city.ward], city.other_ward, MONDAY)
    [(text, people)] = _told().items()
    assert text == (
        "UBND phường Hòa Thuận kế thừa UBND phường An Sơn từ ngày 2021-11-08; số việc đang mở chuyển sang: 0."
    )
    # Above the wards stand the administration, which has no office here, and the party committees of the wards.
    assert set(people) == {city.chairman, city.other_chairman, official}


def test_the_offices_above_are_told_but_not_of_the_own_act(db: None) -> None:
    city = a_city()
    merged([city.ward_party], city.other_party, MONDAY, by=viewer(city.organiser))
    [people] = _told().values()
    assert set(people) == {city.secretary, city.clerk}


def test_an_end_a_new_name_and_a_new_place(db: None) -> None:
    city = a_city()
    by, now = operator(MONDAY), at(MONDAY)
    rename_organisation(
        viewer=by, organisation=city.ward, name="UBND phường Hương Trà", on=MONDAY, document=DOCUMENT, now=now
    )
    move_organisation(
        viewer=by,
        organisation=city.ward,
        parent=city.other_party,
        hierarchy="party",
        on=MONDAY,
        document=DOCUMENT,
        now=now,
    )
    end_organisation(viewer=by, organisation=city.counter, on=MONDAY, document=DOCUMENT, now=now)
    assert set(_told()) == {
        "Từ ngày 2021-11-08 tên gọi mới là UBND phường Hương Trà.",
        "Từ ngày 2021-11-08 UBND phường Hương Trà trực thuộc Đảng bộ phường Hòa Thuận.",
        "Bộ phận một cửa phường An Sơn kết thúc từ ngày 2021-11-08.",
    }
