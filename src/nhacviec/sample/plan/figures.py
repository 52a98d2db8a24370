"""The plan of the sample city: organisations, how many cells and members, and what the year 2021 brought them.

Figures of members and grades by sector are those that add up to the report of 2021 (product.md 5). Nothing here is a
result: the program computes grades from marks, ballots, cases and notices.
"""

import datetime as dt
from dataclasses import dataclass, field

from ..names import rows

LONG_AGO = dt.date(2010, 1, 1)
CITY_END = dt.date(2025, 7, 1)
FIRST_MERGER = dt.date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation of the plan; parents are (code, hierarchy)."""

    code: str
    name: str
    kind: str
    short: str = ""
    sector: str = ""
    parents: tuple[tuple[str, str], ...] = ()
    head: tuple[str, str] = ("", "")  # kind and title of the post that answers for it
    founded: dt.date = LONG_AGO


@dataclass(frozen=True, slots=True)
class Sector:
    """How many grassroots organisations and members a sector has, and how the year was for them.

    `members` is the number graded, `excluded` those not graded (exempt, newly admitted, suspended), `excellent` how
    many are put forward as excellent at most, `average` how many do average work, `poor` how many fail without having
    been disciplined, `disciplined` how many cases end with a sanction.
    """

    code: str
    count: int
    committees: int
    members: int
    excluded: int
    excellent: int
    average: int
    poor: int
    disciplined: int
    average_units: int
    excellent_units: int


SECTORS = (
    Sector("ward", 13, 13, 3812, 160, 540, 261, 8, 18, 1, 4),
    Sector("agency", 27, 4, 1004, 12, 168, 33, 2, 1, 2, 5),
    Sector("public_unit", 30, 8, 1046, 24, 162, 46, 2, 2, 3, 6),
    Sector("company", 20, 3, 340, 8, 36, 45, 1, 2, 4, 3),
    Sector("force", 3, 3, 260, 10, 42, 6, 0, 0, 0, 2),
)

AGENCIES = (
    "Văn phòng Thành ủy",
    "Ban Tổ chức Thành ủy",
    "Ủy ban Kiểm tra Thành ủy",
    "Ban Tuyên giáo Thành ủy",
    "Ban Dân vận Thành ủy",
    "Văn phòng HĐND và UBND thành phố",
    "Phòng Nội vụ",
    "Phòng Tư pháp",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Lao động - Thương binh và Xã hội",
    "Phòng Văn hóa và Thông tin",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Y tế",
    "Phòng Kinh tế",
    "Phòng Quản lý đô thị",
    "Thanh tra thành phố",
    "Mặt trận Tổ quốc thành phố",
    "Hội Liên hiệp Phụ nữ thành phố",
    "Hội Nông dân thành phố",
    "Hội Cựu chiến binh thành phố",
    "Thành đoàn",
    "Tòa án nhân dân thành phố",
    "Viện Kiểm sát nhân dân thành phố",
    "Chi cục Thi hành án dân sự",
    "Chi cục Thuế khu vực",
    "Kho bạc Nhà nước thành phố",
)
DEPARTMENTS = (
    ("PNV", "Phòng Nội vụ", "Phòng Nội vụ"),
    ("PTCKH", "Phòng Tài chính - Kế hoạch", "Phòng TC - Kế hoạch"),
    ("PTNMT", "Phòng Tài nguyên và Môi trường", "Phòng TN và MT"),
    ("PLDTBXH", "Phòng Lao động - Thương binh và Xã hội", "Phòng LĐ-TB và XH"),
    ("PVHTT", "Phòng Văn hóa và Thông tin", "Phòng VH và TT"),
    ("PKT", "Phòng Kinh tế", "Phòng Kinh tế"),
    ("PQLDT", "Phòng Quản lý đô thị", "Phòng Quản lý đô thị"),
    ("TTTP", "Thanh tra thành phố", "Thanh tra thành phố"),
    ("PTP", "Phòng Tư pháp", "Phòng Tư pháp"),
)
PUBLIC_UNITS = (
    "Trung tâm Y tế thành phố",
    "Trung tâm Phát triển quỹ đất",
    "Ban Quản lý dự án đầu tư xây dựng",
    "Trung tâm Văn hóa - Thể thao và Truyền thanh",
    "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên",
    "Trường THPT số 1",
    "Trường THPT số 2",
    "Trường THPT số 3",
    *(f"Trường THCS số {n}" for n in range(1, 11)),
    *(f"Trường Tiểu học số {n}" for n in range(1, 9)),
    *(f"Trường Mẫu giáo số {n}" for n in range(1, 5)),
)
COMPANIES = (
    "Công ty Cấp thoát nước",
    "Công ty Môi trường đô thị",
    "Công ty Điện lực khu vực",
    *(f"Công ty Dịch vụ số {n}" for n in range(1, 9)),
    *(f"Hợp tác xã Nông nghiệp số {n}" for n in range(1, 7)),
    *(f"Ngân hàng khu vực số {n}" for n in range(1, 4)),
)
FORCES = ("Quân sự thành phố", "Công an thành phố", "Đồn Biên phòng")
QUARTERS = ("An Hòa", "Mỹ Thạch", "Phước An", "Đồng Nghệ", "Xuân Hòa", "Thuận Trà", "Hương Sơn", "Trà Cai", "Đông Trà")


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward or commune of 2021 and the ward that succeeded it."""

    name: str
    code: str
    merged_early: bool
    successor: str
    successor_code: str

    @property
    def lower(self) -> str:
        """The name inside a sentence: "phường An Sơn"."""
        return self.name[0].lower() + self.name[1:]


def wards() -> list[Ward]:
    """The thirteen units of 2021, in the order of their codes."""
    return [
        Ward(
            r["old_unit"],
            r["old_code"],
            r["stage2_2025_01_01"].startswith("nhập vào"),
            r["new_unit_2025_07_01"],
            r["new_code"],
        )
        for r in rows("tam_ky_units.csv")
    ]


@dataclass(frozen=True, slots=True)
class Grassroots:
    """A grassroots party organisation of 2021 with the codes of its cells; its own code when it is itself a cell."""

    unit: Unit
    sector: Sector
    cells: tuple[Unit, ...] = field(default=())
