"""The first screen of a leader: figures of all organisations, against the same counts by hand."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.dataset import TODAY, City
from benchmarks.pages import page
from benchmarks.sql import fetch
from benchmarks.timing import Case
from nhacviec.orgs.models import Organisation
from nhacviec.tasks.models import Task

COUNTS = f"""
SELECT o.id, o.name, count(*),
  count(CASE WHEN t.state = 'done' AND t.done_on <= t.deadline THEN 1 END),
  count(CASE WHEN t.state = 'done' AND t.done_on > t.deadline THEN 1 END),
  count(CASE WHEN t.state NOT IN ('done', 'withdrawn') AND t.deadline >= %s THEN 1 END),
  count(CASE WHEN t.state NOT IN ('done', 'withdrawn') AND t.deadline < %s THEN 1 END)
FROM {Task._meta.db_table} t JOIN {Organisation._meta.db_table} o ON o.id = t.lead_id
WHERE t.assigned_on >= '2021-01-01' AND t.assigned_on <= '2021-12-31'
GROUP BY o.id, o.name ORDER BY 7 DESC
"""


def cases(city: City) -> Iterator[Case]:
    """The overview page."""
    yield Case("page: overview of the city", page(city, "/"), lambda: fetch(COUNTS, TODAY, TODAY))
