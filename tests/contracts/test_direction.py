"""Nothing points upward: no foreign key, no address, no template of a room above; no borrowed page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.contracts.house import PACKAGE, layers, python_files, rank, report, room_of, template_files

# {% url 'tasks:detail' %}, {% include "web/pager.html" %}, {% extends "web/base.html" %}
URL_TAG = re.compile(r"{%-?\s*url\s+[\"']([\w-]+)(?::[\w:-]+)?[\"']")
TEMPLATE_TAG = re.compile(r"{%-?\s*(include|extends)\s+[\"'](\w+)/[^\"']+[\"']")

# Addresses of the shell itself that stand in config because the shell knows no room.
SHELL_ADDRESSES = {"switch_post", "healthz", "readyz", "set_language"}


def room_of_address(name: str) -> str:
    """The room of an address name such as `tasks:detail`; names without a room are config's."""
    return name if name in layers() else "config"


def strings_of_calls(path: Path, functions: set[str]) -> Iterator[tuple[int, str]]:
    """Literal text arguments of calls of these functions, with their line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in functions:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value


def test_no_model_points_to_a_room_above() -> None:
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("nhacviec."):
            continue
        own = model._meta.app_label
        for field in model._meta.get_fields(include_hidden=True):
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or not target.__module__.startswith("nhacviec."):
                continue
            if rank(target._meta.app_label) > rank(own):
                wrong.append(f"{own}.{model.__name__}.{field.name} -> {target._meta.label}")
    assert not wrong, f"a foreign key upward: {wrong}"


def test_no_template_names_an_address_of_a_room_above() -> None:
    wrong = []
    for path in template_files():
        for match in URL_TAG.finditer(path.read_text(encoding="utf-8")):
            name = match.group(1)
            if name not in SHELL_ADDRESSES and rank(room_of_address(name)) > rank(room_of(path)):
                wrong.append(report(path, match.group(0)))
    assert not wrong, "\n".join(wrong)


def test_no_template_uses_a_template_of_a_room_above() -> None:
    wrong = []
    for path in template_files():
        for match in TEMPLATE_TAG.finditer(path.read_text(encoding="utf-8")):
            if rank(match.group(2)) > rank(room_of(path)):
                wrong.append(report(path, match.group(0)))
    assert not wrong, "\n".join(wrong)


def test_no_code_names_an_address_of_a_room_above() -> None:
    wrong = []
    for path in python_files("src/nhacviec"):
        for line, text in strings_of_calls(path, {"reverse", "reverse_lazy", "redirect", "resolve_url"}):
            room, colon, _name = text.partition(":")
            if colon and room in layers() and rank(room) > rank(room_of(path)):
                wrong.append(report(path, text, line))
    assert not wrong, "\n".join(wrong)


def test_no_page_borrows_the_page_of_another_room() -> None:
    """A page renders its own room's template or the shell's, and extends only these."""
    wrong = []
    for path in python_files("src/nhacviec"):
        own = room_of(path)
        for line, text in strings_of_calls(path, {"render", "TemplateResponse", "render_to_string", "get_template"}):
            room, slash, _rest = text.partition("/")
            if slash and room in layers() and room not in (own, "web"):
                wrong.append(report(path, text, line))
    for path in template_files():
        for match in TEMPLATE_TAG.finditer(path.read_text(encoding="utf-8")):
            if match.group(1) == "extends" and match.group(2) not in (room_of(path), "web"):
                wrong.append(report(path, match.group(0)))
    assert not wrong, "\n".join(wrong)


def test_a_template_stands_in_the_folder_of_its_room() -> None:
    wrong = []
    for path in template_files():
        inside = path.relative_to(PACKAGE).parts
        folder = inside[inside.index("templates") + 1]
        if folder != inside[0] and not (inside[0] == "web" and len(inside) == 3):
            wrong.append(report(path, folder))
    assert not wrong, "\n".join(wrong)


def test_no_room_imports_the_views_of_another_room() -> None:
    wrong = []
    for path in python_files("src/nhacviec"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) and node.level == 0 else None
            parts = (module or "").split(".")
            taken = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            if parts[0] != "nhacviec" or len(parts) < 2 or parts[1] in (room_of(path), "web"):
                continue
            if "views" in parts[2:] or (len(parts) == 2 and "views" in taken):
                wrong.append(report(path, ast.unparse(node), node.lineno))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("lower", "upper"), [("ledger", "accounts"), ("web", "ledger"), ("sample", "config")])
def test_the_plan_of_the_house_is_read_from_top_to_bottom(lower: str, upper: str) -> None:
    assert rank(lower) < rank(upper)
    assert rank("web") == rank("rules") == 0
