"""Every address of the program, and every form on its pages, for tests that walk them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    """One route: its full name (`tasks:detail`) and its path with parameters (`nhiem-vu/<rid:pk>/`)."""

    name: str
    route: str

    @property
    def has_parameter(self) -> bool:
        """Whether a value must be put into it."""
        return bool(PARAMETER.search(self.route))

    def path(self, number: str = "1", text: str = "x") -> str:
        """The path with `number` for record ids and whole numbers, `text` for anything else."""

        def value(match: re.Match[str]) -> str:
            return number if match["converter"] in ("rid", "int") else text

        return "/" + PARAMETER.sub(value, self.route)


def addresses() -> list[Address]:
    """All routes of the program."""
    return sorted(_walk(get_resolver(), "", ""), key=lambda address: address.name)


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}", route)


@dataclass
class Form:
    """A form as a browser sees it: where it goes, how, and the names of its fields with their kind."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form":
            self.forms.append(Form(values.get("action") or "", (values.get("method") or "get").lower()))
            self._open = True
        elif tag in ("input", "select", "textarea", "button") and self._open and values.get("name"):
            kind = values.get("type") or tag
            self.forms[-1].fields[str(values["name"])] = kind

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


def forms_of(html: str) -> list[Form]:
    """The forms of a page."""
    reader = _FormReader()
    reader.feed(html)
    return reader.forms
