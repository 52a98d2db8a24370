"""What an Office file holds, judged from its table of contents and a few bytes: nothing is unpacked whole."""

import re
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, Literal

Fault = Literal["broken", "encrypted", "bomb", "nested", "outside", "macro", "other_kind"]

MOST_ENTRIES = 5_000
MOST_BYTES = 300 * 2**20
MOST_RATIO = 150
# Repetitive sheets of honest files are pressed hard; the ratio only counts where the content is large.
RATIO_COUNTS_FROM = 5 * 2**20
_LARGEST_TYPES = 2 * 2**20
_TYPES = "[Content_Types].xml"
_MAIN_TYPES = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "bz2", "xz", "tar", "jar", "cab", "iso", "docm", "xlsm", "xlsb"})
_PROGRAMS = frozenset({"exe", "dll", "com", "bat", "cmd", "ps1", "vbs", "js", "scr", "msi", "sh", "hta", "lnk"})
_MAGIC = (b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
# Word and Excel keep the data of a chart as a whole workbook inside the document.
_EMBEDDED = re.compile(r"^(word|xl|ppt)/embeddings/[^/]+\.(xlsx|docx|pptx)$")


def fault_of_office_file(file: IO[bytes], kind: str) -> Fault | None:
    """The first thing wrong with a .docx or .xlsx, None when it is sound. Never raises for the content of a file."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            return _fault_of_list(archive) or _fault_of_content(archive, kind)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, zlib.error):
        return "broken"


def _fault_of_list(archive: zipfile.ZipFile) -> Fault | None:
    """From names and declared sizes alone."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 0x1 for entry in entries):
        return "encrypted"
    if len(entries) > MOST_ENTRIES or _too_large(entries):
        return "bomb"
    if any(_leads_outside(name) for name in names):
        return "outside"
    if any(PurePosixPath(name).name.lower().startswith("vbaproject") for name in names):
        return "macro"
    if len(set(names)) != len(names):
        return "broken"
    extensions = {PurePosixPath(name).suffix.lower().lstrip(".") for name in names}
    return "nested" if extensions & (_ARCHIVES | _PROGRAMS) else None


def _too_large(entries: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > MOST_BYTES or (unpacked > RATIO_COUNTS_FROM and unpacked / packed > MOST_RATIO):
        return True
    # One entry can hide among others that are pressed little.
    return any(e.file_size > RATIO_COUNTS_FROM and e.file_size / max(e.compress_size, 1) > MOST_RATIO for e in entries)


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or "\x00" in name or ".." in name.split("/")


def _fault_of_content(archive: zipfile.ZipFile, kind: str) -> Fault | None:
    """From the declared types and the first bytes of every part."""
    names = set(archive.namelist())
    if _TYPES not in names or _MAIN_PARTS[kind] not in names:
        return "other_kind"
    types = _declared_types(archive)
    if types is None:
        return "broken"
    if b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
        return "macro"
    if _MAIN_TYPES[kind] not in types:
        return "other_kind"
    return "nested" if any(_holds_another_file(archive, entry) for entry in archive.infolist()) else None


def _declared_types(archive: zipfile.ZipFile) -> bytes | None:
    if archive.getinfo(_TYPES).file_size > _LARGEST_TYPES:
        return None
    types = archive.read(_TYPES)
    return None if b"<!DOCTYPE" in types or b"<!ENTITY" in types else types


def _holds_another_file(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    if entry.is_dir() or entry.file_size < 4:
        return False
    with archive.open(entry) as part:
        head = part.read(4)
    if head.startswith(b"PK\x03\x04"):
        return not _EMBEDDED.match(entry.filename)
    return head.startswith(_MAGIC)
