"""Uploads as people make them, and a register to take numbers from."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MAIN = {"docx": ("word/document.xml", WORD), "xlsx": ("xl/workbook.xml", EXCEL)}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def office(kind: str = "docx", *, types: bytes | None = None, **parts: bytes) -> bytes:
    """A file with the parts of a Word document or a workbook; `parts` adds more, "__" standing for "/"."""
    part, declared = _MAIN[kind]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types>" + (types or declared) + b"</Types>")
        archive.writestr(part, b"<w:document/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
