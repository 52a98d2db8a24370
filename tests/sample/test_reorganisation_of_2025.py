"""Thirteen units become twelve on 1 January and four on 1 July 2025; every figure of a day before and after is right."""

import datetime as dt
from collections import Counter

import pytest

from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Handover, Membership, Organisation, OrganisationName, ParentLink, Succession
from nhacviec.orgs.queries import heads, tree
from nhacviec.orgs.queries.reach import reach_differences
from nhacviec.orgs.queries.structure import held_on, naming_on, successor_of
from nhacviec.reminders.models import Notice
from nhacviec.sample import plan
from nhacviec.sample.build import Build
from nhacviec.sample.stages import reorganisation, work2025
from nhacviec.statistics.queries.past import counts_by_lead, existing_on
from nhacviec.tasks.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample")]
LAST_OF_2024, FIRST_OF_2025 = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
LAST_OF_JUNE, FIRST_OF_JULY = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
DAYS = (LAST_OF_2024, FIRST_OF_2025, LAST_OF_JUNE, FIRST_OF_JULY)
NEW = {"20335": 3, "20341": 3, "20350": 3, "20356": 3}


@pytest.fixture
def reorganised(city: Build) -> Build:
    """The city of 2021 with the work of 2024 and 2025, reorganised twice."""
    reorganisation.reorganise(city)
    return city


def _wards(day: dt.date) -> list[Organisation]:
    return list(Organisation.objects.existing(day).filter(kind="ward_administration").order_by("official_code"))


def _open(day: dt.date) -> dict[str, int]:
    """Code of the lead → tasks open at the end of the day."""
    counts = counts_by_lead(existing_on(Task.objects.all(), day), day)
    codes = dict(Organisation.objects.filter(pk__in=counts).values_list("pk", "code"))
    return {codes[pk]: n for pk, one in counts.items() if (n := one.running + one.overdue)}


def test_the_whole_story(reorganised: Build) -> None:
    assert [len(_wards(day)) for day in DAYS] == [13, 12, 12, 4]
    _members_are_as_many_as_before()
    _open_tasks_are_where_they_were()
    _codes_are_used_again(reorganised)
    _everybody_is_followed()
    _the_reminder_went_on(reorganised)
    _schools_stand_under_the_wards(reorganised)
    assert verify().intact
    assert reach_differences() == (0, 0)


def _members_are_as_many_as_before() -> None:
    """In the cells of the wards, and in all but the agencies, whose members leave with the city."""
    by_day = [Membership.objects.on(day).values("person").distinct().count() for day in DAYS]
    assert by_day[0] == by_day[1] == by_day[2]
    agencies = Membership.objects.on(LAST_OF_JUNE).filter(valid_until=FIRST_OF_JULY).count()
    new = Membership.objects.filter(valid_from=FIRST_OF_JULY).count()
    assert by_day[3] == by_day[2] - agencies + new
    for day in DAYS:
        parents = dict(ParentLink.objects.on(day).filter(hierarchy="party").values_list("child_id", "parent_id"))
        cells = Organisation.objects.existing(day).filter(kind="cell").values_list("pk", flat=True)
        living = set(Organisation.objects.existing(day).values_list("pk", flat=True))
        assert {parents[pk] for pk in cells} <= living


def _open_tasks_are_where_they_were() -> None:
    before, after = _open(LAST_OF_2024), _open(FIRST_OF_2025)
    assert before == {f"UB{ward.code}": 2 for ward in plan.wards()}
    assert after == {**{code: n for code, n in before.items() if code != "UB20338"}, "UB20347": 4}
    assert sum(before.values()) == sum(after.values()) == 26
    june, july = _open(LAST_OF_JUNE), _open(FIRST_OF_JULY)
    assert june == {f"UB{w.code}": 3 if w.code == "20359" else 2 for w in plan.wards() if not w.merged_early}
    assert july == {"UBM20335": 6, "UBM20341": 6, "UBM20350": 6, "UBM20356": 7}
    assert sum(june.values()) == sum(july.values()) == 25
    living = set(Organisation.objects.existing(FIRST_OF_JULY).values_list("code", flat=True))
    assert set(july) <= living


def test_closed_tasks_stay_with_the_unit_that_did_them(reorganised: Build) -> None:
    early = reorganised.organisations["UB20338"]
    kept = Task.objects.filter(lead=early)
    assert kept.count()
    assert set(kept.values_list("state", flat=True)) == {"done"}
    done = Task.objects.filter(assigned_on=work2025.FIRST[0][0])
    assert done.count() == 13
    assert set(done.values_list("lead__ended_on", flat=True)) == {FIRST_OF_2025, FIRST_OF_JULY}
    assert not Handover.objects.filter(record="tasks.task", record_id__in=done.values("pk")).exists()


def _codes_are_used_again(build: Build) -> None:
    """An Sơn's 20350 is Hương Trà's from the first day on, and so are three others."""
    for code in NEW:
        old, new = build.organisations[f"UB{code}"], build.organisations[f"UBM{code}"]
        assert naming_on(old, LAST_OF_JUNE).official_code == naming_on(new, FIRST_OF_JULY).official_code == code
        holders = OrganisationName.objects.filter(official_code=code)
        assert [row.organisation_id for row in holders.on(LAST_OF_JUNE)] == [old.pk]
        assert [row.organisation_id for row in holders.on(FIRST_OF_JULY)] == [new.pk]


def _everybody_is_followed() -> None:
    sources = Succession.objects.filter(on_date=FIRST_OF_JULY, target__kind="ward_administration")
    assert Counter(sources.values_list("target__official_code", flat=True)) == NEW
    early = Organisation.objects.get(code="UB20338")
    assert [one.code for one in successor_of([early.pk], LAST_OF_JUNE)[early.pk]] == ["UB20347"]
    assert [one.code for one in successor_of([early.pk], FIRST_OF_JULY)[early.pk]] == ["UBM20341"]
    wards = [one.pk for one in _wards(FIRST_OF_JULY)]
    assert set(heads(wards, FIRST_OF_JULY)) == set(wards)
    assert heads(wards, LAST_OF_JUNE) == {}


def _the_reminder_went_on(build: Build) -> None:
    """Tam Thanh was reminded in June; Quảng Phú cured it in July, and no first notice was written anew."""
    notice = Notice.objects.get(task__deadline=work2025.LATE[2])
    old, new = build.organisations["UB20359"], build.organisations["UBM20356"]
    assert (notice.addressee, notice.level, notice.state) == (new, 1, "cured")
    held = held_on("reminders.notice", "addressee", LAST_OF_JUNE)
    assert Notice.objects.values_list(held, flat=True).get(pk=notice.pk) == old.pk
    assert notice.document is not None
    register = notice.document.register
    assert (register.issuer.code, register.closed_on) == ("TU", FIRST_OF_JULY)


def _schools_stand_under_the_wards(build: Build) -> None:
    others = [g.unit.code for g in plan.grassroots() if g.sector.code not in {"ward", "agency"}]
    for day, parents in ((LAST_OF_JUNE, {"TU"}), (FIRST_OF_JULY, {f"DBM{code}" for code in NEW})):
        links = ParentLink.objects.on(day).filter(child__code__in=others, hierarchy="party")
        assert links.count() == len(others)
        assert set(links.values_list("parent__code", flat=True)) == parents
    state = tree(Viewer(on=FIRST_OF_JULY), FIRST_OF_JULY, "state", build.organisations["UBNDDN"].pk)
    names = {node.organisation.code for top in state for node in top.walk()}
    assert {f"UBM{code}" for code in NEW} <= names
    assert not any(code.startswith("UB20") for code in names)
