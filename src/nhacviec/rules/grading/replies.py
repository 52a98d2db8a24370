"""Time to answer a proposal before it goes to the ballot: told before decided (G-70)."""

from datetime import date

from nhacviec.rules.calendar import Calendar
from nhacviec.rules.catalogue import applies
from nhacviec.rules.rulesets import RuleSet


@applies("G-70")
def reply_until(told_on: date, rule_set: RuleSet, calendar: Calendar) -> date:
    """The last day on which a subject told on `told_on` may answer; the whole day counts, days are working days."""
    return calendar.add_working_days(told_on, rule_set.value("reply.working_days"))
