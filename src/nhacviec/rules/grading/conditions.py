"""Conditions of the grades, each read from the rule set: a set without the value has no such condition."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from nhacviec.rules.catalogue import applies
from nhacviec.rules.grades import GRADE_LABELS, LEVEL_LABELS, Grade, Level
from nhacviec.rules.grading.facts import CollectiveFacts, Condition, MemberFacts, OrganisationFacts, WorkFacts
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.rulesets import Entry, RuleSet

_BANDS = {"excellent": Grade.EXCELLENT, "good": Grade.GOOD, "completed": Grade.COMPLETED}
NOT_KNOWN = _("chưa có")
YES, NO = _("có"), _("không")


class _Targets(Protocol):
    @property
    def targets_share(self) -> Decimal | None: ...
    @property
    def main_targets_met(self) -> bool | None: ...
    @property
    def force_majeure(self) -> bool: ...


def condition(
    entry: Entry,
    code: str,
    label: str,
    *,
    actual: Any,
    required: Any,
    met: bool | None,
    cap: Grade,
    proposal: bool = False,
) -> Condition:
    """A condition that cites `entry`; it caps only when it is known not to be met."""
    caps_to = cap if met is False else None
    return Condition(
        code, label, actual, required, met, entry.rule, entry.source, entry.certainty, caps_to, proposal=proposal
    )


def _below(grade: Grade) -> Grade:
    """The grade one step lower: what remains when a condition of `grade` is not met."""
    return Grade(min(int(grade) + 1, int(Grade.NOT_COMPLETED)))


def _bands(rules: RuleSet, stem: str) -> Iterator[tuple[str, Grade, Entry]]:
    for name, grade in _BANDS.items():
        if rules.has(f"{stem}.{name}"):
            yield name, grade, rules.entry(f"{stem}.{name}")


_PATTERN_LABELS = {
    ("task", "excellent"): _("Tiêu chí nhiệm vụ: mức cần để xếp loại xuất sắc"),
    ("task", "good"): _("Tiêu chí nhiệm vụ: mức cần để xếp loại tốt"),
    ("task", "completed"): _("Tiêu chí nhiệm vụ: mức cần để xếp loại hoàn thành"),
    ("other", "excellent"): _("Các tiêu chí khác: mức cần để xếp loại xuất sắc"),
    ("other", "good"): _("Các tiêu chí khác: mức cần để xếp loại tốt"),
    ("other", "completed"): _("Các tiêu chí khác: mức cần để xếp loại hoàn thành"),
}


@applies("G-20", "G-21", "G-22", "G-25", "G-27", "G-30")
def pattern(marks: Mapping[str, Level], rules: RuleSet, who: str) -> Iterator[Condition]:
    """The pattern of levels: task criteria and the others each at least at the level the grade asks for."""
    if not rules.has(f"{who}.criteria"):
        return
    criteria = rules.value(f"{who}.criteria")
    task_codes = set(rules.value(f"{who}.task_criteria"))
    expected = set(criteria) | set(marks)
    groups = {"task": expected & task_codes, "other": expected - task_codes}
    for name, grade, entry in _bands(rules, f"{who}.pattern"):
        for group, codes in groups.items():
            required = Level(entry.value[group])
            known = [marks[code] for code in codes if code in marks]
            failed = any(level > required for level in known)
            met = False if failed else (True if len(known) == len(codes) else None)
            yield condition(
                entry,
                f"pattern.{group}.{name}",
                _PATTERN_LABELS[group, name],
                actual=LEVEL_LABELS[max(known)] if known else NOT_KNOWN,
                required=LEVEL_LABELS[required],
                met=met,
                cap=_below(grade),
            )


_SUBORDINATE_LABELS = {
    ("cells", "completed"): _("Tỷ lệ tổ chức đảng trực thuộc hoàn thành nhiệm vụ trở lên"),
    ("cells", "good"): _("Tỷ lệ tổ chức đảng trực thuộc hoàn thành tốt nhiệm vụ trở lên"),
    ("members", "completed"): _("Tỷ lệ đảng viên hoàn thành nhiệm vụ trở lên"),
    ("members", "good"): _("Tỷ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên"),
}
_REACHED = {"completed": Grade.COMPLETED, "good": Grade.GOOD}


def subordinates(facts: OrganisationFacts, rules: RuleSet) -> Iterator[Condition]:
    """Shares of the subordinate organisations (of a cell: its members) at the grades asked for (G-21, G-22)."""
    grades = facts.subordinate_grades
    total = sum(grades.values())
    for name, grade, entry in _bands(rules, "organisation.subordinates"):
        for reached, worst in _REACHED.items():
            required = Decimal(entry.value[reached])
            count = sum(number for given, number in grades.items() if given <= worst)
            met = count >= required * total if total else None
            yield condition(
                entry,
                f"subordinates.{reached}.{name}",
                _SUBORDINATE_LABELS[facts.subordinate_kind, reached],
                actual=percent(Decimal(count) / total) if total else NOT_KNOWN,
                required=percent(required),
                met=met,
                cap=_below(grade),
            )


def percent(share: Decimal) -> str:
    """A share as Vietnamese readers write it, to one decimal: "89,2 %"."""
    text = f"{share * 100:.1f}".rstrip("0").rstrip(".")
    return f"{text.replace('.', ',')} %"


def same_level(facts: OrganisationFacts, rules: RuleSet) -> Iterator[Condition]:
    """Government, Front and mass organisations of the level are all good or better (G-21)."""
    for name, grade, entry in _bands(rules, "organisation.same_level"):
        yield condition(
            entry,
            f"same_level.{name}",
            _("Chính quyền, Mặt trận và đoàn thể cùng cấp đều hoàn thành tốt trở lên"),
            actual=yes_no(facts.same_level_bodies_good),
            required=YES,
            met=facts.same_level_bodies_good,
            cap=_below(grade),
        )


def yes_no(value: bool | None) -> str:
    """A message id for yes, no, or not known."""
    return NOT_KNOWN if value is None else (YES if value else NO)


def flag(entry_key: str, code: str, label: str, present: bool, rules: RuleSet) -> Iterator[Condition]:
    """A veto: the condition is that the thing did not happen; the rule set says how low it caps."""
    if rules.has(entry_key):
        entry = rules.entry(entry_key)
        cap = Grade(entry.value)
        yield condition(entry, code, label, actual=yes_no(present), required=NO, met=not present, cap=cap)


@applies("G-23", "G-26", "G-31")
def organisation_vetoes(facts: OrganisationFacts | CollectiveFacts, rules: RuleSet, who: str) -> Iterator[Condition]:
    """What makes a collective "not completed" whatever its marks."""
    yield from flag(f"{who}.veto.disciplined", "disciplined", _("Bị kỷ luật trong năm"), facts.disciplined, rules)
    label = _("Bị kết luận mất đoàn kết nội bộ")
    yield from flag(f"{who}.veto.disunited", "disunited", label, facts.disunited, rules)
    yield from _missed_targets(facts, rules, f"{who}.veto.targets_share")
    if isinstance(facts, CollectiveFacts):
        yield from _disciplined_leaders(facts, rules)
    else:
        yield from _lowest_subordinates(facts, rules)
        yield from _disciplined_units(facts, rules)


def _missed_targets(facts: _Targets, rules: RuleSet, key: str) -> Iterator[Condition]:
    """Under the share of targets, and the main ones missed too; force majeure excepted."""
    if not rules.has(key):
        return
    entry = rules.entry(key)
    share, required = facts.targets_share, Decimal(entry.value)
    missed = None if share is None else share < required
    if missed and facts.main_targets_met is not False:
        missed = None if facts.main_targets_met is None else False
    met = True if facts.force_majeure else (None if missed is None else not missed)
    label = _("Tỷ lệ chỉ tiêu đạt được, kể cả chỉ tiêu chủ yếu, trừ bất khả kháng")
    actual = NOT_KNOWN if share is None else percent(share)
    yield condition(
        entry, "targets", label, actual=actual, required=percent(required), met=met, cap=Grade.NOT_COMPLETED
    )


def _lowest_subordinates(facts: OrganisationFacts, rules: RuleSet) -> Iterator[Condition]:
    """More than the set share of subordinates at the lowest grade (G-23); an empty share is not applied."""
    key = "organisation.veto.subordinates_lowest_share"
    total = sum(facts.subordinate_grades.values())
    if rules.has(key) and rules.value(key) and total:
        share = Decimal(facts.subordinate_grades.get(Grade.NOT_COMPLETED, 0)) / total
        yield _at_most(rules.entry(key), "subordinates_lowest", _("Tỷ lệ trực thuộc không hoàn thành nhiệm vụ"), share)


def _disciplined_units(facts: OrganisationFacts, rules: RuleSet) -> Iterator[Condition]:
    key = "organisation.veto.sub_units_disciplined_share"
    if rules.has(key) and facts.sub_units_total:
        share = Decimal(facts.sub_units_disciplined) / facts.sub_units_total
        yield _at_most(rules.entry(key), "sub_units_disciplined", _("Tỷ lệ đơn vị trực thuộc bị kỷ luật"), share)


def _at_most(entry: Entry, code: str, label: str, share: Decimal) -> Condition:
    limit = Decimal(entry.value)
    return condition(
        entry,
        code,
        label,
        actual=percent(share),
        required=percent(limit),
        met=share <= limit,
        cap=Grade.NOT_COMPLETED,
    )


def _disciplined_leaders(facts: CollectiveFacts, rules: RuleSet) -> Iterator[Condition]:
    """A member of the collective disciplined with one of the heavier forms (G-26)."""
    key = "collective.veto.member_forms"
    if rules.has(key):
        heavy = [form for form in facts.member_forms if form in rules.value(key)]
        label = _("Có thành viên bị kỷ luật từ cảnh cáo trở lên")
        yield condition(
            rules.entry(key),
            "member_disciplined",
            label,
            actual=yes_no(bool(heavy)),
            required=NO,
            met=not heavy,
            cap=Grade.NOT_COMPLETED,
        )


def no_discipline_below(facts: OrganisationFacts, rules: RuleSet) -> Iterator[Condition]:
    """No sub-unit and no leader disciplined, where the set asks for it (G-30, G-40)."""
    for name, grade, entry in _bands(rules, "organisation.no_discipline_below"):
        count = facts.sub_units_disciplined
        label = _("Số đơn vị trực thuộc và thành viên lãnh đạo bị kỷ luật")
        code = f"no_discipline_below.{name}"
        yield condition(entry, code, label, actual=count, required=0, met=count == 0, cap=_below(grade))


_FIGURES: tuple[tuple[str, str, Callable[[WorkFacts], Decimal | None]], ...] = (
    ("points", _("Tổng điểm đánh giá"), lambda work: work.points),
    ("done", _("Tỷ lệ nhiệm vụ hoàn thành"), lambda work: work.done_share),
    ("on_time", _("Tỷ lệ nhiệm vụ đúng hạn"), lambda work: work.on_time_share),
    ("above", _("Tỷ lệ nhiệm vụ vượt yêu cầu"), lambda work: work.above_share),
)


@applies("G-40", "G-41", "G-42", "G-44")
def figures(work: WorkFacts, rules: RuleSet, who: str) -> Iterator[Condition]:
    """Points and shares of tasks, conjunctive: the grade falls to the highest whose every condition holds."""
    for stem, label, read in _FIGURES:
        for name, grade, entry in _bands(rules, f"{who}.{stem}"):
            actual, required = read(work), Decimal(entry.value)
            met = None if actual is None else actual >= required
            code = f"{stem}.{name}"
            yield condition(entry, code, label, actual=actual, required=required, met=met, cap=_below(grade))


@applies("G-24", "G-32", "G-43")
def member_discipline(facts: MemberFacts, rules: RuleSet) -> Iterable[Condition]:
    """A member disciplined in the year gets the lowest grade (G-24)."""
    label = _("Bị kỷ luật trong năm")
    return flag("member.veto.disciplined", "disciplined", label, bool(facts.disciplined_forms), rules)


@applies("G-4")
def sick_leave(facts: MemberFacts, rules: RuleSet) -> Iterator[Condition]:
    """Sick leave of three months or more in the year: not good or higher; maternity leave is not counted."""
    if not rules.has("member.sick"):
        return
    entry = rules.entry("member.sick")
    limit = entry.value["months"] * entry.value["days_a_month"]
    label = _("Số ngày nghỉ ốm cộng dồn trong năm (phải ít hơn mức nêu)")
    yield condition(
        entry,
        "sick_leave",
        label,
        actual=facts.sick_days,
        required=limit,
        met=facts.sick_days < limit,
        cap=Grade(entry.value["cap"]),
    )


def civil_service(facts: MemberFacts, rules: RuleSet) -> Iterator[Condition]:
    """An official is excellent as a member only if the civil-service grade is excellent too (G-25)."""
    given = facts.civil_service_grade
    if given is None:
        return
    for name, grade, entry in _bands(rules, "member.civil_service"):
        required = Grade(entry.value)
        label = _("Xếp loại cán bộ, công chức")
        yield condition(
            entry,
            f"civil_service.{name}",
            label,
            actual=GRADE_LABELS[given],
            required=GRADE_LABELS[required],
            met=given <= required,
            cap=_below(grade),
        )


@applies("G-28")
def head_of_unit(facts: MemberFacts, rules: RuleSet) -> Iterator[Condition]:
    """The head is not graded higher than the unit he or she heads; an excellent unit caps nothing."""
    unit = facts.is_head_of_grade
    if unit is None or not rules.has("member.head_not_above_unit") or not rules.value("member.head_not_above_unit"):
        return
    entry = rules.entry("member.head_not_above_unit")
    label = _("Người đứng đầu không xếp loại cao hơn đơn vị mình phụ trách")
    shown = GRADE_LABELS[unit]
    met = unit == Grade.EXCELLENT
    yield condition(entry, "head_of_unit", label, actual=shown, required=shown, met=met, cap=unit)


def breached_notices(count: int, directive: RuleSet | None) -> Iterator[Condition]:
    """A second notice not cured: the local directive proposes the lowest grade (T-22, T-27)."""
    if directive is None or not directive.has("breach_grade"):
        return
    entry = directive.entry("breach_grade")
    label = _("Số thông báo nhắc việc lần cuối không được khắc phục")
    yield condition(
        entry,
        "breached_notice",
        label,
        actual=count,
        required=0,
        met=count == 0,
        cap=Grade(entry.value),
        proposal=bool(directive.value("consequence_is_proposal")),
    )
