"""Every upload is judged by name, size and content before anything opens it."""

import io
import zipfile

import docx
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from nhacviec.documents.uploads import check_upload
from nhacviec.web.errors import BadInput
from tests.documents.conftest import office, upload

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def refusal(name: str, content: bytes, kinds: tuple[str, ...] | None = None) -> str:
    with pytest.raises(BadInput) as error:
        check_upload(upload(name, content), **({"kinds": kinds} if kinds else {}))
    assert error.value.field == "file"
    return str(error.value)


def real_word_file() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Phụ lục")
    document.save(out)
    return out.getvalue()


def real_workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write(0, 0, "Đơn vị")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Biên bản.PDF", b"%PDF-1.7\n%%EOF", "pdf"),
        ("ảnh.png", PNG, "png"),
        ("ảnh.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "jpg"),
        ("ghi chú.txt", "Đã xong".encode(), "txt"),
        ("bảng.csv", "a;b\n1;2".encode("utf-16"), "csv"),
        ("phụ lục.docx", real_word_file(), "docx"),
        ("bảng.xlsx", real_workbook(), "xlsx"),
    ],
)
def test_an_honest_file_passes_with_its_kind_and_digest(name: str, content: bytes, kind: str) -> None:
    checked = check_upload(upload(name, content))
    assert (checked.kind, checked.size, len(checked.sha256)) == (kind, len(content), 64)
    assert checked.file.read() == content, "the file stands at its start again"


def test_the_same_name_in_decomposed_letters_is_kept_composed() -> None:
    checked = check_upload(upload("Biên bản.txt", b"x"))
    assert checked.name == "Biên bản.txt"


def test_no_file_and_an_empty_file_are_refused() -> None:
    with pytest.raises(BadInput, match="Chưa chọn tệp"):
        check_upload(None)
    assert "rỗng" in refusal("a.txt", b"")


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings) -> None:
    settings.NHACVIEC_UPLOAD_LIMIT = 2**20
    assert "2 MB, tối đa 1 MB" in refusal("a.txt", b"x" * (2**20 + 1))


def test_a_name_that_is_too_long_or_unreadable_is_refused() -> None:
    assert "tối đa 150" in refusal("a" * 160 + ".txt", b"x")
    assert "Tên tệp" in refusal("a\x07b.txt", b"x")
    assert "Tên tệp" in refusal("hóa\u202etxt.exe", b"x")
    file = SimpleUploadedFile("a.txt", b"x")
    file._name = "../../etc/a.txt"  # past Django's own cleaning
    with pytest.raises(BadInput, match="Tên tệp"):
        check_upload(file)


def test_an_extension_that_the_form_does_not_take_is_refused_and_the_right_ones_are_named() -> None:
    assert ".docx, .xlsx, .csv" in refusal("a.pdf", b"%PDF-1.7", ("docx", "xlsx", "csv"))
    assert "Không nhận" in refusal("a.exe", b"x")
    assert "Không nhận" in refusal("không đuôi", b"x")


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.jpg", "a.docx", "a.xlsx"])
def test_content_of_another_kind_is_refused(name: str) -> None:
    assert "Nội dung tệp không phải" in refusal(name, b"just words, nothing else")


@pytest.mark.parametrize("head", [b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\n", b"\xcf\xfa\xed\xfe"])
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt"])
def test_a_renamed_program_is_refused(name: str, head: bytes) -> None:
    assert "chương trình" in refusal(name, head + b"\0" * 40)


def test_a_file_with_macros_is_refused_by_name_by_part_and_by_declared_type() -> None:
    assert "macro" in refusal("a.xlsm", b"x")
    assert "macro" in refusal("a.docm", b"x")
    assert "macro" in refusal("a.docx", office(**{"word/vbaProject.bin": b"code"}))
    declared = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    assert "macro" in refusal("a.docx", office(types=declared))


def test_a_zip_bomb_is_refused_by_its_declared_size() -> None:
    assert "bất thường" in refusal("a.docx", office(**{"word/media/a.xml": b"\0" * (20 * 2**20)}))


def test_a_bomb_of_many_entries_is_refused() -> None:
    assert "bất thường" in refusal("a.xlsx", office("xlsx", **{f"xl/{i}.xml": b"" for i in range(5001)}))


@pytest.mark.parametrize(
    ("part", "content"),
    [("word/a.zip", b"x"), ("word/a.exe", b"x"), ("word/a.xml", b"MZ\0\0\0"), ("word/a.xml", office())],
)
def test_an_archive_or_a_program_inside_is_refused(part: str, content: bytes) -> None:
    assert "Trong tệp có" in refusal("a.docx", office(**{part: content}))


def test_the_workbook_behind_a_chart_in_a_word_file_is_no_fault() -> None:
    content = office(**{"word/embeddings/Microsoft_Excel_Sheet1.xlsx": office("xlsx")})
    assert check_upload(upload("a.docx", content)).kind == "docx"


@pytest.mark.parametrize("part", ["../a.xml", "/etc/a.xml", "word\\..\\a.xml", "C:a.xml"])
def test_a_path_that_leads_out_of_the_file_is_refused(part: str) -> None:
    assert "đường dẫn" in refusal("a.docx", office(**{part: b"x"}))


def test_an_encrypted_file_is_refused_in_both_forms() -> None:
    assert "mật khẩu" in refusal("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100)
    content = bytearray(office())
    for place in range(len(content) - 4):
        if content[place : place + 4] == b"PK\x01\x02":
            content[place + 8] |= 1
    assert "mật khẩu" in refusal("a.docx", bytes(content))


def test_a_workbook_called_word_file_and_a_plain_zip_are_refused() -> None:
    assert "không đúng loại" in refusal("a.docx", office("xlsx"))
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "không đúng loại" in refusal("a.xlsx", plain.getvalue())


def test_a_broken_archive_gives_a_message_and_no_error() -> None:
    whole = office()
    for content in (whole[:-30], b"PK\x03\x04" + b"\xff" * 200, whole[:40] + b"\0" * 60 + whole[100:]):
        assert refusal("a.docx", content)


def test_a_text_file_in_an_old_encoding_or_with_binary_content_is_refused() -> None:
    assert "UTF-8" in refusal("a.csv", b"C\xf4ng v\xdd")
    assert "Nội dung" in refusal("a.txt", b"a\0b")
