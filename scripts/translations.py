"""The English catalogue, without GNU gettext: extracted and compiled in pure Python.

    python scripts/translations.py update    add new Vietnamese strings, drop unused ones, compile
    python scripts/translations.py check     exit 1 when a string has no English, or the compiled file is old

The Vietnamese strings in the source are the text itself; only English has a catalogue.
"""

from __future__ import annotations

import io
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "nhacviec"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "_n": None,
    "_t": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
NAMED = re.compile(r"%\((\w+)\)[sdf]|\{(\w*)[^{}]*\}")


def _sources() -> Iterator[tuple[str, io.BytesIO]]:
    """Every file that may hold strings, a template as the Python-like text Django makes of it."""
    for path in sorted(PACKAGE.rglob("*")):
        name = str(path.relative_to(PACKAGE.parent))
        if not path.is_file() or "static" in path.parts or "locale" in path.parts or "migrations" in path.parts:
            continue
        if path.suffix == ".py":
            yield name, io.BytesIO(path.read_bytes())
        elif "templates" in path.parts and path.suffix in (".html", ".txt"):
            text = templatize(path.read_text(encoding="utf-8"), origin=name)
            # The left margin would be read as Python's indentation.
            yield name, io.BytesIO("\n".join(line.strip() for line in text.splitlines()).encode())


def extracted() -> Catalog:
    """The strings of the source, with the files they come from."""
    catalog = Catalog(locale="en", domain="django", project="Nhắc Việc", version="", charset="utf-8")
    for name, source in _sources():
        for line, message, comments, context in extract("python", source, KEYWORDS, ("Translators:",)):
            catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    for name, label in _rule_labels():
        catalog.add(label, None, [(name, 1)])
    return catalog


def _rule_labels() -> Iterator[tuple[str, str]]:
    """The names of criteria: the only words of a rule set that pages translate; titles and sources stay as issued."""
    for path in sorted((PACKAGE / "rules" / "sets").glob("*.toml")):
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).get("values", {}).items():
            if key.endswith("_labels"):
                yield from ((str(path.relative_to(PACKAGE.parent)), label) for label in entry["value"].values())


def _committed() -> Catalog:
    if not PO.exists():
        return Catalog(locale="en", domain="django")
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def _translations(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _fields(text: str) -> set[str]:
    return {first or second for first, second in NAMED.findall(text)}


def _faults(message: Message, ours: Message | None) -> str:
    """Why a string of the source is not well translated; '' when it is."""
    if ours is None:
        return "not in the catalogue"
    if ours.fuzzy or not all(_translations(ours)):
        return "no English"
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    wanted = set().union(*(_fields(text) for text in originals))
    if any(not _fields(text) <= wanted for text in _translations(ours)) or (
        len(originals) == 1 and _fields(_translations(ours)[0]) != wanted
    ):
        return "the English has other fields than the Vietnamese"
    return ""


def _comparable(messages: Iterable[Message]) -> dict[tuple[str, ...], list[str]]:
    """The translated strings by context and text, in one shape: read_mo gives lists and bytes where read_po does not."""
    return {
        (_text(message.context), *([message.id] if isinstance(message.id, str) else message.id)): _translations(message)
        for message in messages
        if message.id and _is_translated(message)
    }


def _is_translated(message: Message) -> bool:
    return not message.fuzzy and all(_translations(message))


def _text(context: str | bytes | None) -> str:
    return context.decode() if isinstance(context, bytes) else context or ""


def _write_compiled(catalog: Catalog) -> None:
    """Compile what is translated; the rest would be written as if its Vietnamese were its English."""
    translated = Catalog(locale="en", domain="django", charset="utf-8")
    translated.creation_date = translated.revision_date = catalog.creation_date
    for message in catalog:
        if message.id and _is_translated(message):
            translated[message.id] = message
    with MO.open("wb") as file:
        write_mo(file, translated)


def _compiled() -> dict[tuple[str, ...], list[str]]:
    if not MO.exists():
        return {}
    with MO.open("rb") as file:
        return _comparable(read_mo(file))


def update() -> int:
    """Bring the catalogue up to date with the source and compile it."""
    fresh, committed = extracted(), _committed()
    for message in fresh:
        ours = committed.get(message.id, message.context) if message.id else None
        if ours is not None and not ours.fuzzy:
            message.string = ours.string
    fresh.creation_date = committed.creation_date if PO.exists() else fresh.creation_date
    fresh.revision_date = fresh.creation_date
    fresh.fuzzy = False
    fresh.header_comment = "# English of Nhắc Việc; the Vietnamese source strings are the text itself."
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, fresh, width=120, include_lineno=False, sort_by_file=True)
    _write_compiled(fresh)
    missing = sum(1 for message in fresh if message.id and not all(_translations(message)))
    print(f"{len(fresh)} strings, {missing} without English")
    return 0


def check() -> int:
    """Name every string without good English; exit 1 when there is one or the compiled file is not current."""
    committed, wrong = _committed(), []
    for message in extracted():
        if message.id:
            fault = _faults(message, committed.get(message.id, message.context))
            if fault:
                where = message.locations[0][0] if message.locations else "?"
                wrong.append(f"{where}: {message.id!r}: {fault}")
    if _compiled() != _comparable(committed):
        wrong.append(f"{MO.name} is not what {PO.name} says; run: make messages")
    print("\n".join(wrong) if wrong else f"{len(committed)} strings, all in English too")
    return 1 if wrong else 0


def main() -> int:
    """`update` or `check`."""
    if sys.argv[1:] not in (["update"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    settings.configure(USE_I18N=False)
    django.setup()
    return update() if sys.argv[1] == "update" else check()


if __name__ == "__main__":
    sys.exit(main())
