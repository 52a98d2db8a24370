"""Directives of the sample: what the tasks cite."""

import datetime as dt

from nhacviec.directives.actions import register_directive

from ..build import Build, moment

# code: issuer, kind, number, symbol, day, subject, clauses, implements, who registers
PLAN = (
    (
        "CT06",
        "TU",
        "CT",
        "06",
        "CT/TU",
        dt.date(2021, 1, 11),
        "Về siết chặt kỷ luật, kỷ cương trong hệ thống chính trị thành phố",
        (
            ("Mục 1", "Mỗi nhiệm vụ phải có người chịu trách nhiệm và sản phẩm cụ thể"),
            ("Mục 2", "Người đứng đầu chịu trách nhiệm về kết quả của cơ quan, đơn vị, địa phương"),
            ("Mục 3", "Nhắc việc lần thứ nhất, lần thứ hai; hệ quả đối với xếp loại cuối năm"),
            ("Mục 4", "Kiểm tra thường xuyên, đột xuất việc thực hiện công vụ"),
        ),
        "",
        "clerk_2021",
    ),
    (
        "KH58",
        "TU",
        "KH",
        "58",
        "KH/TU",
        dt.date(2021, 1, 13),
        "Kế hoạch thực hiện các nhiệm vụ trọng tâm năm 2021 ở xã, phường",
        (
            ("I", "Cải cách thủ tục hành chính"),
            ("II", "An sinh xã hội, môi trường"),
            ("III", "Bồi thường, giải phóng mặt bằng, hạ tầng"),
        ),
        "CT06",
        "clerk_2021",
    ),
    (
        "KH12",
        "UBNDTP",
        "KH",
        "12",
        "KH-UBND",
        dt.date(2021, 1, 14),
        "Kế hoạch công tác năm 2021 của các phòng, ban và Ủy ban nhân dân xã, phường",
        (
            ("I", "Quy hoạch, đô thị, đất đai"),
            ("II", "Tài chính, đầu tư công"),
            ("III", "Kỷ luật công vụ, một cửa"),
        ),
        "CT06",
        "clerk_state_2021",
    ),
    (
        "NQ03",
        "CP",
        "NQ",
        "03",
        "NQ-CP",
        dt.date(2025, 1, 9),
        "Chương trình hành động của Chính phủ về phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
        (),
        "",
        "head:TDCP",
    ),
)


def register(build: Build) -> None:
    """Register them through the office of each issuer."""
    for code, issuer, kind, number, symbol, day, subject, clauses, implements, clerk in PLAN:
        build.directives[code] = register_directive(
            viewer=build.viewer(clerk, day),
            issuer=build.organisations[issuer],
            kind=kind,
            number=number,
            symbol=symbol,
            issued_on=day,
            subject=subject,
            clauses=clauses,
            implements=build.directives.get(implements),
            now=moment(day, 14),
        )
        for found in build.directives[code].clauses.all():
            build.clauses[(found.directive_id, found.label)] = found
