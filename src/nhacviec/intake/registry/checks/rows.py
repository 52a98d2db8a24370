"""A row under check: its values, what is wrong in it, and the records that it names."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.access.structure import may_restructure
from nhacviec.orgs.actions.drafts import FoundingDocument
from nhacviec.orgs.queries.structure.obstacles import day_problems
from nhacviec.web.formats import day

from ..book.cells import Fault, document_of, read_line, shown
from ..book.columns import CHOICES, Column, Form, label
from ..book.workbook import Book, Line
from ..known import Humans, Units, same
from ..plan import CHANGED, NEW, REFUSED, SAME, Bad, Human, Plan, Step, Unit

Progress = Callable[[str, int, int], None]
_EVERY = 500


@dataclass(eq=False)
class Row:
    """One line of a sheet, with its typed values and the faults found so far."""

    form: Form
    line: Line
    values: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Its number as Excel counts."""
        return self.line.number

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def wrong(self, column: str, message: str, candidates: Sequence[str] = ()) -> None:
        """Note what is wrong in a column."""
        self.faults.append(Fault(column, shown(self.line.cells.get(column)), message, tuple(candidates)))

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.form.columns if column.name == name)


class Checker:
    """What the checks of all sheets share: the plan under construction and the records known."""

    def __init__(self, viewer: Viewer, book: Book, plan: Plan, units: Units, progress: Progress) -> None:
        self.viewer, self.book, self.plan, self.units, self.progress = viewer, book, plan, units, progress
        self.refused_units: dict[str, int] = {}
        self.refused_people: dict[str, int] = {}

    def rows(self, form: Form) -> Iterator[Row]:
        """The lines of a sheet, read; a line that cannot be read is refused at once."""
        lines = self.book.lines(form.name)
        for done, line in enumerate(lines):
            if done % _EVERY == 0:
                self.progress(form.title(), done, len(lines))
            values, faults = read_line(form, line)
            yield Row(form, line, values, faults)
        if lines:
            self.progress(form.title(), len(lines), len(lines))

    def refuse(self, row: Row) -> None:
        """Keep the row out of the plan."""
        self.plan.bad.append(Bad(row.form.name, row.number, tuple(row.faults)))
        self.plan.count(row.form.name, REFUSED)

    def take_back(self, row: Row) -> None:
        """Forget that the row would make or change something."""
        gone = next(s for s in self.plan.steps if (s.sheet, s.row) == (row.form.name, row.number))
        self.plan.steps.remove(gone)
        self.plan.counts[row.form.name][gone.state] -= 1

    def same(self, row: Row) -> None:
        """The row says what stands already."""
        self.plan.count(row.form.name, SAME)

    def step(
        self, row: Row, state: str, what: str, changes: Sequence[tuple[str, Any, Any]] = (), note: str = ""
    ) -> None:
        """The row makes or changes a record; changes are (column, old, new)."""
        told = tuple(
            (row.column(n).heading(), told_value(row, n, old), told_value(row, n, new)) for n, old, new in changes
        )
        self.plan.steps.append(Step(row.form.name, row.number, state, what, told, note))
        self.plan.count(row.form.name, state)

    def warn(self, row: Row, what: str) -> None:
        """Something to look at that does not stand in the way."""
        self.plan.warnings.append(Step(row.form.name, row.number, SAME, what))

    # ---------------------------------------------------------------- the organisation that a row names

    def unit(self, row: Row, code: str, name: str, on: dt.date | None) -> Unit | None:
        """The organisation named by code, or by its very name; None with a fault when there is none, or several."""
        if row[code]:
            return self._unit_by_code(row, code, name)
        if not row[name]:
            row.wrong(code, _("Ghi mã tổ chức, hoặc tên đầy đủ."))
            return None
        exact, alike = self.units.called(row[name], on)
        if len(exact) == 1:
            return exact[0]
        row.wrong(name, _unmatched(exact, alike), self.units.told_apart(exact or alike))
        return None

    def _unit_by_code(self, row: Row, code: str, name: str) -> Unit | None:
        found = self.units.by_code.get(row[code])
        if found is None:
            refused = self.refused_units.get(row[code])
            if refused is not None:
                row.wrong(code, _("Tổ chức này bị từ chối ở trang Tổ chức, dòng %(row)d.") % {"row": refused})
            else:
                exact, alike = self.units.called(row[name], None) if row[name] else ([], [])
                message = _("Không có tổ chức mang mã này, cả trong chương trình lẫn trong trang Tổ chức.")
                row.wrong(code, message, self.units.told_apart(exact or alike))
            return None
        if row[name] and same(row[name]) not in found.names:
            row.wrong(
                name, _("Mã %(code)s là của %(name)s. Sửa mã hoặc tên.") % {"code": found.code, "name": found.name}
            )
            return None
        return found

    def require_kept(self, row: Row, column: str, unit: Unit) -> None:
        """Refuse a row about an organisation whose records the viewer does not keep."""
        if not unit.kept:
            row.wrong(column, _("Tổ chức này ngoài phạm vi đồng chí giữ hồ sơ."))

    def require_existing(self, row: Row, column: str, unit: Unit, on: dt.date, until: dt.date | None = None) -> None:
        """Refuse a day on which the organisation does not exist, and a period that outlasts it."""
        if unit.exists(on):
            if until is not None and unit.ended_on is not None and until > unit.ended_on:
                text = _("%(name)s kết thúc ngày %(day)s; ghi ngày không sau đó.")
                row.wrong("until", text % {"name": unit.name, "day": day(unit.ended_on)})
            return
        if on < unit.founded_on:
            text = _("%(name)s thành lập ngày %(day)s; ghi ngày từ đó trở đi.")
            row.wrong(column, text % {"name": unit.name, "day": day(unit.founded_on)})
        else:
            text = _("%(name)s kết thúc ngày %(day)s; ghi ngày trước đó.")
            row.wrong(column, text % {"name": unit.name, "day": day(unit.ended_on)})

    def ordered(self, row: Row, unit: Unit, column: str) -> FoundingDocument | None:
        """The document by which a standing organisation is renamed, moved or ended on the day in `column`.

        Faults when it is missing, the day is to come or long past, or no body above is kept by the viewer.
        """
        on, found = row[column], document_of(row["document"])
        if found is None:
            row.wrong("document", _("Ghi số và ngày của văn bản, ví dụ 12-QĐ/TU ngày 01/07/2021."))
        elif found.signed_on > self.viewer.on:
            row.wrong("document", _("Văn bản không thể ban hành sau hôm nay."))
        for problem in day_problems(self.viewer, on):
            row.wrong(column, str(problem))
        if unit.pk is not None and unit.kept and not may_restructure(self.viewer, [unit.pk], on):
            row.wrong(
                row.form.columns[0].name, _("Chỉ văn phòng hoặc ban tổ chức của cấp trên được sắp xếp tổ chức này.")
            )
        return found

    # ---------------------------------------------------------------- the person that a row names

    def human(self, row: Row, humans: Humans) -> Human | None:
        """The person named by code, or by name and birthday; None with a fault when there is none, or several."""
        if row["person"]:
            return self._human_by_code(row, humans)
        if not row["person_name"]:
            row.wrong("person", _("Ghi mã người, hoặc họ tên và ngày sinh."))
            return None
        exact, alike = humans.called(row["person_name"], row["born_on"])
        if len(exact) == 1:
            return exact[0]
        if not alike:
            row.wrong("person_name", _("Không có ai tên này trong phạm vi đồng chí giữ hồ sơ. Ghi mã người."))
        elif row["born_on"] is None:
            row.wrong("born_on", _("Chưa đủ để biết là ai. Ghi mã người hoặc ngày sinh."), _people_apart(alike))
        elif not exact:
            row.wrong("person_name", _("Không ai khớp cả họ tên và ngày sinh."), _people_apart(alike))
        else:
            row.wrong("person_name", _("Nhiều người trùng họ tên và ngày sinh. Ghi mã người."), _people_apart(exact))
        return None

    def _human_by_code(self, row: Row, humans: Humans) -> Human | None:
        found = humans.by_code.get(row["person"])
        if found is None:
            refused = self.refused_people.get(row["person"])
            if refused is not None:
                row.wrong("person", _("Người này bị từ chối ở trang Con người, dòng %(row)d.") % {"row": refused})
            else:
                _exact, alike = humans.called(row["person_name"] or "", row["born_on"])
                message = _("Không có người mang mã này, cả trong chương trình lẫn trong trang Con người.")
                row.wrong("person", message, _people_apart(alike))
            return None
        if not found.kept:
            row.wrong("person", _("Người mang mã này ngoài phạm vi đồng chí giữ hồ sơ."))
            return None
        if row["person_name"] and same(row["person_name"]) not in found.names:
            row.wrong(
                "person_name",
                _("Mã %(code)s là của %(name)s. Sửa mã hoặc họ tên.") % {"code": found.code, "name": found.name},
            )
            return None
        return found

    def period(self, row: Row, since: dt.date | None) -> None:
        """Refuse an end that is not after its start."""
        if since is not None and row["until"] is not None and row["until"] <= since:
            row.wrong("until", _("Ngày kết thúc phải sau ngày bắt đầu %(day)s.") % {"day": day(since)})


def told_value(row: Row, name: str, value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return day(value)
    holds = row.column(name).holds
    return label(holds, str(value)) if holds in CHOICES else str(value)


def yes(value: str | None) -> bool | None:
    """A cell of the list yes, no; None when nothing stands there."""
    return None if value is None else value == "yes"


def _unmatched(exact: Sequence[Unit], alike: Sequence[Unit]) -> str:
    if len(exact) > 1:
        return _("Nhiều tổ chức cùng tên này. Ghi mã của một tổ chức.")
    if alike:
        return _("Không có tổ chức nào đúng tên này vào ngày ấy. Ghi mã, hoặc tên như trong chương trình.")
    return _("Không có tổ chức nào tên này. Ghi mã, hoặc thêm tổ chức vào trang Tổ chức.")


def _people_apart(people: Sequence[Human]) -> tuple[str, ...]:
    return tuple(
        f"{one.name} ({one.code}, {day(one.born_on) if one.born_on else _('không rõ ngày sinh')})" for one in people[:5]
    )


__all__ = ["CHANGED", "NEW", "REFUSED", "SAME", "Checker", "Progress", "Row", "told_value", "yes"]
