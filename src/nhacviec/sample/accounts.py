"""The accounts of the sample city: the only ones that the program ever makes with a known password."""

from dataclasses import dataclass

PASSWORD = "nhac-viec-2026"  # noqa: S105 (printed by `nhacviec demo`; never made outside the sample)


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """A user name, the key of its person in the build, and what the person is, in both languages."""

    username: str
    person: str
    what: str


ACCOUNTS = (
    SampleAccount("lanh.dao", "leader", "lãnh đạo: Phó Bí thư Thường trực Thành ủy (leader)"),
    SampleAccount("van.thu", "clerk", "chuyên viên Văn phòng Thành ủy (clerk of the office)"),
    SampleAccount("chu.tich", "chairman:20335", "Chủ tịch UBND phường Bàn Thạch (head of a ward)"),
    SampleAccount("can.bo", "builder:20335", "công chức phường Bàn Thạch (official)"),
    SampleAccount("kiem.tra", "inspector", "Ủy ban Kiểm tra Thành ủy (inspection commission)"),
    SampleAccount("to.chuc", "organiser", "Ban Tổ chức Thành ủy (organisation commission)"),
    SampleAccount("bi.thu", "secretary:20335", "Bí thư Đảng ủy phường Bàn Thạch (secretary of a ward)"),
    SampleAccount("chu.tich.khac", "chairman:20341", "Chủ tịch UBND phường Tam Kỳ (head of another ward)"),
    SampleAccount("theo.doi", "head:TDCP", "Văn phòng Chính phủ, nhập phụ lục Nghị quyết 03 (government office)"),
)
OPERATOR = "quan.tri"
