"""One organisation's overdue tasks, and search over all tasks: whole pages, and their parts, against the fifty rows by hand."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from benchmarks.dataset import TODAY, City
from benchmarks.pages import page
from benchmarks.sql import fetch
from benchmarks.timing import Case
from nhacviec.directives.models import Directive
from nhacviec.orgs.access import viewer_for_user
from nhacviec.orgs.models import Organisation, Person
from nhacviec.rules.text import fold
from nhacviec.tasks.models import Task
from nhacviec.tasks.queries import Filters, four_states, listing

TASKS, ORGANISATIONS, PEOPLE, DIRECTIVES = (model._meta.db_table for model in (Task, Organisation, Person, Directive))
ROWS = f"""
SELECT t.id, t.code, t.title, t.product, t.deadline, t.state, lead.name, assigner.name, person.full_name, d.number, d.symbol
FROM {TASKS} t
JOIN {ORGANISATIONS} lead ON lead.id = t.lead_id
JOIN {ORGANISATIONS} assigner ON assigner.id = t.assigner_id
JOIN {PEOPLE} person ON person.id = t.responsible_id
LEFT JOIN {DIRECTIVES} d ON d.id = t.directive_id
"""
OPEN_BY_LEAD = (
    ROWS + "WHERE t.lead_id = %s AND t.deadline < %s AND NOT t.state IN ('done', 'withdrawn')"
    " ORDER BY t.deadline, t.id LIMIT 51"
)
OPEN = ROWS + "WHERE t.deadline < %s AND NOT t.state IN ('done', 'withdrawn') ORDER BY t.deadline, t.id LIMIT 51"
COUNTS = f"""
SELECT count(CASE WHEN state = 'done' AND done_on <= deadline THEN 1 END),
  count(CASE WHEN state = 'done' AND done_on > deadline THEN 1 END),
  count(CASE WHEN state NOT IN ('done', 'withdrawn') AND deadline >= %s THEN 1 END),
  count(CASE WHEN state NOT IN ('done', 'withdrawn') AND deadline < %s THEN 1 END),
  count(CASE WHEN deadline IS NULL THEN 1 END)
FROM {TASKS} WHERE state <> 'withdrawn'
"""
SEARCHES = {"two words that many tasks have": "đất đai an mỹ", "a word that one task has": "đợt 31415"}


def cases(city: City) -> Iterator[Case]:
    """The list of one organisation, the list of all, two searches."""
    address = reverse("tasks:list")
    yield Case(
        "page: one organisation's overdue tasks",
        page(city, f"{address}?{urlencode({'state': 'overdue', 'lead': city.one.pk})}"),
        lambda: fetch(OPEN_BY_LEAD, city.one.pk, TODAY),
    )
    yield Case(
        "page: all overdue tasks",
        page(city, f"{address}?state=overdue"),
        lambda: fetch(OPEN, TODAY),
    )
    viewer = viewer_for_user(city.leader.pk, on=TODAY)
    assert viewer is not None
    yield Case(
        "rows: one organisation's overdue tasks",
        lambda: listing(viewer, Filters(state="overdue", lead=city.one.pk), on=TODAY),
        lambda: fetch(OPEN_BY_LEAD, city.one.pk, TODAY),
    )
    yield Case(
        "rows: all overdue tasks",
        lambda: listing(viewer, Filters(state="overdue"), on=TODAY),
        lambda: fetch(OPEN, TODAY),
    )
    yield Case(
        "counts of all tasks by state",
        lambda: four_states(viewer, TODAY),
        lambda: fetch(COUNTS, TODAY, TODAY),
    )
    for name, words in SEARCHES.items():
        patterns = [f"%{word}%" for word in fold(words).split()]
        condition = " AND ".join(["t.folded LIKE %s"] * len(patterns))
        yield Case(
            f"page: search, {name}",
            page(city, f"{address}?{urlencode({'q': words})}"),
            lambda condition=condition, patterns=patterns: fetch(  # type: ignore[misc]
                ROWS + f"WHERE {condition} ORDER BY t.deadline, t.id LIMIT 51", *patterns
            ),
        )
