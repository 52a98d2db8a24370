"""Reasons and traces: shown in the reader's form, stored and read back."""

import json
from datetime import date
from decimal import Decimal

from nhacviec.rules.reasons import Reason, Trace


def test_a_reason_is_shown_with_vietnamese_dates_and_decimals() -> None:
    reason = Reason("r", "T-10", "Hạn %(day)s, điểm %(points)s", {"day": date(2021, 3, 1), "points": Decimal("7.5")})
    assert reason.text() == "Hạn 01/03/2021, điểm 7,5"
    assert Reason.from_json(reason.to_json()).text() == "Hạn 01/03/2021, điểm 7.5"


def test_a_trace_survives_json() -> None:
    reason = Reason("r", "G-24", "Bị kỷ luật %(form)s", {"form": "reprimand"}, "HD 21", "partly", met=False)
    trace = Trace("4", "R2018/1", (reason,))
    assert Trace.from_json(json.loads(json.dumps(trace.to_json()))) == trace


def test_a_label_among_the_parameters_is_translated_too() -> None:
    english = {"Còn chờ: %(what)s": "Waiting: %(what)s", "báo cáo vướng mắc": "obstacle report"}
    reason = Reason("r", "T-25", "Còn chờ: %(what)s", {"what": ["báo cáo vướng mắc"]})
    assert reason.text(lambda text: english.get(text, text)) == "Waiting: obstacle report"
