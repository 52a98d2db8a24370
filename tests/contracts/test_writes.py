"""Only actions write to the database."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.contracts.house import PACKAGE, python_files, report

WRITES = {
    *("save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"),
    *("asave", "acreate", "adelete", "aupdate", "set_password", "force_insert"),
}
SQL_WRITES = ("insert ", "update ", "delete ", "replace ", "truncate ", "drop ", "alter ")

# Files outside actions that may write, each with its reason.
ALLOWED: dict[str, str] = {}

# Things with a method of the same name that is not the database's.
OTHER_RECEIVERS = {"document", "workbook", "book", "cache", "image", "storage", "default_storage"}


def may_write(path: Path) -> bool:
    """Whether this file is one that writes: the room's actions, or a listed exception."""
    inside = path.relative_to(PACKAGE)
    return (
        inside.name == "actions.py"
        or "actions" in inside.parts[:-1]
        or "migrations" in inside.parts
        or inside.as_posix() in ALLOWED
    )


def receiver(node: ast.expr) -> str:
    """The name at the left end of `a.b().c`."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def is_queryset_update(call: ast.Call) -> bool:
    """`.update(field=value)`: keywords only. A dict's or a set's update takes a positional argument."""
    return not call.args and any(keyword.arg for keyword in call.keywords)


def writes(source: str) -> Iterator[tuple[int, str]]:
    """Every call in the source that writes to the database."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.attr
        named = name in WRITES and receiver(node.func) not in OTHER_RECEIVERS
        if named or (name == "update" and is_queryset_update(node)):
            yield node.lineno, ast.unparse(node)[:100]
        elif name in ("execute", "executemany") and node.args:
            sql = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
            if isinstance(sql, str) and sql.strip().lower().startswith(SQL_WRITES):
                yield node.lineno, ast.unparse(node)[:100]


def test_only_actions_write_to_the_database() -> None:
    wrong = [
        report(path, what, line)
        for path in python_files("src/nhacviec")
        if not may_write(path)
        for line, what in writes(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "writes outside actions:\n" + "\n".join(wrong)


def test_the_exceptions_still_exist() -> None:
    assert [name for name in ALLOWED if not (PACKAGE / name).is_file()] == []


def test_a_write_is_seen_and_a_plain_dict_update_is_not() -> None:
    seen = [what for _line, what in writes("task.save()\nTask.objects.filter(x=1).update(y=2)\nnames.update(other)\n")]
    assert seen == ["task.save()", "Task.objects.filter(x=1).update(y=2)"]
