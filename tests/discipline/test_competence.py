"""Which body takes a case: real situations as a table, through the organisations of the tree."""

import datetime as dt

import pytest

from nhacviec.discipline.models import Case
from nhacviec.orgs.models import Membership
from nhacviec.web.errors import BadInput, NotPossible
from tests.discipline.conftest import File
from tests.factories import MONDAY, appoint, member, person, put

# (who, form, a task of the superior?, who takes it, who may only propose)
SITUATIONS = [
    # D-5: a cell reprimands and warns its own members, whatever their post, for anything but a superior's task.
    ("plain", "reprimand", False, "cell", ()),
    ("plain", "warning", False, "cell", ()),
    ("chairman", "reprimand", False, "cell", ()),
    ("secretary", "warning", False, "cell", ()),
    # D-7 speaks of committee members and cadres managed above; an ordinary member stays with the cell.
    ("plain", "reprimand", True, "cell", ()),
    # D-7: the ward chairman failed in a task given by the city: cell and ward committee only propose.
    ("chairman", "reprimand", True, "inspection_commission", ("cell", "grassroots_committee")),
    ("secretary", "warning", True, "inspection_commission", ("cell", "grassroots_committee")),
    # D-6, D-9: removal is beyond the cell.
    ("chairman", "removal", False, "grassroots_committee", ("cell", "inspection_commission")),
    ("chairman", "removal", True, "standing_committee", ("cell", "grassroots_committee", "inspection_commission")),
    # D-10: expulsion is decided at district level or above.
    ("plain", "expulsion", False, "standing_committee", ("cell", "grassroots_committee", "inspection_commission")),
]


def who_is(file: File, name: str) -> object:
    return file.plain if name == "plain" else getattr(file.city, name)


@pytest.mark.parametrize(("who", "form", "superior_task", "takes", "proposes"), SITUATIONS)
def test_the_competent_body(
    file: File, who: str, form: str, superior_task: bool, takes: str, proposes: tuple[str, ...]
) -> None:
    case = file.open(who_is(file, who), proposed_form=form, superior_task=superior_task)  # type: ignore[arg-type]
    told = case.competence["bodies"]
    assert case.body_kind == takes
    assert tuple(b["kind"] for b in told if b["may"] == "propose") == proposes
    assert all(b["reason"]["rule"].startswith("D-") for b in told), "every body says by which rule"
    kinds = {"cell": file.city.cell, "grassroots_committee": file.city.ward_party}
    kinds |= {"inspection_commission": file.city.inspection, "standing_committee": file.city.standing}
    assert case.body == kinds[takes]


def test_a_higher_body_that_may_decide_can_be_asked_for(file: File) -> None:
    case = file.open(body=file.city.standing)
    assert (case.body, case.body_kind) == (file.city.standing, "standing_committee")


def test_a_body_that_may_only_propose_cannot_take_the_case(file: File) -> None:
    with pytest.raises(BadInput) as refused:
        file.open(file.city.chairman, superior_task=True, body=file.city.cell)
    assert refused.value.field == "body"


def test_a_body_outside_the_line_cannot_take_the_case(file: File) -> None:
    with pytest.raises(BadInput) as refused:
        file.open(body=file.city.other_party)
    assert refused.value.field == "body"


def test_a_member_without_office_cannot_be_removed_from_one(file: File) -> None:
    with pytest.raises(BadInput) as refused:
        file.open(proposed_form="removal")
    assert refused.value.field == "proposed_form"


def test_a_probationary_member_is_not_expelled(file: File) -> None:
    new = person("Lương Thị Nở")
    put(Membership(person=new, cell=file.city.cell, admitted_on=dt.date(2021, 3, 3), valid_from=dt.date(2021, 3, 3)))
    with pytest.raises(BadInput):
        file.open(new, proposed_form="expulsion")
    assert file.open(new, proposed_form="warning").body_kind == "cell"


def test_who_is_no_member_has_no_party_case(file: File) -> None:
    with pytest.raises(BadInput) as refused:
        file.open(file.city.other_chairman)
    assert refused.value.field == "person"


def test_a_committee_that_is_not_above_cannot_handle_it(file: File) -> None:
    with pytest.raises(BadInput) as refused:
        file.open(committee=file.city.ward_party)
    assert refused.value.field == "committee"


@pytest.mark.parametrize(
    ("form", "act", "allowed"),
    [
        ("reprimand", dt.date(2016, 11, 1), True),  # five years to the day (D-30)
        ("reprimand", dt.date(2016, 10, 31), False),
        ("warning", dt.date(2016, 10, 31), True),
        ("warning", dt.date(2011, 10, 31), False),
        ("expulsion", dt.date(2001, 1, 1), True),  # no limitation
    ],
)
def test_limitation(file: File, form: str, act: dt.date, allowed: bool) -> None:
    if allowed:
        assert file.open(proposed_form=form, act_ended_on=act).pk
        return
    with pytest.raises(BadInput) as refused:
        file.open(proposed_form=form, act_ended_on=act)
    assert refused.value.field == "act_ended_on"


def test_an_act_is_disciplined_once(file: File) -> None:
    file.open()
    with pytest.raises(NotPossible):
        file.open(violation="Chậm xử lý hồ sơ của công dân  nhiều lần.")
    assert file.open(violation="Việc khác.").code == "KL-2021-002"


@pytest.mark.parametrize("text", ["Theo văn bản MẬT số 5", "tài liệu tối mật", "Độ mật: A", "", "  "])
def test_secrets_and_empty_content_are_refused(file: File, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        file.open(violation=text)
    assert refused.value.field == "violation"
    assert Case.objects.count() == 0


def test_an_ordinary_word_is_no_secrecy_mark(file: File) -> None:
    assert file.open(violation="Làm lộ bí mật đời tư của công dân; mật độ xây dựng sai.").pk


def test_a_future_act_is_refused(file: File) -> None:
    with pytest.raises(BadInput):
        file.open(act_ended_on=MONDAY + dt.timedelta(days=30))


def test_the_position_on_the_day_counts(file: File) -> None:
    """Who became chairman later is not yet managed above."""
    late = person("Tạ Văn Quý")
    member(late, file.city.cell)
    appoint(late, file.city.ward, "vice_chairman", since=dt.date(2022, 1, 1))
    assert file.open(late, superior_task=True).body_kind == "cell"
