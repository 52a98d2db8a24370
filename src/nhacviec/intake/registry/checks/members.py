"""Checks of the sheet of party memberships, and of what stands in the way of an organisation's end."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from nhacviec.orgs.actions.bulk import MembershipEnd
from nhacviec.orgs.actions.drafts import FoundingDocument
from nhacviec.orgs.apps import org_extensions
from nhacviec.orgs.kinds import CELL_KINDS
from nhacviec.orgs.models import Appointment, Membership, ParentLink
from nhacviec.web.formats import day

from ..book.cells import document_of
from ..book.columns import MEMBERSHIPS, label
from ..known import Humans, rows_in
from ..plan import CHANGED, NEW, Human, Joining, Unit
from .rows import Checker, Row, yes

_STATE = ("exempt", "suspended")


class MemberChecks:
    """Goes through the sheet: what stands is compared, ends come first, then what begins, in the order of the days."""

    def __init__(self, check: Checker, humans: Humans) -> None:
        self.check, self.humans, self.plan = check, humans, check.plan
        self.ended: dict[int, MembershipEnd] = {}
        self.joined: dict[str, list[Joining]] = defaultdict(list)
        self.seen: dict[tuple[str, dt.date], int] = {}
        self.starts: set[tuple[str, dt.date]] = set()

    def run(self) -> None:
        """Check every line."""
        late: list[tuple[Row, Human, Unit]] = []
        for row in self.check.rows(MEMBERSHIPS):
            since = row["since"] or row["admitted_on"]
            row.values["since"] = since
            human = self.check.human(row, self.humans)
            cell = self.check.unit(row, "unit", "unit_name", since)
            self._read(row, human, cell)
            if row.faults or human is None or cell is None:
                self.check.refuse(row)
            elif (twin := self._twin(human, since)) is not None:
                self._standing(row, human, cell, twin)
            else:
                late.append((row, human, cell))
        self.starts = {(human.code, row["since"]) for row, human, _cell in late}
        for row, human, cell in sorted(late, key=lambda one: one[0]["since"]):
            self._join(row, human, cell)

    def _read(self, row: Row, human: Human | None, cell: Unit | None) -> None:
        """What a line must satisfy whatever stands already."""
        since, admitted = row["since"], row["admitted_on"]
        if cell is not None:
            self.check.require_kept(row, "unit", cell)
            if cell.kind not in CELL_KINDS:
                row.wrong(
                    "unit", _("Đảng viên sinh hoạt tại chi bộ; %(name)s không phải là chi bộ.") % {"name": cell.name}
                )
        if admitted and row["official_on"] and row["official_on"] < admitted:
            row.wrong("official_on", _("Ngày chính thức không thể trước ngày kết nạp."))
        if admitted and since and since < admitted:
            row.wrong("since", _("Không thể sinh hoạt trước ngày kết nạp."))
        self.check.period(row, since)
        if row["end"] and row["until"] is None:
            row.wrong("until", _("Có lý do kết thúc thì phải ghi ngày, dd/mm/yyyy."))
        if human is not None and since is not None:
            if (human.code, since) in self.seen:
                row.wrong("person", _("Dòng này lặp lại dòng %(row)d.") % {"row": self.seen[(human.code, since)]})
            self.seen.setdefault((human.code, since), row.number)

    def _rows(self, human: Human) -> list[Membership]:
        return self.humans.memberships.get(human.record.pk, []) if human.record else []

    def _twin(self, human: Human, since: dt.date) -> Membership | None:
        return next((m for m in self._rows(human) if m.valid_from == since), None)

    def _standing(self, row: Row, human: Human, cell: Unit, twin: Membership) -> None:
        follower = next((m for m in self._rows(human) if m.valid_from == twin.valid_until), None)
        self._compare(row, cell, twin, follower)
        until, official = row["until"], row["official_on"]
        ends = until is not None and twin.valid_until is None
        promoted = official is not None and twin.official_on is None and not _followed(twin, follower, official)
        if promoted and (ends or twin.valid_until is not None or official <= twin.valid_from):
            text = _("Ngày chính thức của dòng này đã qua. Ghi dòng mới từ ngày chính thức.")
            row.wrong("official_on", text)
        self._refuse_own(row, human, ends or promoted)
        if ends:
            self._refuse_elsewhere(row, human, until)
        if row.faults:
            self.check.refuse(row)
        elif ends:
            self._end(twin, until, row["end"] or "", row["document"] or "")
            self.check.step(
                row, CHANGED, f"{human.name}, {cell.name}", [("until", None, until), ("end", None, row["end"])]
            )
        elif promoted:
            self._end(twin, official, "official", row["document"] or "")
            values = {**_values(twin), "official_on": official, "since": official}
            self._enter(Joining(human, cell, values, row.number))
            self.check.step(row, CHANGED, f"{human.name}, {cell.name}", [("official_on", None, official)])
        else:
            self.check.same(row)

    def _compare(self, row: Row, cell: Unit, twin: Membership, follower: Membership | None) -> None:
        """What a file cannot change in a row that stands."""
        if twin.cell_id != cell.pk:
            row.wrong("unit", _("Từ ngày này đã ghi chi bộ khác. Chuyển sinh hoạt: ghi dòng mới với ngày chuyển."))
        if row["admitted_on"] != twin.admitted_on:
            row.wrong("admitted_on", _("Đã ghi là %(day)s.") % {"day": day(twin.admitted_on)})
        official = row["official_on"]
        if official is not None and twin.official_on is not None and official != twin.official_on:
            row.wrong("official_on", _("Đã ghi là %(day)s.") % {"day": day(twin.official_on)})
        if row["until"] is not None and twin.valid_until is not None and row["until"] != twin.valid_until:
            row.wrong("until", _("Đã ghi kết thúc ngày %(day)s.") % {"day": day(twin.valid_until)})
        for name in _STATE:
            stored, wanted = getattr(twin, name), yes(row[name])
            if wanted is not None and wanted != stored:
                text = _("Đã ghi là %(stored)s. Thay đổi: ghi dòng mới từ ngày thay đổi.")
                row.wrong(name, text % {"stored": label("yes", "yes" if stored else "no")})
        if twin.valid_until is None:
            return
        if row["end"] and row["end"] != twin.end_reason:
            row.wrong("end", _("Đã ghi là “%(text)s”.") % {"text": label("end", twin.end_reason) or "–"})
        if row["document"] and row["document"] != " ".join(twin.document.split()):
            row.wrong("document", _("Văn bản đã ghi là “%(text)s”; tệp không sửa được.") % {"text": twin.document})

    def _refuse_own(self, row: Row, human: Human, changes: bool) -> None:
        if changes and human.record is not None and self.check.viewer.concerns(human.record.pk):
            row.wrong("person", _("Không ai tự ghi vào hồ sơ của chính mình."))

    def _refuse_elsewhere(self, row: Row, human: Human, on: dt.date) -> None:
        """A temporary activity that begins after the member left his cell must be settled first."""
        pk = human.record.pk if human.record is not None else 0
        if any(one.valid_from >= on for one in self.humans.elsewhere.get(pk, ())):
            row.wrong("since", _("Có sinh hoạt tạm thời bắt đầu sau ngày này. Sửa mục ấy trước."))

    def _join(self, row: Row, human: Human, cell: Unit) -> None:
        """A line that begins something: it ends what is open, as a transfer or a change of state."""
        since = row["since"]
        self.check.require_existing(row, "since", cell, since, row["until"])
        self._refuse_own(row, human, True)
        open_row = next((m for m in self._rows(human) if self._until(m) is None and m.valid_from < since), None)
        fresh = next(
            (j for j in self.joined[human.code] if j.values["until"] is None and j.values["since"] < since), None
        )
        if row["until"] and not row["end"] and (human.code, row["until"]) not in self.starts:
            open_row = fresh = None  # a closed period does not end what goes on after it
        if open_row is not None and open_row.cell_id != cell.pk:
            self._refuse_elsewhere(row, human, since)
        if open_row is not None and not self._kept(open_row.cell_id):
            row.wrong("person", _("Người này đang sinh hoạt ở chi bộ ngoài phạm vi đồng chí giữ hồ sơ."))
        for start, end in self._periods(human, {id(open_row), id(fresh)}):
            if (row["until"] is None or start < row["until"]) and (end is None or since < end):
                row.wrong("since", _("Trùng thời gian với sinh hoạt đã ghi từ ngày %(day)s.") % {"day": day(start)})
                break
        if row.faults:
            self.check.refuse(row)
            return
        values = {name: row[name] for name in ("admitted_on", "official_on", "since", "until", "end", "document")}
        values |= {name: bool(yes(row[name])) for name in _STATE}
        old = None
        if open_row is not None:
            old = self.check.units.by_pk.get(open_row.cell_id)
            self._end(
                open_row, since, _reason(_values(open_row), open_row.cell_id == cell.pk, values), row["document"] or ""
            )
        if fresh is not None:
            reason = _reason(fresh.values, fresh.unit is cell, values)
            fresh.values = {**fresh.values, "until": since, "end": fresh.values["end"] or reason}
            old = fresh.unit
        human.unit = human.unit or cell
        self._enter(Joining(human, cell, values, row.number))
        moved = [("unit", old.title if old else None, cell.title), ("since", None, since)]
        self.check.step(row, CHANGED if open_row or fresh else NEW, f"{human.name}, {cell.name}", moved)

    def _kept(self, cell: int) -> bool:
        return self.check.viewer.operator or cell in self.check.viewer.managed

    def _until(self, row: Membership) -> dt.date | None:
        return self.ended[row.pk].on if row.pk in self.ended else row.valid_until

    def _periods(self, human: Human, but: set[int]) -> list[tuple[dt.date, dt.date | None]]:
        stored = [(m.valid_from, self._until(m)) for m in self._rows(human) if id(m) not in but]
        return stored + [(j.values["since"], j.values["until"]) for j in self.joined[human.code] if id(j) not in but]

    def _end(self, row: Membership, on: dt.date, reason: str, document: str) -> None:
        end = MembershipEnd(row, on, reason, document)
        self.ended[row.pk] = end
        self.plan.membership_ends.append(end)

    def _enter(self, joining: Joining) -> None:
        self.joined[joining.human.code].append(joining)
        self.plan.memberships.append(joining)


def _values(row: Membership) -> dict[str, Any]:
    names = ("admitted_on", "official_on", *_STATE)
    return {**{name: getattr(row, name) for name in names}, "until": None, "end": None, "document": None}


def _reason(old: Any, here: bool, new: Any) -> str:
    """Why the row before ends: another cell, admission as a full member, or a change of state."""
    if not here:
        return "transfer"
    return "official" if old["official_on"] is None and new["official_on"] is not None else "state"


def _followed(twin: Membership, follower: Membership | None, official: dt.date) -> bool:
    """Whether the admission as a full member stands already, as the row after this one."""
    return twin.end_reason == "official" and follower is not None and follower.official_on == official


class EndChecks:
    """Whether anything is left in the organisations that the file ends."""

    def __init__(self, check: Checker, ending: dict[str, Row], members: MemberChecks) -> None:
        self.check, self.ending, self.members, self.plan = check, ending, members, check.plan

    def run(self) -> None:
        """Refuse the ends that something stands in the way of; the others come into the plan, lowest first."""
        units = {
            self.check.units.by_code[code].pk: (self.check.units.by_code[code], row)
            for code, row in self.ending.items()
        }
        children = self._children(units)
        for pk, (unit, row) in units.items():
            if message := self._left(unit, children.get(pk, set()) - set(units)):
                row.wrong("ended_on", message)
        done: set[int | None] = set()
        waiting = [pk for pk, (_unit, row) in units.items() if not row.faults]
        while waiting:
            ready = [pk for pk in waiting if not (children.get(pk, set()) & set(waiting))]
            if not ready:
                break
            done |= set(ready)
            self.plan.ends += [(units[pk][0], units[pk][1]["ended_on"], _order(units[pk][1])) for pk in ready]
            waiting = [pk for pk in waiting if pk not in done]
        for pk, (unit, row) in units.items():
            if row.faults or pk not in done:
                self._refuse(unit, row)

    def _refuse(self, unit: Unit, row: Row) -> None:
        if not row.faults:
            row.wrong("ended_on", _("Còn tổ chức trực thuộc. Chuyển hoặc kết thúc các tổ chức ấy trước."))
        self.plan.corrections = [one for one in self.plan.corrections if one[0] is not unit]
        self.plan.renames = [one for one in self.plan.renames if one[0] is not unit]
        self.check.take_back(row)
        self.check.refuse(row)

    def _children(self, units: dict[Any, Any]) -> dict[int | None, set[int]]:
        """Organisation id → those that would still stand below it on the day of its end."""
        found: dict[int | None, set[int]] = defaultdict(set)
        ended = {link.pk: until for link, until in self.plan.link_ends}
        moved = {(link.child.pk, link.hierarchy): link.since for link in (*self.plan.links, *self.plan.moves)}
        for link in rows_in(ParentLink.objects.all(), "parent", units):
            on = units[link.parent_id][1]["ended_on"]
            until = ended.get(link.pk, link.valid_until)
            since = moved.get((link.child_id, link.hierarchy))
            if until is None and since is not None and since > link.valid_from:
                until = since
            if until is None or until > on:
                found[link.parent_id].add(link.child_id)
        for fresh in (*self.plan.links, *self.plan.moves):
            on = units[fresh.parent.pk][1]["ended_on"] if fresh.parent.pk in units else None
            if on is not None and (fresh.until is None or fresh.until > on):
                found[fresh.parent.pk].add(fresh.child.pk or 0)
        return found

    def _left(self, unit: Unit, children: set[int]) -> str:
        on = unit.ended_on
        if on is None:
            return ""
        if children:
            return _("Còn tổ chức trực thuộc. Chuyển hoặc kết thúc các tổ chức ấy trước.")
        staying = Membership.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), cell=unit.pk)
        ended = self.members.ended
        joined = [j for j in self.plan.memberships if j.unit is unit and (j.values["until"] or dt.date.max) > on]
        if joined or any(m.pk not in ended or ended[m.pk].on > on for m in staying):
            return _("Còn đảng viên sinh hoạt. Chuyển sinh hoạt cho họ trước.")
        later = Appointment.objects.filter(post__organisation=unit.pk, valid_from__gte=on).exists()
        if later or ParentLink.objects.filter(child=unit.pk, valid_from__gte=on).exists():
            return _("Có quan hệ trực thuộc, bổ nhiệm hoặc sinh hoạt bắt đầu từ ngày này trở đi.")
        work = [
            w
            for one in org_extensions
            for w in one.open_work(organisations=[unit.pk or 0], viewer=self.check.viewer, on=on)
        ]
        if open_work := [w for w in work if not w.stays]:
            text = _(
                "Còn %(count)d việc đang mở. Kết thúc ở trang Sắp xếp tổ chức, nơi việc ấy chuyển cho tổ chức kế thừa."
            )
            return text % {"count": len(open_work)}
        return ""


def _order(row: Row) -> FoundingDocument:
    found = document_of(row["document"])
    assert found is not None  # noqa: S101 (a row without one was refused)
    return found


__all__ = ["EndChecks", "MemberChecks"]
