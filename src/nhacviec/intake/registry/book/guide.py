"""The sheet of instructions: how to fill in, what each column takes, an example of every sheet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from .columns import CHOICES, FORMS, GUIDE, Column, pick


def write_guide(book: Any, looks: Mapping[str, Any], note: str) -> None:
    """Write it as the first sheet, protected."""
    sheet = book.add_worksheet(pick(GUIDE))
    for place, width in enumerate((30, 24, 14, 18, 70)):
        sheet.set_column(place, place, width)
    row = 0
    sheet.write_string(row, 0, _("Tổ chức, con người, chức vụ và sinh hoạt đảng"), looks["title"])
    for text in [*([note] if note else []), *_steps()]:
        row += 1
        sheet.write_string(row, 0, text)
    row = _columns(sheet, looks, row + 2)
    _example(sheet, looks, row + 2)
    sheet.protect()


def _steps() -> list[str]:
    return [
        _("1. Điền vào các trang sau trang này. Cột có nền cam bắt buộc phải ghi; chú thích ở đầu cột nói ghi gì."),
        _("2. Ngày viết dd/mm/yyyy. Ô có danh sách thì chọn trong danh sách. Bỏ trống một ô nghĩa là giữ nguyên."),
        _("3. Tải tệp lên. Chương trình kiểm tra trước và nêu từng dòng sai; chưa xác nhận thì chưa ghi gì."),
        _("4. Nhập lại thì dòng được nhận ra theo mã: không đổi gì thì không ghi gì, có đổi thì ghi phần thay đổi."),
        _("5. Xóa một dòng khỏi tệp không xóa gì trong chương trình. Muốn kết thúc thì ghi ngày kết thúc."),
        _(
            "6. Đổi tên: sửa tên và ghi ngày ở cột “Tên từ ngày”. Chuyển cấp trên, chuyển sinh hoạt: thêm dòng mới với ngày chuyển."
        ),
    ]


def _columns(sheet: Any, looks: Mapping[str, Any], row: int) -> int:
    heads = (_("Trang"), _("Cột"), _("Bắt buộc"), _("Ghi gì"), _("Giải thích"))
    for place, text in enumerate(heads):
        sheet.write_string(row, place, text, looks["head"])
    for form in FORMS:
        for column in form.columns:
            row += 1
            must = _("Có") if column.required else ""
            cells = (form.title(), column.heading(), must, _kind_of(column), str(column.help))
            for place, text in enumerate(cells):
                sheet.write_string(row, place, text, looks["wrap"])
    return row


def _kind_of(column: Column) -> str:
    if column.holds in CHOICES:
        return _("chọn trong danh sách")
    return {"day": _("ngày"), "code": _("mã")}.get(column.holds, _("chữ"))


def _example(sheet: Any, looks: Mapping[str, Any], row: int) -> None:
    """One line of every sheet, as it is filled in."""
    sheet.write_string(row, 0, _("Ví dụ"), looks["title"])
    for form in FORMS:
        row += 2
        sheet.write_string(row, 0, form.title(), looks["bold"])
        for place, column in enumerate(form.columns):
            sheet.write_string(row + 1, place, column.heading(), looks["must" if column.required else "head"])
        for place, text in enumerate(_EXAMPLES[form.name]):
            sheet.write_string(row + 2, place, text)
        row += 2


# Not translated: names and numbers as they stand in a Vietnamese register.
_EXAMPLES: Mapping[str, Sequence[str]] = {
    "organisations": (
        "CB-MAU-01",
        "Chi bộ khối phố Mẫu",
        "CB khối phố Mẫu",
        "",
        "chi bộ",
        "",
        "Phường Mẫu",
        "",
        "01/01/2015",
        "",
        "12-QĐ/ĐU ngày 25/12/2014",
    ),
    "links": ("CB-MAU-01", "", "DB-MAU", "", "hệ thống đảng", "01/01/2015", "", "12-QĐ/ĐU ngày 25/12/2014"),
    "people": ("NG-0001", "Trần Thị Mẫu", "15/08/1984"),
    "posts": ("CB-MAU-01", "", "Bí thư", "Bí thư Chi bộ khối phố Mẫu", "NG-0001", "", "", "01/02/2020", "", "Không"),
    "memberships": (
        "NG-0001",
        "",
        "",
        "CB-MAU-01",
        "",
        "03/02/2010",
        "03/02/2011",
        "03/02/2010",
        "",
        "",
        "Không",
        "Không",
        "",
    ),
}
