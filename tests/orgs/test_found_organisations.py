"""Founding, moving and ending of organisations."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from nhacviec.ledger.queries import history, verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import (
    FoundingDocument,
    OrganisationDraft,
    SuccessionDraft,
    create_organisations,
    end_organisation,
    link_parent,
    record_successions,
)
from nhacviec.orgs.models import Organisation, ParentLink
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import LONG_AGO, MONDAY, City, a_city, at, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
OPERATOR = Viewer(on=MONDAY, name="Nhắc Việc", operator=True)
SINCE = dt.date(2020, 1, 1)
DOCUMENT = FoundingDocument("01/QĐ-UBND", MONDAY)


@pytest.fixture
def city() -> City:
    return a_city()


def draft(code: str, *parents: tuple[object, str, dt.date], **more: object) -> OrganisationDraft:
    fields = {"name": f"Chi bộ {code}", "kind": "cell", "founded_on": SINCE, **more}
    return OrganisationDraft(code=code, parents=parents, **fields)  # type: ignore[arg-type]


def test_a_parent_may_be_founded_in_the_same_call_and_comes_before_or_after(city: City) -> None:
    made = create_organisations(
        viewer=OPERATOR,
        drafts=[
            draft("c1", ("p1", "party", SINCE)),
            draft("p1", (city.committee, "party", SINCE), kind="ward_committee"),
        ],
        now=NOW,
    )
    link = ParentLink.objects.get(child=made[0])
    assert link.parent == made[1]
    assert verify().intact
    assert history(made[0]).count() == 1


def test_names_are_kept_composed_and_found_without_marks(city: City) -> None:
    [made] = create_organisations(viewer=OPERATOR, drafts=[draft("c1", name="  Chi bộ  Hòa Hương ")], now=NOW)
    assert (made.name, made.folded) == ("Chi bộ Hòa Hương", "chi bo hoa huong")


def test_many_are_founded_in_few_statements(city: City, django_assert_max_num_queries: object) -> None:
    drafts = [draft(f"c{n}", (city.ward_party, "party", SINCE)) for n in range(300)]
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        create_organisations(viewer=OPERATOR, drafts=drafts, now=NOW)
    assert Organisation.objects.filter(code__startswith="c").count() == 300


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"kind": "unknown"}, "kind"),
        ({"sector": "unknown"}, "sector"),
        ({"founded_on": dt.date(1, 1, 1)}, "founded_on"),
    ],
)
def test_a_wrong_draft_founds_nothing(city: City, wrong: dict[str, object], field: str) -> None:
    before = Organisation.objects.count()
    with pytest.raises(BadInput) as caught:
        create_organisations(viewer=OPERATOR, drafts=[draft("good"), draft("bad", **wrong)], now=NOW)
    assert caught.value.field == field
    assert Organisation.objects.count() == before


def test_a_code_in_use_an_unknown_parent_and_a_circle_are_refused(city: City) -> None:
    cases = [
        [draft("c1"), draft("c1")],
        [draft(city.ward.code)],
        [draft("c1", ("nobody", "party", SINCE))],
        [draft("a", ("b", "party", SINCE)), draft("b", ("a", "party", SINCE))],
        [draft("c1", (city.committee, "party", dt.date(2019, 1, 1)))],
        [draft("c1", (city.committee, "party", SINCE), (city.ward_party, "party", SINCE))],
    ]
    for drafts in cases:
        with pytest.raises(BadInput):
            create_organisations(viewer=OPERATOR, drafts=drafts, now=NOW)
    assert not Organisation.objects.filter(code__in=["c1", "a", "b"]).exists()


def test_an_organiser_founds_only_below_the_committee_that_he_serves(city: City) -> None:
    organiser = viewer(city.organiser)
    create_organisations(viewer=organiser, drafts=[draft("c1", (city.ward_party, "party", SINCE))], now=NOW)
    for drafts in ([draft("c2")], [draft("c2", ("c3", "party", SINCE)), draft("c3")]):
        with pytest.raises(NotAllowed):
            create_organisations(viewer=organiser, drafts=drafts, now=NOW)
    with pytest.raises(NotAllowed):
        create_organisations(viewer=viewer(city.chairman), drafts=[draft("c4", (city.ward, "party", SINCE))], now=NOW)
    assert Organisation.objects.filter(code__in=["c1", "c2", "c3", "c4"]).count() == 1


def test_a_new_parent_ends_the_link_of_the_old_one(city: City) -> None:
    link_parent(viewer=OPERATOR, child=city.cell, parent=city.other_party, hierarchy="party", since=MONDAY, now=NOW)
    old, new = ParentLink.objects.filter(child=city.cell).order_by("valid_from")
    assert (old.valid_until, new.valid_from, new.parent_id) == (MONDAY, MONDAY, city.other_party.pk)
    assert verify().intact


def test_no_two_links_of_a_hierarchy_overlap(city: City) -> None:
    link_parent(viewer=OPERATOR, child=city.cell, parent=city.other_party, hierarchy="party", since=MONDAY, now=NOW)
    for since in (MONDAY, MONDAY - dt.timedelta(30)):
        with pytest.raises(NotPossible):
            link_parent(
                viewer=OPERATOR, child=city.cell, parent=city.ward_party, hierarchy="party", since=since, now=NOW
            )
    assert ParentLink.objects.filter(child=city.cell).count() == 2


def test_no_organisation_is_put_under_itself_or_under_one_below_it(city: City) -> None:
    for parent in (city.committee, city.cell):
        with pytest.raises(NotPossible):
            link_parent(viewer=OPERATOR, child=city.committee, parent=parent, hierarchy="party", since=MONDAY, now=NOW)


def test_an_ended_organisation_leaves_no_open_link_or_appointment(city: City) -> None:
    ended = end_organisation(viewer=OPERATOR, organisation=city.counter, on=MONDAY, now=NOW, document=DOCUMENT)
    assert ended.ended_on == MONDAY
    assert not Organisation.objects.existing(MONDAY).filter(pk=city.counter.pk).exists()
    assert Organisation.objects.existing(MONDAY - dt.timedelta(1)).filter(pk=city.counter.pk).exists()
    assert not viewer(city.official, MONDAY).posts
    assert verify().intact


def test_an_organisation_with_units_or_members_does_not_end(city: City) -> None:
    for unit in (city.ward, city.cell):
        with pytest.raises(NotPossible):
            end_organisation(viewer=OPERATOR, organisation=unit, on=MONDAY, now=NOW, document=DOCUMENT)
    with pytest.raises(NotPossible):
        end_organisation(viewer=OPERATOR, organisation=city.counter, on=LONG_AGO, now=NOW, document=DOCUMENT)


def test_a_successor_follows_on_the_day_the_old_one_ends(city: City) -> None:
    [new] = create_organisations(viewer=OPERATOR, drafts=[draft("new", founded_on=MONDAY)], now=NOW)
    wanted = [SuccessionDraft(city.counter, new, "merge", "1659/NQ")]
    with pytest.raises(NotPossible):
        record_successions(viewer=OPERATOR, drafts=wanted, on=MONDAY, now=NOW)
    end_organisation(viewer=OPERATOR, organisation=city.counter, on=MONDAY, now=NOW, document=DOCUMENT)
    [made] = record_successions(viewer=OPERATOR, drafts=wanted, on=MONDAY, now=NOW)
    assert (made.source_id, made.target_id) == (city.counter.pk, new.pk)
    with pytest.raises(NotPossible):
        record_successions(viewer=OPERATOR, drafts=wanted, on=MONDAY, now=NOW)
    assert verify().intact


def test_nobody_but_the_keepers_changes_an_organisation(city: City) -> None:
    for who in (city.chairman, city.secretary, city.official, city.inspector, city.other_chairman):
        with pytest.raises(NotAllowed):
            end_organisation(viewer=viewer(who), organisation=city.counter, on=MONDAY, now=NOW, document=DOCUMENT)
        with pytest.raises(NotAllowed):
            link_parent(
                viewer=viewer(who), child=city.counter, parent=city.ward, hierarchy="state", since=MONDAY, now=NOW
            )
    assert verify().intact


def test_the_database_itself_refuses_two_links_at_a_time(city: City) -> None:
    """Two open ones on both engines; on PostgreSQL any overlap."""
    twice = ParentLink(child=city.cell, parent=city.other_party, hierarchy="party", valid_from=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    if connection.vendor == "postgresql":
        twice.valid_until = MONDAY + dt.timedelta(30)
        with pytest.raises(IntegrityError), transaction.atomic():
            twice.save()
    assert ParentLink.objects.filter(child=city.cell).count() == 1
