"""One organisation's overdue tasks, and search over all tasks: whole pages against the fifty rows by hand."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from benchmarks.dataset import TODAY, City
from benchmarks.pages import page
from benchmarks.sql import fetch
from benchmarks.timing import Case
from nhacviec.directives.models import Directive
from nhacviec.orgs.models import Organisation, Person
from nhacviec.rules.text import fold
from nhacviec.tasks.models import Task

TASKS, ORGANISATIONS, PEOPLE, DIRECTIVES = (model._meta.db_table for model in (Task, Organisation, Person, Directive))
ROWS = f"""
SELECT t.id, t.code, t.title, t.product, t.deadline, t.state, lead.name, assigner.name, person.full_name, d.number, d.symbol
FROM {TASKS} t
JOIN {ORGANISATIONS} lead ON lead.id = t.lead_id
JOIN {ORGANISATIONS} assigner ON assigner.id = t.assigner_id
JOIN {PEOPLE} person ON person.id = t.responsible_id
LEFT JOIN {DIRECTIVES} d ON d.id = t.directive_id
"""
SEARCHES = {"two words that many tasks have": "đất đai an mỹ", "a word that one task has": "đợt 31415"}


def cases(city: City) -> Iterator[Case]:
    """The list of one organisation, the list of all, two searches."""
    listing = reverse("tasks:list")
    yield Case(
        "page: one organisation's overdue tasks",
        page(city, f"{listing}?{urlencode({'state': 'overdue', 'lead': city.one.pk})}"),
        lambda: fetch(
            ROWS + "WHERE t.lead_id = %s AND t.deadline < %s AND NOT t.state IN ('done', 'withdrawn')"
            " ORDER BY t.deadline, t.id LIMIT 51",
            city.one.pk,
            TODAY,
        ),
    )
    yield Case(
        "page: all overdue tasks",
        page(city, f"{listing}?state=overdue"),
        lambda: fetch(
            ROWS + "WHERE t.deadline < %s AND NOT t.state IN ('done', 'withdrawn') ORDER BY t.deadline, t.id LIMIT 51",
            TODAY,
        ),
    )
    for name, words in SEARCHES.items():
        patterns = [f"%{word}%" for word in fold(words).split()]
        condition = " AND ".join(["t.folded LIKE %s"] * len(patterns))
        yield Case(
            f"page: search, {name}",
            page(city, f"{listing}?{urlencode({'q': words})}"),
            lambda condition=condition, patterns=patterns: fetch(  # type: ignore[misc]
                ROWS + f"WHERE {condition} ORDER BY t.deadline, t.id LIMIT 51", *patterns
            ),
        )
