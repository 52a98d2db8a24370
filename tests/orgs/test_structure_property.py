"""Whatever is merged, split, moved, renamed and ended in whatever order: the tree, the work and the ledger stay whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhacviec.ledger.queries import verify
from nhacviec.orgs.actions import (
    FoundingDocument,
    Merger,
    NewOrganisation,
    OrganisationDraft,
    end_organisation,
    merge_organisations,
    move_organisation,
    rename_organisation,
    split_organisation,
)
from nhacviec.orgs.models import Membership, Organisation, OrganisationName, ParentLink
from nhacviec.statistics.queries.past import counts_by_lead, existing_on
from nhacviec.tasks.models import Task
from nhacviec.tasks.models.task import IS_OPEN
from nhacviec.web.errors import BadInput, NotPossible
from tests.factories import MONDAY, City, a_city, at, member, organisation, person, put
from tests.structure_steps import operator

pytestmark = pytest.mark.django_db
START = MONDAY
Step = tuple[str, int, int, bool]
VERBS = ("merge", "merge_new", "split", "split_new", "end", "move", "rename")
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 30), st.integers(0, 30), st.booleans()), min_size=2, max_size=7
)


def _peopled() -> City:
    """The small city with more cells and an open task for each ward and department."""
    city = a_city()
    for n in range(3):
        cell = organisation(f"Chi bộ số {n}", "cell", under=city.ward_party if n else city.other_party)
        member(person(f"Đảng viên {n}"), cell)
    for n, lead in enumerate((city.ward, city.other_ward, city.department, city.ward)):
        put(
            Task(
                code=f"T-{n}",
                assigner=(city.committee, city.administration)[n % 2],
                lead=lead,
                responsible=city.chairman,
                title="Việc",
                product="Báo cáo",
                deadline_kind="none",
                assigned_on=START,
                folded="",
            )
        )
    return city


def _living(on: dt.date) -> list[Organisation]:
    return list(Organisation.objects.existing(on).order_by("id"))


def _pair(on: dt.date, first: int, second: int) -> tuple[Organisation, Organisation]:
    """One living organisation and another of its kind, itself where there is none."""
    units = _living(on)
    source = units[first % len(units)]
    like = [one for one in units if one.kind == source.kind and one.pk != source.pk] or [source]
    return source, like[second % len(like)]


def _new(source: Organisation, on: dt.date) -> NewOrganisation:
    links = ParentLink.objects.on(on).filter(child=source).select_related("parent")
    parents = [(link.parent, link.hierarchy, on) for link in links]
    code = f"N{source.pk}-{on.isoformat()}"
    return NewOrganisation(OrganisationDraft(f"Mới {code}", code, source.kind, on, parents=parents))


def _do(step: Step, on: dt.date) -> None:
    verb, first, second, flag = step
    source, other = _pair(on, first, second)
    asked = {"viewer": operator(on), "on": on, "document": FoundingDocument("1/NQ", on), "now": at(on)}
    done: dict[str, Callable[[], object]] = {
        "merge": lambda: merge_organisations(mergers=[Merger([source], other)], **asked),
        "merge_new": lambda: merge_organisations(mergers=[Merger([source, other], _new(source, on))], **asked),
        "split": lambda: split_organisation(source=source, into=[other], keep_source=True, **asked),
        "split_new": lambda: split_organisation(
            source=source, into=[_new(source, on), other], keep_source=flag, **asked
        ),
        "end": lambda: end_organisation(organisation=source, successor=other if flag else None, **asked),
        "move": lambda: move_organisation(
            organisation=source, parent=other, hierarchy="party" if flag else "state", **asked
        ),
        "rename": lambda: rename_organisation(organisation=source, name=f"Tên {on.isoformat()}", **asked),
    }
    try:
        with transaction.atomic():
            done[verb]()
    except (NotPossible, BadInput):
        pass


def _open(day: dt.date) -> Counter[int]:
    counts = counts_by_lead(existing_on(Task.objects.all(), day), day)
    return Counter({lead: one.total for lead, one in counts.items()})


def _check(on: dt.date, members: int, seen: dict[dt.date, Counter[int]]) -> None:
    living = {one.pk for one in _living(on)}
    for model, key in ((ParentLink, "child_id"), (OrganisationName, "organisation_id"), (Membership, "person_id")):
        rows = model._default_manager.on(on).values_list(key, *(["hierarchy"] if model is ParentLink else []))
        assert max(Counter(rows).values(), default=1) == 1, model
    links = ParentLink.objects.on(on).values_list("child_id", "parent_id")
    assert {pk for link in links for pk in link} <= living
    tasks = Task.objects.filter(IS_OPEN).values_list("lead_id", "assigner_id")
    assert {pk for task in tasks for pk in task} <= living
    assert Membership.objects.on(on).count() == members
    assert set(Membership.objects.on(on).values_list("cell_id", flat=True)) <= living
    # What was true of a day stays true of it, whatever happens later.
    for day, counts in seen.items():
        assert _open(day) == counts
        assert set(counts) <= {one.pk for one in _living(day)}
    assert sum(_open(on).values()) == 4


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_any_sequence_of_changes_keeps_everything_whole(steps: list[Step]) -> None:
    with transaction.atomic():
        _peopled()
        members = Membership.objects.on(START).count()
        seen = {START: _open(START)}
        for n, step in enumerate(steps, 1):
            day = START + dt.timedelta(days=n)
            _do(step, day)
            seen[day] = _open(day)
            _check(day, members, seen)
        result = verify()
        assert result.intact, [str(fault) for fault in result.faults]
        transaction.set_rollback(True)
