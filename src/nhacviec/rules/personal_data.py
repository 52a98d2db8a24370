"""Until when a person's request about his data must be answered (X-4)."""

from datetime import date

from nhacviec.rules.calendar import Calendar
from nhacviec.rules.catalogue import applies
from nhacviec.rules.rulesets import RuleSet


@applies("X-4")
def answer_due(received: date, rule_set: RuleSet, calendar: Calendar) -> date:
    """The last day for the answer: working days after the day of receipt (W-1). X-4; Decree 356/2025/NĐ-CP."""
    return calendar.add_working_days(received, int(rule_set.value("answer_working_days")))
