"""Which page of directives answers whom how."""

import datetime as dt

from nhacviec.directives.actions import register_directive
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, at, viewer

# The operator serves the machine, not an organisation: no texts.
_ALL = {404: "operator", 200: "*"}

ROWS = [
    Row("directives:list", get=200),
    Row(
        "directives:new",
        get={200: "leader clerk inspector organiser chairman secretary other_chairman", 403: "*"},
        post={422: "leader clerk inspector organiser chairman secretary other_chairman", 403: "*"},
    ),
    Row("directives:detail", args={"pk": "directive"}, get=_ALL),
    Row(
        "directives:detail",
        args={"pk": "other_directive"},
        get={200: "leader clerk inspector organiser other_chairman", 404: "*"},
    ),
    Row(
        "directives:add_clauses",
        args={"pk": "directive"},
        # Whoever registers texts for a body also registers what came down from above it.
        get={200: "leader clerk inspector organiser chairman secretary other_chairman", 403: "official", 404: "*"},
        post={422: "leader clerk inspector organiser chairman secretary other_chairman", 403: "official", 404: "*"},
    ),
    Row("directives:file", args={"pk": "directive"}, get=404),
]


def build(city: City) -> dict[str, object]:
    """A directive of the city committee, and one of the other ward."""
    mine = register_directive(
        viewer=viewer(city.clerk),
        issuer=city.committee,
        kind="CT",
        number="06",
        symbol="CT/TU",
        issued_on=dt.date(2021, 1, 15),
        subject="Siết chặt kỷ luật, kỷ cương",
        clauses=[("I", "Yêu cầu"), ("II.4", "Nhắc việc bằng thông báo")],
        now=at(MONDAY),
    )
    other = register_directive(
        viewer=viewer(city.other_chairman),
        issuer=city.other_ward,
        kind="KH",
        number="12",
        symbol="KH-UBND",
        issued_on=dt.date(2021, 2, 1),
        subject=f"Kế hoạch nội bộ: {OTHER_SECRET}",
        now=at(MONDAY),
    )
    return {"directive": mine, "other_directive": other}


def build_many(city: City, objects: dict[str, object]) -> None:
    """Many directives with many clauses."""
    for number in range(100, 160):
        register_directive(
            viewer=viewer(city.clerk),
            issuer=city.committee,
            kind="KH",
            number=str(number),
            symbol="KH/TU",
            issued_on=dt.date(2021, 3, 1),
            subject=f"Kế hoạch số {number}",
            clauses=[(f"{part}", "Nội dung") for part in range(1, 20)],
            now=at(MONDAY),
        )
