"""Who may see and change organisations, people and the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from nhacviec.ledger.actions import Actor, append
from nhacviec.orgs.models import Appointment, CalendarDay, DataRequest, Substitution, Succession, TemporaryActivity
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, appoint, at, member, organisation, person, put

KEEPERS = "clerk organiser operator"
ABOVE = "leader clerk inspector organiser"
ROWS = [
    Row("orgs:tree"),
    Row("orgs:tree", query="?he=state&ngay=2021-01-01"),
    Row("orgs:tree", query="?ngay=31/02/2021"),
    Row("orgs:found", get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    Row("orgs:calendar_now", get=302),
    Row("orgs:calendar", args={"year": 2021}, post={422: KEEPERS, 403: "*"}),
    Row("orgs:calendar", args={"year": 1800}, get=404, post=404),
    Row("orgs:remove_day", args={"pk": "day"}, get={200: KEEPERS, 403: "*"}, post={302: KEEPERS, 403: "*"}),
    Row("orgs:people"),
    Row("orgs:people", query="?q=thinh"),
    Row("orgs:person", args={"pk": "official"}),
    Row("orgs:person", args={"pk": "other_chairman"}),
    # A member without a post is known only to those above the cell and to himself.
    Row("orgs:person", args={"pk": "retired"}, get={200: f"{ABOVE} secretary operator", 404: "*"}),
    Row("orgs:person", args={"pk": "other_retired"}, get={200: f"{ABOVE} operator", 404: "*"}),
    Row("orgs:open_account", args={"pk": "retired"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    Row("orgs:account_link", args={"pk": "official"}, get={200: KEEPERS, 403: "*"}, post={200: KEEPERS, 403: "*"}),
    Row("orgs:account_link", args={"pk": "retired"}, get={200: KEEPERS, 403: "*"}, post={409: KEEPERS, 403: "*"}),
    Row("orgs:account_revoke", args={"pk": "official"}, get={200: KEEPERS, 403: "*"}, post={409: KEEPERS, 403: "*"}),
    Row("orgs:account_close", args={"pk": "official"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    Row("orgs:account_reopen", args={"pk": "official"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    Row("orgs:accounts", args={"pk": "ward"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    Row(
        "orgs:accounts",
        args={"pk": "ward_party"},
        query="?ca=duoi",
        get={200: KEEPERS, 403: "*"},
        post={422: KEEPERS, 403: "*"},
    ),
    Row("orgs:end_appointment", args={"pk": "post"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    *(
        Row(f"orgs:{name}", args={"pk": "retired"} | more, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"})
        for name, more in (
            ("membership_step", {"word": "exempt_word"}),
            ("transfer", {}),
            ("temporary", {}),
            ("leave", {}),
            ("death", {}),
        )
    ),
    Row("orgs:membership_step", args={"pk": "retired", "word": "no_word"}, get=404, post=404),
    Row("orgs:admit", args={"pk": "city_chairman"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    Row("orgs:end_temporary", args={"pk": "elsewhere"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    *(
        Row(
            f"orgs:{name}_appointment", args={"pk": "post"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}
        )
        for name in ("extend", "correct", "remove")
    ),
    Row("orgs:organisation", args={"pk": "ward"}),
    Row("orgs:organisation", args={"pk": "ward"}, query="?muc=quan-he&ngay=2021-01-01"),
    Row("orgs:organisation", args={"pk": "ward"}, query="?muc=so"),
    Row("orgs:organisation", args={"pk": "other_ward"}, query="?muc=so"),
    Row("orgs:organisation", args={"pk": "cell"}, query="?muc=dang-vien&ngay=2021-09-30"),
    Row("orgs:person", args={"pk": "official"}, query="?ngay=2021-09-30"),
    Row("orgs:people", query="?ngay=2021-09-30"),
    Row("orgs:tree_csv", query="?he=state&ngay=2021-09-30"),
    Row("orgs:organisation", args={"pk": "ended"}),
    Row("orgs:new_person", args={"pk": "ward"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    Row("orgs:appoint", args={"pk": "ward"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    Row(
        "orgs:why",
        args={"kind": "kind_organisation", "pk": "ward"},
        # The official stands in for the chairman: that ground is told too, outside of the mode.
        get={200: f"{ABOVE} chairman secretary operator official", 404: "*"},
    ),
    Row(
        "orgs:why",
        args={"kind": "kind_person", "pk": "official"},
        get={200: f"{ABOVE} chairman secretary official operator", 404: "*"},
    ),
    Row("orgs:why", args={"kind": "kind_nothing", "pk": "ward"}, get=404),
    Row(
        "orgs:who",
        args={"kind": "kind_organisation", "pk": "ward"},
        get={200: "leader clerk organiser chairman secretary operator inspector", 404: "*"},
    ),
    Row(
        "orgs:who",
        args={"kind": "kind_person", "pk": "official"},
        get={200: f"{ABOVE} chairman secretary official operator", 404: "*"},
        most=13,  # whoever may read a person is asked of the people above, not of one organisation
    ),
    Row("orgs:personal_data", args={"pk": "chairman"}, get={200: f"{KEEPERS} chairman", 404: "*"}),
    # A query a kind of record and place of the person in it, however many there are.
    Row("orgs:personal_file", args={"pk": "chairman"}, get={200: "chairman", 403: KEEPERS, 404: "*"}, most=60),
    Row(
        "orgs:ask_data",
        args={"pk": "chairman"},
        get={200: f"{KEEPERS} chairman", 404: "*"},
        post={422: f"{KEEPERS} chairman", 404: "*"},
    ),
    Row(
        "orgs:restrict",
        args={"pk": "chairman"},
        get={200: KEEPERS, 403: "chairman", 404: "*"},
        post={422: KEEPERS, 403: "chairman", 404: "*"},
    ),
    Row(
        "orgs:answer_data",
        args={"pk": "request"},
        get={200: KEEPERS, 403: "official", 404: "*"},
        post={422: KEEPERS, 403: "official", 404: "*"},
    ),
    Row("orgs:substitutions", args={"pk": "chairman"}),
    Row("orgs:readings", args={"pk": "chairman"}, get={200: "chairman", 404: "*"}),
    Row(
        "orgs:substitute",
        args={"pk": "chairmans_post"},
        get={200: f"{KEEPERS} chairman secretary", 403: "*"},
        post={422: f"{KEEPERS} chairman secretary", 403: "*"},
    ),
    Row(
        "orgs:end_substitution",
        args={"pk": "substitution"},
        get={200: f"{KEEPERS} chairman secretary official", 403: "*"},
        post={422: f"{KEEPERS} chairman secretary official", 403: "*"},
    ),
    Row("orgs:change_menu", args={"pk": "ward"}, get={200: KEEPERS, 403: "*"}),
    *(
        Row(f"orgs:{name}", args={"pk": "ward"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"})
        for name in ("merge", "split", "rename", "move", "end")
    ),
    Row("orgs:many", args={"pk": "committee"}, get={200: KEEPERS, 403: "*"}, post={422: KEEPERS, 403: "*"}),
    # The committee that they serve themselves is changed from above alone.
    Row("orgs:end", args={"pk": "committee"}, get={200: "operator", 403: "*"}, post={422: "operator", 403: "*"}),
]

# The REST door: JSON, 401 without a session or token, read-only.
UNIT_ANSWERS = ("organisation", "children", "subtree", "parents", "head", "posts", "successions", "names")
ROWS += [
    Row("api:openapi-json", public=True),
    Row("api:api-root", public=True, get=404),
    Row("api:organisations", query="?q=son&on=2021-01-01&size=5", anonymous=401),
    *(Row(f"api:{name}", args={"pk": "ward"}, query="?on=2021-01-01", anonymous=401) for name in UNIT_ANSWERS),
    Row("api:organisation", args={"pk": "nobody"}, get=404, anonymous=401),
    Row("api:members", args={"pk": "cell"}, get={200: f"{ABOVE} secretary", 403: "*"}, anonymous=401),
    Row("api:people", query="?q=thinh", anonymous=401),
    Row("api:person", args={"pk": "official"}, anonymous=401),
    Row("api:person_posts", args={"pk": "official"}, query="?on=2021-01-01", anonymous=401),
    Row("api:person", args={"pk": "retired"}, get={200: f"{ABOVE} secretary operator", 404: "*"}, anonymous=401),
    Row(
        "api:memberships",
        args={"pk": "retired"},
        get={200: f"{ABOVE} secretary", 403: "operator", 404: "*"},
        anonymous=401,
    ),
]


def build(city: City) -> dict[str, Any]:
    """A retired member in each ward, an ended unit with its successor, a day off, a secret in the other's ledger."""
    day_off = dt.date(2021, 9, 2)
    other_cell = organisation("Chi bộ khối phố Hòa Thuận Tây", "cell", under=city.other_party)
    retired, other_retired = person("Huỳnh Thị Lựu"), person("Trương Công Tạo")
    member(retired, city.cell)
    member(other_retired, other_cell)
    ended = organisation("Trung tâm văn hóa cũ", "public_unit", under=city.administration, hierarchy="state")
    ended.ended_on = MONDAY
    put(ended)
    put(Succession(source=ended, target=city.department, on_date=MONDAY, document="01/QĐ-UBND"))
    append(actor=Actor(OTHER_SECRET), chain=city.other_ward.pk, verb="test", now=at(MONDAY), records=[city.other_ward])
    away = TemporaryActivity(person=retired, cell=other_cell, valid_from=dt.date(2021, 9, 1), document="3-GT")
    return {
        "nobody": 999_999_999,
        "cell": city.cell,
        "exempt_word": "mien-sinh-hoat",
        "no_word": "khac",
        "elsewhere": put(away),
        "city_chairman": city.city_chairman,
        "day": CalendarDay.objects.filter(day=day_off).first()
        or put(CalendarDay(day=day_off, kind="off", name="Quốc khánh", source="Điều 112")),
        "official": city.official,
        "other_chairman": city.other_chairman,
        "retired": retired,
        "other_retired": other_retired,
        "post": Appointment.objects.get(person=city.official),
        "ward": city.ward,
        "committee": city.committee,
        "ward_party": city.ward_party,
        "request": put(
            DataRequest(
                person=city.official,
                kind="correct",
                text="Ngày kết nạp chưa đúng",
                received_on=MONDAY,
                due_on=MONDAY + dt.timedelta(days=2),
                rule_set="personal-data/1",
            )
        ),
        "kind_organisation": "organisation",
        "kind_person": "person",
        "kind_nothing": "nothing",
        "chairman": city.chairman,
        "chairmans_post": Appointment.objects.get(person=city.chairman),
        "substitution": put(
            Substitution(
                appointment=Appointment.objects.get(person=city.chairman),
                substitute=city.official,
                reason="Đi học",
                valid_from=MONDAY,
                valid_until=MONDAY + dt.timedelta(days=5),
            )
        ),
        "other_ward": city.other_ward,
        "ended": ended,
        "other_cell": other_cell,
    }


def build_many(city: City, objects: dict[str, Any]) -> None:
    """Thirty more units below the ward, thirty more officials in it, thirty more days and members."""
    for number in range(30):
        unit = organisation(f"Tổ dân phố {number}", "counter", under=city.ward, hierarchy="state")
        who = person(f"Nguyễn Văn Tân {number}")
        appoint(who, city.ward, "official", f"Công chức {number}")
        appoint(person(f"Lê Thị Xuân {number}"), unit, "head", f"Tổ trưởng {number}")
        member(who, city.cell)
        put(CalendarDay(day=dt.date(2021, 3, 1) + dt.timedelta(number), kind="off", name="Nghỉ", source="Văn bản"))
