"""Every organisation of the sample as a planned unit."""

from functools import cache

from .figures import (
    AGENCIES,
    COMPANIES,
    DEPARTMENTS,
    FORCES,
    PUBLIC_UNITS,
    QUARTERS,
    SECTORS,
    Grassroots,
    Unit,
    wards,
)

PARTY_ROOT, STATE_ROOT = "TU", "UBNDTP"
NEW_PARTY_ROOT, NEW_STATE_ROOT = "TUDN", "UBNDDN"


def top() -> list[Unit]:
    """The bodies above and at the head of the city of 2021, and of the city that took over in 2025."""
    p, s = "party", "state"
    return [
        Unit("CP", "Chính phủ", "ministry"),
        Unit(
            "TDCP",
            "Vụ Theo dõi nhiệm vụ, Văn phòng Chính phủ",
            "committee_office",
            "Vụ Theo dõi nhiệm vụ",
            parents=(("CP", s),),
            head=("head", "Vụ trưởng Vụ Theo dõi nhiệm vụ"),
        ),
        Unit("TUQN", "Tỉnh ủy Quảng Nam", "province_committee", "Tỉnh ủy", head=("secretary", "Bí thư Tỉnh ủy")),
        Unit("UBNDQN", "UBND tỉnh Quảng Nam", "province_administration", "UBND tỉnh", parents=(("CP", s),)),
        Unit(
            PARTY_ROOT,
            "Thành ủy Tam Kỳ",
            "city_committee",
            "Thành ủy",
            parents=(("TUQN", p),),
            head=("secretary", "Bí thư Thành ủy Tam Kỳ"),
        ),
        Unit("BTV", "Ban Thường vụ Thành ủy Tam Kỳ", "standing_committee", "Ban Thường vụ", parents=((PARTY_ROOT, p),)),
        Unit(
            "VPTU",
            "Văn phòng Thành ủy Tam Kỳ",
            "committee_office",
            "Văn phòng Thành ủy",
            parents=((PARTY_ROOT, p),),
            head=("head", "Chánh Văn phòng Thành ủy"),
        ),
        Unit(
            "BTC",
            "Ban Tổ chức Thành ủy Tam Kỳ",
            "organisation_commission",
            "Ban Tổ chức",
            parents=((PARTY_ROOT, p),),
            head=("head", "Trưởng Ban Tổ chức Thành ủy"),
        ),
        Unit(
            "UBKT",
            "Ủy ban Kiểm tra Thành ủy Tam Kỳ",
            "inspection_commission",
            "UBKT",
            parents=((PARTY_ROOT, p),),
            head=("head", "Chủ nhiệm UBKT Thành ủy"),
        ),
        Unit(
            "BTG",
            "Ban Tuyên giáo Thành ủy Tam Kỳ",
            "propaganda_commission",
            "Ban Tuyên giáo",
            parents=((PARTY_ROOT, p),),
            head=("head", "Trưởng Ban Tuyên giáo"),
        ),
        Unit(
            "BDV",
            "Ban Dân vận Thành ủy Tam Kỳ",
            "mass_commission",
            "Ban Dân vận",
            parents=((PARTY_ROOT, p),),
            head=("head", "Trưởng Ban Dân vận"),
        ),
        Unit(
            STATE_ROOT,
            "UBND thành phố Tam Kỳ",
            "city_administration",
            "UBND thành phố",
            parents=((PARTY_ROOT, p), ("UBNDQN", s)),
            head=("chairman", "Chủ tịch UBND thành phố Tam Kỳ"),
        ),
        Unit(
            "VPUB",
            "Văn phòng HĐND và UBND thành phố Tam Kỳ",
            "committee_office",
            "Văn phòng HĐND và UBND",
            parents=((STATE_ROOT, s),),
            head=("head", "Chánh Văn phòng HĐND và UBND"),
        ),
        Unit(
            NEW_PARTY_ROOT,
            "Thành ủy Đà Nẵng",
            "city_committee",
            "Thành ủy",
            head=("secretary", "Bí thư Thành ủy Đà Nẵng"),
        ),
        Unit(
            "BTVDN",
            "Ban Thường vụ Thành ủy Đà Nẵng",
            "standing_committee",
            "Ban Thường vụ",
            parents=((NEW_PARTY_ROOT, p),),
        ),
        Unit(
            "VPTUDN",
            "Văn phòng Thành ủy Đà Nẵng",
            "committee_office",
            "Văn phòng Thành ủy",
            parents=((NEW_PARTY_ROOT, p),),
            head=("head", "Chánh Văn phòng Thành ủy Đà Nẵng"),
        ),
        Unit(
            "BTCDN",
            "Ban Tổ chức Thành ủy Đà Nẵng",
            "organisation_commission",
            "Ban Tổ chức",
            parents=((NEW_PARTY_ROOT, p),),
            head=("head", "Trưởng Ban Tổ chức Thành ủy Đà Nẵng"),
        ),
        Unit(
            "UBKTDN",
            "Ủy ban Kiểm tra Thành ủy Đà Nẵng",
            "inspection_commission",
            "UBKT",
            parents=((NEW_PARTY_ROOT, p),),
            head=("head", "Chủ nhiệm UBKT Thành ủy Đà Nẵng"),
        ),
        Unit(
            NEW_STATE_ROOT,
            "UBND thành phố Đà Nẵng",
            "city_administration",
            "UBND thành phố",
            parents=((NEW_PARTY_ROOT, p), ("CP", s)),
            head=("chairman", "Chủ tịch UBND thành phố Đà Nẵng"),
        ),
        Unit(
            "VPUBDN",
            "Văn phòng UBND thành phố Đà Nẵng",
            "committee_office",
            "Văn phòng UBND",
            parents=((NEW_STATE_ROOT, s),),
            head=("head", "Chánh Văn phòng UBND thành phố Đà Nẵng"),
        ),
    ]


MINISTRIES = (
    "Bộ Thông tin và Truyền thông",
    "Bộ Khoa học và Công nghệ",
    "Bộ Giáo dục và Đào tạo",
    "Bộ Công an",
    "Bộ Kế hoạch và Đầu tư",
    "Bộ Nội vụ",
    "Bộ Tài chính",
    "Bộ Ngoại giao",
    "Bộ Tài nguyên và Môi trường",
    "Bộ Quốc phòng",
    "Bộ Công Thương",
    "Văn phòng Chính phủ",
    "Bộ Văn hóa, Thể thao và Du lịch",
    "Bộ Y tế",
    "Bộ Xây dựng",
    "Bộ Giao thông vận tải",
    "Bộ Lao động - Thương binh và Xã hội",
    "Bộ Nông nghiệp và Phát triển nông thôn",
    "Bộ Tư pháp",
    "Ngân hàng Nhà nước Việt Nam",
    "Đài Truyền hình Việt Nam",
    "Viện Hàn lâm Khoa học và Công nghệ Việt Nam",
    "Viện Hàn lâm Khoa học xã hội Việt Nam",
)
COLLECTIVES = ("Các bộ, ngành, địa phương", "Các bộ, ngành", "Các địa phương")


def central() -> list[Unit]:
    """Central bodies that a national annex names, so that it can be imported (annexes/01)."""
    made = [
        Unit(f"TW{n:02d}", name, "ministry", parents=(("CP", "state"),), head=("head", f"Người đứng đầu {name}"))
        for n, name in enumerate(MINISTRIES, 1)
    ]
    groups = [
        Unit(f"NHOM{n}", name, "collective", parents=(("CP", "state"),), head=("head", f"Đầu mối {name}"))
        for n, name in enumerate(COLLECTIVES, 1)
    ]
    return made + groups


def state_side() -> list[Unit]:
    """Departments of the city, administrations of the wards and their one-stop counters."""
    units = [
        Unit(
            code,
            f"{name} thành phố Tam Kỳ" if name.startswith("Phòng") else name + " Tam Kỳ",
            "department",
            short,
            parents=((STATE_ROOT, "state"),),
            head=("head", f"{'Chánh' if code == 'TTTP' else 'Trưởng'} {name}"),
        )
        for code, name, short in DEPARTMENTS
    ]
    units.append(
        Unit(
            "TTPTQD",
            "Trung tâm Phát triển quỹ đất Tam Kỳ",
            "public_unit",
            "TT Phát triển quỹ đất",
            parents=((STATE_ROOT, "state"),),
            head=("head", "Giám đốc Trung tâm Phát triển quỹ đất"),
        )
    )
    for ward in wards():
        code, name = f"UB{ward.code}", ward.lower
        units.append(
            Unit(
                code,
                f"UBND {name}",
                "ward_administration",
                ward.name,
                parents=((STATE_ROOT, "state"), (f"DB{ward.code}", "party")),
                head=("chairman", f"Chủ tịch UBND {name}"),
            )
        )
        units.append(
            Unit(f"MC{ward.code}", f"Bộ phận một cửa {name}", "counter", "Bộ phận một cửa", parents=((code, "state"),))
        )
    return units


@cache
def grassroots() -> tuple[Grassroots, ...]:
    """The ninety-three grassroots party organisations with their cells, sector by sector."""
    made: list[Grassroots] = []
    by_code = {s.code: s for s in SECTORS}
    for n, ward in enumerate(wards()):
        unit = _committee(
            f"DB{ward.code}",
            f"Đảng bộ {ward.lower}",
            "ward_committee",
            "ward",
            ward.name.replace("Phường", "ĐB phường").replace("Xã", "ĐB xã"),
        )
        made.append(Grassroots(unit, by_code["ward"], _cells(unit, 15 + (n * 5) % 8)))
    for sector, names in (
        ("agency", AGENCIES),
        ("public_unit", PUBLIC_UNITS),
        ("company", COMPANIES),
        ("force", FORCES),
    ):
        plan = by_code[sector]
        for n, name in enumerate(names, 1):
            code = f"{sector[:2].upper()}{n:02d}"
            if n <= plan.committees:
                unit = _committee(code, f"Đảng bộ {name}", "grassroots_committee", sector)
                made.append(Grassroots(unit, plan, _cells(unit, 3 + n % 3)))
            else:
                unit = Unit(
                    code,
                    f"Chi bộ {name}",
                    "grassroots_cell",
                    sector=sector,
                    parents=((PARTY_ROOT, "party"),),
                    head=("secretary", f"Bí thư Chi bộ {name}"),
                )
                made.append(Grassroots(unit, plan))
    return tuple(made)


def _committee(code: str, name: str, kind: str, sector: str, short: str = "") -> Unit:
    return Unit(
        code,
        name,
        kind,
        short,
        sector,
        ((PARTY_ROOT, "party"),),
        ("secretary", f"Bí thư {name.replace('Đảng bộ', 'Đảng ủy', 1)}"),
    )


def _cells(committee: Unit, count: int) -> tuple[Unit, ...]:
    place = "khối phố" if committee.kind == "ward_committee" else "số"
    names = [f"{QUARTERS[i]}" if place == "khối phố" and i < len(QUARTERS) else f"{i + 1}" for i in range(count)]
    whole = committee.name.replace("Đảng bộ ", "")
    return tuple(
        Unit(
            f"{committee.code}.{i + 1:02d}",
            f"Chi bộ {place} {names[i]}, {whole}",
            "cell",
            f"Chi bộ {place} {names[i]}",
            parents=((committee.code, "party"),),
            head=("secretary", f"Bí thư Chi bộ {place} {names[i]}"),
        )
        for i in range(count)
    )
