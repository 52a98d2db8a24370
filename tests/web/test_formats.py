"""How numbers, days and reasons are written."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from nhacviec.web import formats


def render(source: str, **context: object) -> str:
    return Template("{% load nv %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "written"),
    [(1167, "1.167"), (0, "0"), (-1204, "−1.204"), (6462, "6.462"), (None, "–"), ("chữ", "–"), (float("nan"), "–")],
)
def test_whole_numbers_have_points_between_thousands(value, written):
    assert formats.number(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (93.4, "93,4"),
        (Fraction(6035, 6462) * 100, "93,4"),
        (Decimal("16.65"), "16,7"),
        (Decimal("-0.04"), "0,0"),
        (12345.678, "12.345,7"),
    ],
)
def test_decimals_round_halves_up(value, written):
    assert formats.decimal(value) == written


def test_percent_has_a_no_break_space():
    assert formats.percent(93.4) == "93,4\u00a0%"
    assert formats.percent(None) == "–"


def test_differences_carry_a_true_sign():
    assert [formats.signed(n) for n in (2, -4, 0, None)] == ["+2", "−4", "0", "–"]


def test_english_changes_the_marks_but_not_the_order_of_a_day():
    with translation.override("en"):
        assert formats.number(1167) == "1,167"
        assert formats.percent(93.4) == "93.4\u00a0%"
        assert formats.day(date(2021, 11, 8)) == "08/11/2021"


def test_a_moment_is_written_in_the_zone_of_the_house():
    moment = datetime(2021, 11, 7, 18, 30, tzinfo=UTC)
    assert formats.moment(moment) == "08/11/2021 01:30"
    assert formats.day(moment) == "08/11/2021"
    assert formats.weekday(moment) == "thứ Hai, 08/11/2021"


def test_a_reason_is_filled_with_its_params():
    reason = SimpleNamespace(
        message="Quá hạn %(days)s ngày, hạn %(deadline)s, đạt %(share)s %%.",
        params={"days": 25, "deadline": "2021-09-30", "share": 78.94},
    )
    assert formats.say(reason) == "Quá hạn 25 ngày, hạn 30/09/2021, đạt 78,9 %."
    assert formats.say({"message": "Năm %(year)s", "params": {"year": 2021}}) == "Năm 2021"


@pytest.mark.parametrize("params", [{}, {"other": 1}, None])
def test_a_reason_with_missing_params_still_shows_its_words(params):
    assert formats.say({"message": "Còn %(days)s ngày", "params": params}) == "Còn %(days)s ngày"


def test_what_a_reason_carries_is_escaped():
    out = render("{{ reason|say }}", reason={"message": "Việc %(title)s", "params": {"title": "<script>"}})
    assert out == "Việc &lt;script&gt;"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('{% state "running_overdue" days=12 %}', "Đang thực hiện quá hạn 12 ngày"),
        ('{% state "done_on_time" %}', "Hoàn thành đúng hạn"),
        ('{% state "done_late" short=True days=3 %}', "Xong quá hạn 3 ngày"),
        ('{% state "no_deadline" %}', "Không thời hạn"),
        ('{% working_state "submitted" %}', "Chờ nghiệm thu"),
        ('{% working_state "withdrawn" %}', "Đã thu hồi"),
        ("{% grade 2 %}", "Hoàn thành tốt nhiệm vụ"),
        ('{% grade "not_completed" short=True %}', ">Không hoàn thành<"),
        ("{% grade None %}", "Chưa xếp loại"),
        ("{% grade 1 short=True proposed=True %}", "Đề nghị: Xuất sắc"),
        ('{% certainty "to_be_checked" %}', "Nơi có thẩm quyền cần kiểm tra"),
        ("{% days_left -15 %}", "quá 15 ngày"),
        ("{% days_left 2 %}", "còn 2 ngày"),
        ('{% why "/vi-sao/" %}', "Vì sao?"),
    ],
)
def test_a_chip_says_its_state_in_words(tag, expected):
    assert expected in render(tag)


def test_a_wait_says_who_must_answer_and_until_when():
    out = render(
        '{% wait "obstacle" who=who until=until on=on %}',
        who="Thường trực <Thành ủy>",
        until=date(2021, 8, 27),
        on=date(2021, 8, 30),
    )
    assert "Chờ trả lời vướng mắc: Thường trực &lt;Thành ủy&gt;, đến 27/08/2021, đã quá hạn trả lời" in out


def test_an_unknown_state_draws_nothing():
    assert render('{% state "nothing" %}{% working_state "" %}{% icon "no-such-icon" %}{% icon "../errors" %}') == ""


def test_the_bar_of_a_unit_always_ends_at_the_right_edge():
    out = render("{% statebar 38 6 8 6 %}")
    assert out.count("<rect") == 7
    assert "url(#h-la)" in out
    assert "style=" not in out
    assert "<rect" not in render("{% statebar 0 0 0 0 %}")


def test_zero_is_no_link():
    assert "<a" not in render('{% figure 0 "/ds/" %}')
    assert '<a class="quiet" href="/ds/">1.167</a>' in render('{% figure 1167 "/ds/" %}')


def test_a_long_history_writes_the_year_where_it_changes():
    events = [
        {"when": date(2021, 12, 30), "title": "a"},
        {"when": date(2021, 12, 31), "title": "b"},
        {"when": date(2022, 1, 4), "title": "c"},
    ]
    out = render("{% timeline events %}", events=events)
    assert out.count("<br>2021") == 1
    assert out.count("<br>2022") == 1
    assert "<br>2021" not in render("{% timeline events %}", events=events[:2])
