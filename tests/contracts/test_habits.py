"""Habits that no linter knows: imports at the top, nothing inline in pages, every visible text translatable."""

from __future__ import annotations

import ast
import re

from django.apps import apps

from tests.contracts.house import ROOT, python_files, report, template_files

INLINE = {
    "a script inside the page": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "a style sheet inside the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}
VIETNAMESE = re.compile("[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
TRANSLATED = re.compile(
    r"{%-?\s*comment\b.*?endcomment\s*-?%}|{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*-?%}"
    r"|{%.*?%}|{{.*?}}|{#.*?#}",
    re.DOTALL,
)
GETTEXT = {
    *("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "gettext_noop"),
    *("npgettext", "npgettext_lazy"),
}
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def test_no_import_inside_a_function() -> None:
    wrong = []
    for path in python_files("src/nhacviec"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        for function in functions:
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    wrong.append(report(path, ast.unparse(node), node.lineno))
    assert not wrong, "\n".join(wrong)


def test_no_page_holds_a_script_or_a_style() -> None:
    wrong = []
    for path in template_files():
        text = path.read_text(encoding="utf-8")
        if path.suffix in (".html", ".svg"):
            wrong += [report(path, what) for what, pattern in INLINE.items() if pattern.search(text)]
    assert not wrong, "\n".join(wrong)


def test_every_visible_text_of_a_template_can_be_translated() -> None:
    """An official document is Vietnamese in every language: its template says so with lang="vi"."""
    wrong = []
    for path in template_files():
        text = path.read_text(encoding="utf-8")
        if 'lang="vi"' in text or path.name == "components.html":  # the gallery of components shows sample names
            continue
        rest = TRANSLATED.sub(lambda match: "\n" * match.group(0).count("\n"), text)
        for number, line in enumerate(rest.splitlines(), 1):
            if VIETNAMESE.search(line):
                wrong.append(report(path, line.strip()[:80], number))
    assert not wrong, "Vietnamese outside {% translate %}:\n" + "\n".join(wrong)


def untranslated(source: str) -> list[tuple[int, str]]:
    """Vietnamese literals of a module that no gettext call takes; docstrings do not count."""
    tree = ast.parse(source)
    excused: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            excused.add(id(node.value))
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in GETTEXT:
                excused |= {id(inner) for inner in ast.walk(node)}
    return [
        (node.lineno, node.value[:80])
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in excused
        if VIETNAMESE.search(node.value)
    ]


def test_every_visible_text_of_views_and_forms_can_be_translated() -> None:
    names = {"views", "forms", "access", "navigation"}
    wrong = [
        report(path, text, line)
        for path in python_files("src/nhacviec")
        if path.stem in names or path.parent.name in names
        for line, text in untranslated(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "Vietnamese outside gettext:\n" + "\n".join(wrong)


def test_every_model_says_what_it_is() -> None:
    wrong = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("nhacviec.") and not model._meta.auto_created
        if not (model.__doc__ or "").strip() or (model.__doc__ or "").startswith(f"{model.__name__}(")
    ]
    assert not wrong, f"models without a docstring: {wrong}"


def test_nothing_is_left_for_later() -> None:
    files = [*python_files("src"), *python_files("scripts"), *template_files()]
    wrong = [
        report(path, line.strip()[:80], number)
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LEFTOVER.search(line)
    ]
    assert not wrong, "\n".join(wrong)
    assert (ROOT / "pyproject.toml").is_file()
