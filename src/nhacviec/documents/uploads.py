"""Is this upload what it says it is? Every file of a person passes here before anything opens or keeps it."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput
from nhacviec.web.text import compose

from . import archives

PRODUCT_KINDS = ("pdf", "docx", "xlsx", "png", "jpg", "txt", "csv")
"""What may be handed in as a product or put into a file."""
TABLE_KINDS = ("docx", "xlsx", "csv")
"""What an import can read."""

LONGEST_NAME = 150
_SPELLINGS = {"jpeg": "jpg"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf")
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_MACRO_EXTENSIONS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm"})
_OUTSIDE_NAMES = re.compile(r"[/\\:]|^\.|\.\.")


@dataclass(frozen=True)
class CheckedUpload:
    """A file that passed: cleaned name, kind ("pdf", "docx" …), size in bytes, digest, and the file at its start."""

    name: str
    kind: str
    size: int
    sha256: str
    file: UploadedFile


def check_upload(file: UploadedFile | None, *, kinds: Iterable[str] = PRODUCT_KINDS) -> CheckedUpload:
    """Check an upload by name, size and content; `kinds` are the extensions that this form takes.

    Nothing in the file is run, unpacked to disk or trusted: the content must be of the kind that the extension says.
    Raises BadInput("file", …) with what is wrong and what to do.
    """
    if file is None:
        raise _refused(_("Chưa chọn tệp."))
    name = _clean_name(file.name or "")
    kind = _kind(name, tuple(kinds))
    _check_size(file)
    head = _head(file)
    if head.startswith(_PROGRAMS):
        raise _refused(_("Tệp này là chương trình chạy được, không phải %(kind)s. Tệp bị từ chối.") % {"kind": kind})
    if head.startswith(_OLD_OFFICE):
        raise _refused(
            _("Tệp Office kiểu cũ hoặc đặt mật khẩu không đọc được. Bỏ mật khẩu, lưu lại dạng .docx hoặc .xlsx.")
        )
    _CHECKS[kind](file, head)
    return CheckedUpload(name=name, kind=kind, size=int(file.size or 0), sha256=_digest(file), file=file)


def _refused(message: str | Promise) -> BadInput:
    return BadInput("file", message)


def _clean_name(raw: str) -> str:
    name = compose(raw).strip()
    unreadable = any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") for letter in name)
    if not name or unreadable or _OUTSIDE_NAMES.search(name):
        raise _refused(_("Tên tệp có ký tự không dùng được. Đổi tên tệp rồi tải lại."))
    if len(name) > LONGEST_NAME:
        raise _refused(
            _("Tên tệp dài %(length)s chữ cái, tối đa %(most)s. Đặt tên ngắn hơn.")
            % {"length": len(name), "most": LONGEST_NAME}
        )
    return name


def _kind(name: str, kinds: tuple[str, ...]) -> str:
    extension = PurePath(name).suffix.lower().lstrip(".")
    kind = _SPELLINGS.get(extension, extension)
    if kind in _MACRO_EXTENSIONS:
        raise _refused(_("Tệp có chứa macro không được nhận. Lưu lại dạng .docx hoặc .xlsx rồi tải lên."))
    if kind not in kinds or kind not in _CHECKS:
        allowed = ", ".join(f".{one}" for one in kinds)
        raise _refused(_("Không nhận tệp kiểu này. Nhận: %(allowed)s.") % {"allowed": allowed})
    return kind


def _check_size(file: UploadedFile) -> None:
    size, most = int(file.size or 0), int(settings.NHACVIEC_UPLOAD_LIMIT)
    if size == 0:
        raise _refused(_("Tệp rỗng, không có nội dung."))
    if size > most:
        raise _refused(
            _("Tệp nặng %(size)s MB, tối đa %(most)s MB. Giảm dung lượng hoặc chia nhỏ.")
            % {"size": -(-size // 2**20), "most": most // 2**20}
        )


def _head(file: UploadedFile) -> bytes:
    file.seek(0)
    head: bytes = file.read(2048)
    file.seek(0)
    return head


def _digest(file: UploadedFile) -> str:
    found = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _mismatch(kind: str) -> BadInput:
    return _refused(
        _("Nội dung tệp không phải là %(kind)s như tên tệp ghi. Mở tệp, lưu lại đúng dạng.") % {"kind": kind}
    )


def _starts_with(kind: str, *marks: bytes) -> Callable[[UploadedFile, bytes], None]:
    def check(file: UploadedFile, head: bytes) -> None:
        if not head.startswith(marks):
            raise _mismatch(kind)

    return check


def _office(kind: str) -> Callable[[UploadedFile, bytes], None]:
    def check(file: UploadedFile, head: bytes) -> None:
        if not head.startswith(b"PK\x03\x04"):
            raise _mismatch(kind)
        fault = archives.fault_of_office_file(file, kind)
        file.seek(0)
        if fault is not None:
            raise _refused(_FAULTS[fault])

    return check


def _text(kind: str) -> Callable[[UploadedFile, bytes], None]:
    def check(file: UploadedFile, head: bytes) -> None:
        encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        file.seek(0)
        content: bytes = file.read()
        file.seek(0)
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            raise _refused(_("Không đọc được chữ trong tệp. Lưu lại với bảng mã UTF-8 (Unicode).")) from error
        if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text):
            raise _mismatch(kind)

    return check


_CHECKS: Mapping[str, Callable[[UploadedFile, bytes], None]] = {
    "pdf": _starts_with("pdf", b"%PDF-"),
    "png": _starts_with("png", b"\x89PNG\r\n\x1a\n"),
    "jpg": _starts_with("jpg", b"\xff\xd8\xff"),
    "docx": _office("docx"),
    "xlsx": _office("xlsx"),
    "txt": _text("txt"),
    "csv": _text("csv"),
}

_FAULTS: Mapping[str, Promise] = {
    "broken": _("Tệp hỏng, không mở được. Mở bằng Word hoặc Excel, lưu lại rồi tải lên."),
    "encrypted": _("Tệp đặt mật khẩu. Bỏ mật khẩu rồi tải lại."),
    "bomb": _("Tệp nén chứa lượng dữ liệu bất thường, bị từ chối vì an toàn."),
    "nested": _("Trong tệp có tệp nén hoặc chương trình khác, bị từ chối vì an toàn."),
    "outside": _("Trong tệp có đường dẫn ra ngoài, bị từ chối vì an toàn."),
    "macro": _("Tệp có chứa macro không được nhận. Lưu lại dạng .docx hoặc .xlsx rồi tải lên."),
    "other_kind": _("Nội dung không đúng loại tệp Word (.docx) hoặc Excel (.xlsx) như tên tệp ghi."),
}
