"""The workbook's form as data: sheets, columns, what may stand in each, and the lists behind the drop-downs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.kinds import HIERARCHIES, MEMBERSHIP_ENDS, ORGANISATION_KINDS, POST_KINDS, SECTORS
from nhacviec.rules.text import fold

LANGUAGES = ("vi", "en")
Label = str | Promise


@dataclass(frozen=True, slots=True)
class Choice:
    """A list of the sheet of lists: its heading, and code → label."""

    vi: str
    en: str
    values: Callable[[], Mapping[str, Label]]

    def heading(self) -> str:
        """The heading in the reader's language."""
        return self.en if in_english() else self.vi


CHOICES: Mapping[str, Choice] = {
    "kind": Choice("Loại tổ chức", "Kind of organisation", lambda: _labels(ORGANISATION_KINDS)),
    "sector": Choice("Khối", "Sector", lambda: SECTORS),
    "hierarchy": Choice("Hệ thống", "Hierarchy", lambda: HIERARCHIES),
    "post": Choice("Loại chức vụ", "Kind of post", lambda: _labels(POST_KINDS)),
    "end": Choice("Lý do kết thúc", "Reason for the end", lambda: MEMBERSHIP_ENDS),
    "yes": Choice("Có, không", "Yes, no", lambda: {"yes": _("Có"), "no": _("Không")}),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in code, its headings, what it holds ("code", "text", "day" or a list), how it is explained.

    `most`: letters at most. `other`: further headings under which it is found in people's own tables.
    """

    name: str
    vi: str
    en: str
    holds: str
    help: Label
    required: bool = False
    width: int = 16
    most: int = 200
    other: tuple[str, ...] = ()

    def heading(self) -> str:
        """The heading in the reader's language."""
        return self.en if in_english() else self.vi

    def keys(self) -> tuple[str, ...]:
        """Every heading under which it is found, as compared."""
        return tuple(key_of(one) for one in (self.vi, self.en, *self.other))


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet: its name in code and in the file, and its columns."""

    name: str
    vi: str
    en: str
    columns: tuple[Column, ...] = field(default_factory=tuple)

    def title(self) -> str:
        """The sheet's name in the reader's language."""
        return self.en if in_english() else self.vi

    @property
    def required(self) -> list[Column]:
        """Columns without which a row says nothing."""
        return [column for column in self.columns if column.required]


def in_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "vi").startswith("en")


@lru_cache(maxsize=10_000)
def key_of(text: str) -> str:
    """A heading or label as it is compared: no case, marks, spaces or punctuation."""
    return "".join(c for c in fold(text) if c.isalnum())


def _labels(kinds: Mapping[str, object]) -> Mapping[str, Label]:
    return {code: kind.label for code, kind in kinds.items()}  # type: ignore[attr-defined]


def label(holds: str, code: str) -> str:
    """The label of a code in the reader's language; a code that is in no list stands for itself."""
    return str(CHOICES[holds].values().get(code, code))


@cache
def codes(holds: str) -> Mapping[str, str]:
    """Label in either language, or code, as compared → code."""
    found: dict[str, str] = {}
    for code, text in CHOICES[holds].values().items():
        found[key_of(code)] = code
        for language in LANGUAGES:
            with override(language):
                found[key_of(str(text))] = code
    if holds == "yes":
        found |= {"x": "yes", "true": "yes", "1": "yes", "false": "no", "0": "no", "y": "yes", "n": "no"}
    return found


_CODE = _("Mã riêng của chương trình, không đổi và không dùng lại. Nhập lại tệp thì dòng được nhận ra theo mã này.")
_BY_NAME = _("Chỉ cần khi không ghi mã; phải đúng từng chữ và chỉ khớp một nơi.")
_SINCE = _("Ngày bắt đầu có hiệu lực, dd/mm/yyyy.")
_UNTIL = _("Ngày đầu tiên không còn hiệu lực, dd/mm/yyyy. Bỏ trống khi chưa kết thúc.")
_DOCUMENT = _("Số và ngày của văn bản làm căn cứ, ví dụ 12-QĐ/TU ngày 01/07/2021.")

_UNIT = Column("unit", "Mã tổ chức", "Organisation code", "code", _("Mã ở trang Tổ chức."), most=40)
_UNIT_NAME = Column("unit_name", "Tên tổ chức", "Organisation name", "text", _BY_NAME, width=38, most=300)
_PERSON = Column("person", "Mã người", "Person code", "code", _("Mã ở trang Con người."), most=40)
_PERSON_NAME = Column(
    "person_name",
    "Họ và tên",
    "Full name",
    "text",
    _("Khi không ghi mã: họ tên và ngày sinh phải chỉ đúng một người."),
    width=28,
    most=120,
    other=("Họ tên", "Tên người"),
)
_BORN = Column("born_on", "Ngày sinh", "Date of birth", "day", _("Ngày sinh, dd/mm/yyyy."), width=13)
_SINCE_COLUMN = Column("since", "Từ ngày", "From", "day", _SINCE, required=True, width=13)
_UNTIL_COLUMN = Column("until", "Đến trước ngày", "Until", "day", _UNTIL, width=15)
_DOCUMENT_COLUMN = Column("document", "Văn bản", "Document", "text", _DOCUMENT, width=24, other=("Căn cứ",))

ORGANISATIONS = Form(
    "organisations",
    "Tổ chức",
    "Organisations",
    (
        Column("code", "Mã", "Code", "code", _CODE, required=True, most=40, other=("Mã tổ chức",)),
        Column(
            "name",
            "Tên",
            "Name",
            "text",
            _("Tên đầy đủ. Đổi tên: ghi tên mới ở đây và ngày đổi ở cột “Tên từ ngày”."),
            required=True,
            width=44,
            most=300,
            other=("Tên tổ chức", "Tên đơn vị"),
        ),
        Column("short_name", "Tên viết tắt", "Short name", "text", _("Tên ngắn để ghi trong bảng."), most=120),
        Column(
            "name_since",
            "Tên từ ngày",
            "Name since",
            "day",
            _("Ngày bắt đầu dùng tên này, dd/mm/yyyy. Chỉ cần khi đổi tên."),
        ),
        Column("kind", "Loại", "Kind", "kind", _("Chọn trong danh sách."), required=True, width=24),
        Column("sector", "Khối", "Sector", "sector", _("Khối của tổ chức cơ sở đảng; nơi khác bỏ trống."), width=24),
        Column("place", "Địa danh", "Place", "text", _("Địa danh ghi trên văn bản."), most=120),
        Column(
            "official_code",
            "Mã đơn vị",
            "Official code",
            "code",
            _("Mã do Nhà nước hoặc Đảng cấp, có thể dùng lại cho đơn vị khác sau này."),
            most=40,
        ),
        Column(
            "founded_on",
            "Thành lập ngày",
            "Founded on",
            "day",
            _("Ngày thành lập, dd/mm/yyyy."),
            required=True,
            width=15,
        ),
        Column(
            "ended_on",
            "Kết thúc ngày",
            "Ended on",
            "day",
            _("Ngày đầu tiên không còn tổ chức này. Chỉ ghi khi đã giải thể, sáp nhập."),
            width=15,
        ),
        Column(
            "document",
            "Văn bản",
            "Document",
            "text",
            _("Văn bản thành lập, đổi tên hoặc kết thúc: số và ngày, ví dụ 12-QĐ/TU ngày 01/07/2021."),
            width=28,
            other=("Căn cứ",),
        ),
    ),
)
LINKS = Form(
    "links",
    "Trực thuộc",
    "Parents",
    (
        _UNIT,
        _UNIT_NAME,
        Column("parent", "Mã cấp trên", "Parent code", "code", _("Mã của tổ chức cấp trên."), most=40),
        Column("parent_name", "Tên cấp trên", "Parent name", "text", _BY_NAME, width=38, most=300),
        Column(
            "hierarchy",
            "Hệ thống",
            "Hierarchy",
            "hierarchy",
            _("Hệ thống đảng hoặc hệ thống chính quyền."),
            required=True,
            width=24,
        ),
        _SINCE_COLUMN,
        _UNTIL_COLUMN,
        _DOCUMENT_COLUMN,
    ),
)
PEOPLE = Form(
    "people",
    "Con người",
    "People",
    (
        Column("code", "Mã", "Code", "code", _CODE, required=True, most=40, other=("Mã người", "Mã cán bộ")),
        Column(
            "name",
            "Họ và tên",
            "Full name",
            "text",
            _("Họ, đệm và tên có đủ dấu."),
            required=True,
            width=30,
            most=120,
            other=("Họ tên",),
        ),
        _BORN,
    ),
)
POSTS = Form(
    "posts",
    "Chức vụ & bổ nhiệm",
    "Posts & appointments",
    (
        _UNIT,
        _UNIT_NAME,
        Column("kind", "Loại chức vụ", "Kind of post", "post", _("Chọn trong danh sách."), required=True, width=22),
        Column(
            "title",
            "Chức danh",
            "Title",
            "text",
            _("Chức danh đầy đủ; bỏ trống thì lấy tên loại chức vụ."),
            width=40,
            most=160,
        ),
        _PERSON,
        _PERSON_NAME,
        _BORN,
        Column("since", "Từ ngày", "From", "day", _("Ngày bổ nhiệm. Bỏ trống cùng với người khi chức vụ khuyết.")),
        _UNTIL_COLUMN,
        Column("acting", "Tạm quyền", "Acting", "yes", _("Có khi chỉ tạm giữ, phụ trách."), width=12),
    ),
)
MEMBERSHIPS = Form(
    "memberships",
    "Sinh hoạt đảng",
    "Party membership",
    (
        _PERSON,
        _PERSON_NAME,
        _BORN,
        Column("unit", "Mã chi bộ", "Cell code", "code", _("Mã của chi bộ ở trang Tổ chức."), most=40),
        Column("unit_name", "Tên chi bộ", "Cell name", "text", _BY_NAME, width=38, most=300),
        Column("admitted_on", "Ngày kết nạp", "Admitted on", "day", _("Ngày vào Đảng."), required=True),
        Column("official_on", "Ngày chính thức", "Full member on", "day", _("Bỏ trống khi còn dự bị.")),
        Column("since", "Từ ngày", "From", "day", _("Ngày bắt đầu sinh hoạt tại chi bộ này; trống là ngày kết nạp.")),
        _UNTIL_COLUMN,
        Column("end", "Lý do kết thúc", "Reason for the end", "end", _("Chọn trong danh sách."), width=26),
        Column("exempt", "Miễn sinh hoạt", "Exempt", "yes", _("Có khi được miễn công tác và sinh hoạt đảng.")),
        Column("suspended", "Đình chỉ", "Suspended", "yes", _("Có khi bị đình chỉ sinh hoạt đảng."), width=12),
        _DOCUMENT_COLUMN,
    ),
)
FORMS = (ORGANISATIONS, LINKS, PEOPLE, POSTS, MEMBERSHIPS)
BY_NAME = {form.name: form for form in FORMS}
GUIDE, LISTS = ("Hướng dẫn", "Instructions"), ("Danh mục", "Lists")
FAULT = ("Lỗi", "Errors")


def pick(pair: tuple[str, str]) -> str:
    """The half of (Vietnamese, English) for the reader."""
    return pair[1] if in_english() else pair[0]
