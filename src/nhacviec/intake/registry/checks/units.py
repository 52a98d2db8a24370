"""Checks of the sheet of organisations: what is new, put right, renamed or ended."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from nhacviec.orgs.kinds import CELL_KINDS
from nhacviec.orgs.models import Organisation
from nhacviec.web.formats import day

from ..book.columns import ORGANISATIONS
from ..known import rows_in
from ..plan import CHANGED, NEW, Unit
from .links import LinkChecks
from .rows import Checker, Row

_NAMING = ("name", "short_name", "official_code")
_PLAIN = ("kind", "sector", "place")


class UnitChecks:
    """Goes through the sheet; new organisations are decided on when their parents are known."""

    def __init__(self, check: Checker) -> None:
        self.check, self.units, self.plan = check, check.units, check.plan
        self.new: dict[str, tuple[Row, Unit]] = {}
        self.seen: dict[str, int] = {}
        self.ending: dict[str, Row] = {}
        self.changed: list[tuple[Row, Unit]] = []
        self.told: dict[str, list[tuple[str, Any, Any]]] = {}

    def run(self) -> None:
        """Check both sheets."""
        self._organisations()
        self._refuse_twin_codes()
        self._settle()
        LinkChecks(self.check, self.new).run()
        self._found()

    # ---------------------------------------------------------------- organisations

    def _organisations(self) -> None:
        for row in self.check.rows(ORGANISATIONS):
            code = row["code"]
            if code and code in self.seen:
                row.wrong("code", _("Mã này đã có ở dòng %(row)d.") % {"row": self.seen[code]})
                self.check.refuse(row)
                continue
            unit = self.units.by_code.get(code) if code else None
            if code:
                self.seen[code] = row.number
            if row["ended_on"] and row["founded_on"] and row["ended_on"] <= row["founded_on"]:
                row.wrong("ended_on", _("Ngày kết thúc phải sau ngày thành lập."))
            if unit is None and row["name_since"] and row["founded_on"]:
                self._first_name(row)
            if unit is not None and unit.record is not None:
                self._standing(row, unit)
            elif row.faults:
                self.check.refused_units.setdefault(code or "", row.number)
                self.check.refuse(row)
            else:
                self._fresh(row)

    def _first_name(self, row: Row) -> None:
        """A new organisation may bear its present name since later than its founding."""
        if row["name_since"] < row["founded_on"] or (row["ended_on"] and row["name_since"] >= row["ended_on"]):
            row.wrong("name_since", _("Ngày này phải từ ngày thành lập và trước ngày kết thúc."))

    def _fresh(self, row: Row) -> None:
        fields: dict[str, Any] = {name: row[name] or "" for name in (*_NAMING, *_PLAIN, "document")}
        fields["name_since"] = row["name_since"]
        unit = Unit(row["code"], row["name"], row["kind"], row["founded_on"], row["ended_on"], fields=fields)
        unit.kept = self.check.viewer.operator
        alive = [u for u in self.units.called(row["name"], row["founded_on"])[0] if u.kept]
        if alive:
            self.check.warn(row, _("Đã có tổ chức cùng tên: %(name)s.") % {"name": alive[0].title})
        self.units.put(unit, fields["short_name"])
        self.new[unit.code] = (row, unit)

    def _standing(self, row: Row, unit: Unit) -> None:
        """A row about an organisation that the installation has."""
        record = unit.record
        assert record is not None  # noqa: S101 (the caller asked)
        self.check.require_kept(row, "code", unit)
        if unit.kept and not row.faults:
            if row["founded_on"] != record.founded_on:
                text = _("Ngày thành lập đã ghi là %(day)s; tệp không sửa được ngày này.")
                row.wrong("founded_on", text % {"day": day(record.founded_on)})
            changes = self._plain(row, unit) + self._naming(row, unit) + self._ending(row, unit)
        if row.faults:
            self._forget(row, unit)
        elif changes:
            self.changed.append((row, unit))
            self.told[unit.code] = changes
        else:
            self.check.same(row)

    def _forget(self, row: Row, unit: Unit) -> None:
        """Nothing of the row is done."""
        self.plan.corrections = [one for one in self.plan.corrections if one[0] is not unit]
        self.plan.renames = [one for one in self.plan.renames if one[0] is not unit]
        self.ending.pop(unit.code, None)
        if unit.record is not None:
            unit.ended_on = unit.record.ended_on
        self.check.refuse(row)

    def _settle(self) -> None:
        """The rows about standing organisations, after the comparison of rows with each other."""
        for row, unit in self.changed:
            if row.faults:
                self._forget(row, unit)
            else:
                self.check.step(row, CHANGED, unit.title, self.told[unit.code])

    def _plain(self, row: Row, unit: Unit) -> list[tuple[str, Any, Any]]:
        old = {name: getattr(unit.record, name) for name in _PLAIN}
        changed = [(name, old[name], row[name]) for name in _PLAIN if row[name] and row[name] != old[name]]
        if (unit.kind in CELL_KINDS) != (row["kind"] in CELL_KINDS):
            row.wrong("kind", _("Chi bộ không đổi thành loại khác, loại khác không đổi thành chi bộ."))
        if changed:
            self._correct(unit, {name: new for name, _old, new in changed})
        return changed

    def _correct(self, unit: Unit, fields: dict[str, Any]) -> None:
        for one, known in self.plan.corrections:
            if one is unit:
                known.update(fields)
                return
        self.plan.corrections.append((unit, fields))

    def _naming(self, row: Row, unit: Unit) -> list[tuple[str, Any, Any]]:
        """A new name with its day, a blank filled in, or nothing."""
        namings = self.units.namings.get(unit.pk or 0, [])
        standing = next((n for n in namings if n.valid_from == row["name_since"]), None)
        present: Any = unit.record if standing is None else standing
        differs = [
            (name, getattr(present, name), row[name])
            for name in _NAMING
            if row[name] and row[name] != _plain_text(getattr(present, name))
        ]
        if not differs:
            return self._same_name(row, unit, standing, namings)
        open_one = standing is None or standing.valid_until is None
        undated = row["name_since"] is None or standing is not None
        if open_one and undated and all(not old for _name, old, _new in differs):
            self._correct(unit, {name: new for name, _old, new in differs})
            return differs
        if undated:
            text = _("Khác tên đang dùng (“%(name)s”). Đổi tên: ghi ngày đổi tên vào cột “%(column)s”, dd/mm/yyyy.")
            heading = row.column("name_since").heading()
            row.wrong(differs[0][0], text % {"name": differs[0][1], "column": heading})
            return []
        return self._rename(row, unit, namings, differs)

    def _same_name(self, row: Row, unit: Unit, standing: Any, namings: Sequence[Any]) -> list[tuple[str, Any, Any]]:
        since = row["name_since"]
        start = namings[-1].valid_from if namings else unit.founded_on
        if since is not None and standing is None and since != start:
            row.wrong("name_since", _("Tên này đã dùng từ ngày %(day)s.") % {"day": day(start)})
        return []

    def _rename(self, row: Row, unit: Unit, namings: Sequence[Any], differs: list[Any]) -> list[tuple[str, Any, Any]]:
        start = namings[-1].valid_from if namings else unit.founded_on
        if row["name_since"] <= start:
            text = _("Ngày đổi tên phải sau ngày %(day)s, ngày bắt đầu của tên đang dùng.")
            row.wrong("name_since", text % {"day": day(start)})
            return []
        self.check.require_existing(row, "name_since", unit, row["name_since"])
        order = self.check.ordered(row, unit, "name_since")
        fields = {name: row[name] or getattr(unit.record, name) for name in _NAMING}
        self.plan.renames.append((unit, {**fields, "on": row["name_since"], "document": order}))
        self.units.add_name(unit, fields["name"], fields["short_name"])
        return [*differs, ("name_since", start, row["name_since"])]

    def _ending(self, row: Row, unit: Unit) -> list[tuple[str, Any, Any]]:
        stored = unit.record.ended_on if unit.record else None
        if row["ended_on"] is None or row["ended_on"] == stored:
            return []
        if stored is not None:
            row.wrong("ended_on", _("Tổ chức này đã kết thúc ngày %(day)s.") % {"day": day(stored)})
            return []
        self.check.ordered(row, unit, "ended_on")
        unit.ended_on = row["ended_on"]
        self.ending[unit.code] = row
        return [("ended_on", None, row["ended_on"])]

    # ---------------------------------------------------------------- decided

    def _refuse_twin_codes(self) -> None:
        """An official code is borne by one living organisation of a kind at a time."""
        wanted: dict[tuple[str, str], list[tuple[Row, Unit]]] = defaultdict(list)
        for row, unit in self.new.values():
            if unit.fields["official_code"] and unit.ended_on is None:
                wanted[(unit.fields["official_code"], unit.kind)].append((row, unit))
        for row, unit in self.changed:
            if row["official_code"] and unit.ended_on is None:
                wanted[(row["official_code"], row["kind"])].append((row, unit))
        leaving = {self.units.by_code[code].pk for code in self.ending}
        standing = {
            (o.official_code, o.kind): o
            for o in rows_in(Organisation.objects.filter(ended_on=None), "official_code", {code for code, _k in wanted})
            if o.pk not in leaving
        }
        for key, found in wanted.items():
            for place, (row, unit) in enumerate(found):
                other = standing.get(key)
                if place or (other is not None and other.pk != unit.pk):
                    row.wrong("official_code", _("Mã đơn vị này đang của một tổ chức khác cùng loại."))

    def _found(self) -> None:
        """Take the new organisations into the plan, those above first."""
        for row, unit in self.new.values():
            if row.faults:
                self.check.refused_units[unit.code] = row.number
                self.units.drop(unit)
                self.check.refuse(row)
            else:
                self.plan.found.append(unit)
                self.check.step(row, NEW, unit.title)


def _plain_text(text: str) -> str:
    return " ".join(text.split())
