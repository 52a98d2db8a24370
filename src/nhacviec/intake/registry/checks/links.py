"""Checks of the sheet of parents: what stands is compared, a move is dated and has its document, no circle arises."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from nhacviec.orgs.access.structure import may_restructure
from nhacviec.orgs.actions.bulk import links_above, links_of
from nhacviec.orgs.models import ParentLink
from nhacviec.web.formats import day

from ..book.cells import same_document
from ..book.columns import LINKS
from ..plan import CHANGED, NEW, Link, Unit
from .rows import Checker, Row


class LinkChecks:
    """Goes through the sheet; `new` are the organisations that the file founds, with their rows."""

    def __init__(self, check: Checker, new: Mapping[str, tuple[Row, Unit]]) -> None:
        self.check, self.units, self.plan, self.new = check, check.units, check.plan, new
        self.stored: dict[tuple[int, str], list[ParentLink]] = {}
        self.fresh: dict[Unit, list[Link]] = defaultdict(list)
        self.above: dict[int, list[ParentLink]] = {}

    def run(self) -> None:
        """Check every line."""
        rows = self._link_rows()
        self._keep_new(rows)
        self._links(rows)

    def _link_rows(self) -> list[tuple[Row, Unit | None, Unit | None]]:
        """Every line with the organisations that it names."""
        rows = []
        for row in self.check.rows(LINKS):
            since = row["since"]
            child = self.check.unit(row, "unit", "unit_name", since)
            parent = self.check.unit(row, "parent", "parent_name", since)
            rows.append((row, child, parent))
            if child and parent and since and row["hierarchy"] and not row.faults:
                child.links.append(Link(child, parent, row["hierarchy"], since, row["until"], row["document"] or ""))
        self.stored = links_of({c.pk for _row, c, _parent in rows if c is not None and c.pk is not None})
        self.above = links_above({p.pk for _row, _child, p in rows if p is not None and p.pk is not None})
        return rows

    def _keep_new(self, rows: Sequence[tuple[Row, Unit | None, Unit | None]]) -> None:
        """A new organisation is kept by who keeps a parent of it; a bad line about its parent refuses it."""
        on = self.check.viewer.on
        units = [unit for _row, unit in self.new.values()]
        allowed = {unit for unit in units if unit.kept}
        if not self.check.viewer.operator:
            allowed = _spread(units, lambda link: True)
            for unit in _spread(units, lambda link: _holds(link, on) and link.child.exists(on)):
                unit.kept = True
        for row, child, _parent in rows:
            if row.faults and child is not None:
                self._blame(child, row)
        for row, unit in self.new.values():
            if unit not in allowed:
                row.wrong(
                    "code", _("Tổ chức mới phải có dòng ở trang Trực thuộc, dưới một tổ chức mà đồng chí giữ hồ sơ.")
                )

    def _links(self, rows: Sequence[tuple[Row, Unit | None, Unit | None]]) -> None:
        late: list[tuple[Row, Unit, Unit]] = []
        for row, child, parent in rows:
            if child is not None and parent is not None and not row.faults:
                self._refer_to_good(row, child, parent)
                self.check.period(row, row["since"])
            if row.faults or child is None or parent is None:
                self._refuse_link(row, child)
            elif (twin := self._twin(child, row)) is not None:
                self._standing_link(row, twin, child, parent)
            else:
                late.append((row, child, parent))
        for row, child, parent in sorted(late, key=lambda one: one[0]["since"]):
            self._new_link(row, child, parent)
        self._take_back([row for row, _child, _parent in late])

    def _refuse_link(self, row: Row, child: Unit | None) -> None:
        self.check.refuse(row)
        if child is not None:
            self._blame(child, row)

    def _blame(self, child: Unit, row: Row) -> None:
        """A new organisation is not founded while a line about its parent is refused."""
        if child.code in self.new and not self.new[child.code][0].faults:
            text = _("Dòng trực thuộc của tổ chức này bị từ chối (trang Trực thuộc, dòng %(row)d).")
            self.new[child.code][0].wrong("code", text % {"row": row.number})

    def _take_back(self, rows: Sequence[Row]) -> None:
        """Refuse the lines whose organisation was refused after them."""
        lines = {row.number: row for row in rows}
        while True:
            links = [*self.plan.links, *self.plan.moves]
            lost = [link for link in links if self._refused(link.child) or self._refused(link.parent)]
            if not lost:
                return
            for link in lost:
                (self.plan.moves if link in self.plan.moves else self.plan.links).remove(link)
                self.fresh[link.child].remove(link)
                row = lines[link.row]
                row.wrong(
                    "parent" if self._refused(link.parent) else "unit", _("Tổ chức này bị từ chối ở trang Tổ chức.")
                )
                self.check.take_back(row)
                self._refuse_link(row, link.child)

    def _refused(self, unit: Unit) -> bool:
        return unit.code in self.new and bool(self.new[unit.code][0].faults)

    def _refer_to_good(self, row: Row, child: Unit, parent: Unit) -> None:
        for column, unit in (("unit", child), ("parent", parent)):
            if unit.code in self.new and (bad := self.new[unit.code][0]).faults:
                row.wrong(column, _("Tổ chức này bị từ chối ở trang Tổ chức, dòng %(row)d.") % {"row": bad.number})
            elif child.record is not None or unit.record is not None:
                self.check.require_kept(row, column, unit)

    def _twin(self, child: Unit, row: Row) -> ParentLink | None:
        links = self.stored.get((child.pk, row["hierarchy"]), []) if child.pk is not None else []
        return next((link for link in links if link.valid_from == row["since"]), None)

    def _standing_link(self, row: Row, twin: ParentLink, child: Unit, parent: Unit) -> None:
        if twin.parent_id != parent.pk:
            row.wrong("parent", _("Từ ngày này đã ghi cấp trên khác. Chuyển cấp trên: ghi dòng mới với ngày chuyển."))
        if row["document"] and not same_document(row["document"], twin.document):
            row.wrong("document", _("Văn bản đã ghi là “%(text)s”; tệp không sửa được.") % {"text": twin.document})
        until, stored = row["until"], twin.valid_until
        if until is not None and stored is not None and until != stored:
            row.wrong("until", _("Đã ghi kết thúc ngày %(day)s.") % {"day": day(stored)})
        if row.faults:
            self.check.refuse(row)
        elif until is not None and stored is None and not may_restructure(self.check.viewer, [twin.child_id], until):
            row.wrong("unit", _("Chỉ văn phòng hoặc ban tổ chức của cấp trên được sắp xếp tổ chức này."))
            self.check.refuse(row)
        elif until is not None and stored is None:
            self.plan.link_ends.append((twin, until))
            twin.valid_until = until
            self.check.step(row, CHANGED, f"{child.title} ⊂ {parent.title}", [("until", None, until)])
        else:
            self.check.same(row)

    def _new_link(self, row: Row, child: Unit, parent: Unit) -> None:
        since, hierarchy = row["since"], row["hierarchy"]
        for unit, column in ((child, "since"), (parent, "since")):
            self.check.require_existing(row, column, unit, since, row["until"])
        link = Link(child, parent, hierarchy, since, row["until"], row["document"] or "", row.number)
        ended, cut = self._overlapping(row, link)
        if ended and ended[0].parent_id == parent.pk:
            row.wrong("since", _("Đã trực thuộc nơi này từ ngày %(day)s.") % {"day": day(ended[0].valid_from)})
        elif ended:
            link.order = self.check.ordered(row, child, "since")
        if not row.faults and self._stands_below_itself(link):
            row.wrong(
                "parent", _("%(parent)s đang đứng dưới %(child)s.") % {"parent": parent.name, "child": child.name}
            )
        if row.faults:
            for old in ended:
                old.valid_until = None
            for other in cut:
                other.until = None
            self._refuse_link(row, child)
            return
        self.fresh[child].append(link)
        (self.plan.moves if ended else self.plan.links).append(link)
        was = self._name(ended[0].parent_id) if ended else None
        self.check.step(
            row, CHANGED if ended else NEW, f"{child.title} ⊂ {parent.title}", [("parent", was, parent.title)]
        )

    def _name(self, pk: int) -> str:
        return self.units.by_pk[pk].title if pk in self.units.by_pk else str(pk)

    def _overlapping(self, row: Row, link: Link) -> tuple[list[ParentLink], list[Link]]:
        """The open links, stored and of the file, that the new one ends; a fault for another that overlaps."""
        held = self.stored.get((link.child.pk, link.hierarchy), []) if link.child.pk is not None else []
        mine = [one for one in self.fresh[link.child] if one.hierarchy == link.hierarchy]
        goes_on = link.until is None
        ended = [old for old in held if goes_on and old.valid_until is None and old.valid_from < link.since]
        cut = [one for one in mine if goes_on and one.until is None and one.since < link.since]
        for old in ended:
            old.valid_until = link.since
        for one in cut:
            one.until = link.since
        periods = [(old.valid_from, old.valid_until) for old in held] + [(one.since, one.until) for one in mine]
        for since, until in periods:
            if (link.until is None or since < link.until) and (until is None or link.since < until):
                text = _("Trùng thời gian với cấp trên đã ghi từ ngày %(day)s. Mỗi hệ thống chỉ có một cấp trên.")
                row.wrong("since", text % {"day": day(since)})
                break
        return ended, cut

    def _stands_below_itself(self, link: Link) -> bool:
        seen: set[object] = set()
        level: set[object] = {link.parent.pk or link.parent.code}
        target = link.child.pk or link.child.code
        fresh: dict[object, list[Link]] = {unit.pk or unit.code: links for unit, links in self.fresh.items()}
        while level:
            if target in level:
                return True
            seen |= level
            upper: set[object] = {
                up.parent.pk or up.parent.code for one in level for up in fresh.get(one, ()) if _holds(up, link.since)
            }
            for one in level:
                upper |= {up.parent_id for up in self._stored_above(one) if up.holds(link.since)}
            level = upper - seen
        return False

    def _stored_above(self, one: object) -> Sequence[ParentLink]:
        """Links of a stored organisation, as the file leaves them."""
        if not isinstance(one, int):
            return ()
        known = [link for (pk, _h), links in self._by_child(one) for link in links]
        return known or self.above.get(one, ())

    def _by_child(self, pk: int) -> list[tuple[tuple[int, str], list[ParentLink]]]:
        return [(key, self.stored[key]) for key in ((pk, "party"), (pk, "state")) if key in self.stored]


def _holds(link: Link, on: dt.date) -> bool:
    return link.since <= on and (link.until is None or on < link.until)


def _spread(units: Sequence[Unit], counts: Callable[[Link], bool]) -> set[Unit]:
    """The new organisations that a kept one stands above, through links that count."""
    found: set[Unit] = set()
    while True:
        more = {
            unit
            for unit in units
            if unit not in found
            and any(counts(link) and (link.parent.kept or link.parent in found) for link in unit.links)
        }
        if not more:
            return found
        found |= more
