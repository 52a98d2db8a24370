"""Checks of the sheets of people and of their posts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from nhacviec.orgs.kinds import HEAD_KINDS, POST_KINDS
from nhacviec.orgs.models import Appointment
from nhacviec.rules.text import nfc, sort_key
from nhacviec.web.formats import day

from ..book.columns import PEOPLE, POSTS, label
from ..known import Humans, Posts, same
from ..plan import CHANGED, NEW, Entry, Human, Place, Unit
from .rows import Checker, Row, yes

Key = tuple[Unit, str, str]


class PeopleChecks:
    """Goes through the sheet of people; new ones wait until a post or a cell says where they belong."""

    def __init__(self, check: Checker, humans: Humans) -> None:
        self.check, self.humans, self.plan = check, humans, check.plan
        self.new: dict[str, tuple[Row, Human]] = {}
        self.seen: dict[str, int] = {}

    def run(self) -> None:
        """Check every line."""
        for row in self.check.rows(PEOPLE):
            code = row["code"]
            if code and code in self.seen:
                row.wrong("code", _("Mã này đã có ở dòng %(row)d.") % {"row": self.seen[code]})
            if row["name"] and not sort_key(row["name"]):
                row.wrong("name", _("Họ và tên phải có chữ cái."))
            known = self.humans.by_code.get(code) if code and code not in self.seen else None
            if code:
                self.seen.setdefault(code, row.number)
            if not code and row["name"]:
                self._offer_code(row)
            if known is not None:
                self._standing(row, known)
            elif row.faults:
                self.check.refused_people.setdefault(code or "", row.number)
                self.check.refuse(row)
            else:
                self._fresh(row)

    def _offer_code(self, row: Row) -> None:
        exact, alike = self.humans.called(row["name"], row["born_on"])
        row.faults = [fault for fault in row.faults if fault.column != "code"]
        told = tuple(f"{one.name} ({one.code})" for one in (exact or alike)[:5])
        row.wrong("code", _("Không được để trống. Người mới: đặt một mã mới; người đã có: ghi mã của người ấy."), told)

    def _fresh(self, row: Row) -> None:
        twins = self.humans.called(row["name"], row["born_on"])[0]
        if twins:
            text = _("Đã có người cùng họ tên và ngày sinh mang mã %(code)s.")
            self.check.warn(row, text % {"code": twins[0].code})
        human = Human(row["code"], row["name"], row["born_on"], kept=True, row=row.number)
        self.humans.put(human)
        self.new[human.code] = (row, human)

    def _standing(self, row: Row, human: Human) -> None:
        if not human.kept:
            row.wrong("code", _("Người mang mã này ngoài phạm vi đồng chí giữ hồ sơ."))
        if row.faults:
            self.check.refuse(row)
            return
        wanted = {"name": row["name"], "born_on": row["born_on"] or human.born_on}
        changes = [(n, getattr(human, n), new) for n, new in wanted.items() if new != getattr(human, n)]
        if not changes:
            self.check.same(row)
            return
        self.plan.people.append((human, wanted["name"], wanted["born_on"]))
        human.names.add(same(wanted["name"]))
        self.check.step(row, CHANGED, f"{human.name} ({human.code})", changes)

    def decide(self) -> None:
        """Take the new people into the plan; a keeper's new person must belong to a unit that he keeps."""
        for row, human in self.new.values():
            if human.unit is None and not self.check.viewer.operator:
                row.wrong(
                    "code", _("Người mới phải có chức vụ hoặc chi bộ trong tệp, ở một tổ chức mà đồng chí giữ hồ sơ.")
                )
                self.check.refuse(row)
            else:
                self.plan.enter.append(human)
                self.check.step(row, NEW, f"{human.name} ({human.code})")


class PostChecks:
    """Goes through the sheet of posts: ends first, then what begins, in the order of the days."""

    def __init__(self, check: Checker, humans: Humans) -> None:
        self.check, self.humans, self.plan = check, humans, check.plan
        self.places: dict[Key, list[Place]] = {}
        self.held: dict[Place, list[tuple[dt.date, dt.date | None, object, bool]]] = defaultdict(list)
        self.taken: dict[Place, bool] = {}
        self.seen: dict[tuple[object, ...], int] = {}
        self.posts = Posts(())

    def run(self) -> None:
        """Check every line."""
        rows = [(row, self._unit(row)) for row in self.check.rows(POSTS)]
        self.posts = Posts({unit.pk for _row, unit in rows if unit is not None and unit.pk is not None})
        late: list[tuple[Row, Key, Human]] = []
        vacant: list[tuple[Row, Key]] = []
        for row, unit in rows:
            if unit is None or row["kind"] is None:
                self.check.refuse(row)
                continue
            key = (unit, row["kind"], nfc(row["title"] or default_title(row["kind"])))
            if row["person"] or row["person_name"] or row["born_on"]:
                late += self._held(row, key)
            else:
                vacant += self._vacant(row, key)
        for row, key, human in sorted(late, key=lambda one: one[0]["since"]):
            self._appoint(row, key, human)
        for row, key in vacant:
            self._keep_vacant(row, key)

    def _unit(self, row: Row) -> Unit | None:
        unit = self.check.unit(row, "unit", "unit_name", row["since"])
        if unit is not None:
            self.check.require_kept(row, "unit", unit)
        return unit

    def _held(self, row: Row, key: Key) -> list[tuple[Row, Key, Human]]:
        """A line with a person: the same as stored, an end of it, or (returned) an appointment to come."""
        human = self.check.human(row, self.humans)
        if row["since"] is None and not any(fault.column == "since" for fault in row.faults):
            row.wrong("since", _("Ghi ngày bổ nhiệm, dd/mm/yyyy."))
        self.check.period(row, row["since"])
        if human is not None and not row.faults:
            own = (key[0], key[1], same(key[2]), human, row["since"])
            if own in self.seen:
                row.wrong("person", _("Dòng này lặp lại dòng %(row)d.") % {"row": self.seen[own]})
            self.seen.setdefault(own, row.number)
        if row.faults or human is None:
            self.check.refuse(row)
            return []
        twin = self._twin(key, human, row["since"])
        if twin is None:
            return [(row, key, human)]
        self._standing(row, key, human, twin)
        return []

    def _twin(self, key: Key, human: Human, since: dt.date) -> Appointment | None:
        if human.record is None:
            return None
        held = (a for place in self._places(key) if place.record for a in self.posts.held[place.record.pk])
        return next((a for a in held if a.person_id == human.record.pk and a.valid_from == since), None)

    def _places(self, key: Key) -> list[Place]:
        """The posts of a unit with this kind and title, stored first."""
        unit, kind, title = key
        found = self.places.get((unit, kind, same(title)))
        if found is None:
            stored = self.posts.by_key.get((unit.pk, kind, same(title)), []) if unit.pk is not None else []
            found = self.places[(unit, kind, same(title))] = [Place(unit, kind, post.title, post) for post in stored]
            for place, post in zip(found, stored, strict=True):
                self.held[place] = [_period(row) for row in self.posts.held[post.pk]]
        return found

    def _standing(self, row: Row, key: Key, human: Human, twin: Appointment) -> None:
        until, acting = row["until"], yes(row["acting"])
        if until is not None and twin.valid_until is not None and until != twin.valid_until:
            row.wrong("until", _("Đã ghi kết thúc ngày %(day)s.") % {"day": day(twin.valid_until)})
        if acting is not None and acting != twin.acting:
            stored = label("yes", "yes" if twin.acting else "no")
            row.wrong(
                "acting", _("Đã ghi là %(stored)s. Thay đổi: kết thúc dòng này, ghi dòng mới.") % {"stored": stored}
            )
        ends = until is not None and twin.valid_until is None
        if ends and self.check.viewer.concerns(twin.person_id):
            row.wrong("person", _("Không ai tự ghi vào hồ sơ của chính mình."))
        if row.faults:
            self.check.refuse(row)
            return
        place = next(p for p in self._places(key) if p.record is not None and p.record.pk == twin.post_id)
        self.taken[place] = self.taken.get(place, False) or (until or twin.valid_until) is None
        if not ends:
            self.check.same(row)
            return
        self.held[place].remove(_period(twin))
        self.held[place].append((twin.valid_from, until, human.code, twin.acting))
        self.plan.appointment_ends.append((twin, until))
        self.check.step(row, CHANGED, f"{human.name}, {twin.post.title}, {key[0].name}", [("until", None, until)])

    def _appoint(self, row: Row, key: Key, human: Human) -> None:
        unit, kind, title = key
        since, until, acting = row["since"], row["until"], bool(yes(row["acting"]))
        self.check.require_existing(row, "since", unit, since, until)
        if human.record is not None and self.check.viewer.concerns(human.record.pk):
            row.wrong("person", _("Không ai tự ghi vào hồ sơ của chính mình."))
        place = None if row.faults else self._free(row, key, human, since, until, acting)
        if row.faults:
            self.check.refuse(row)
            return
        if place is None:
            place = Place(unit, kind, title)
            self._places(key).append(place)
            self.plan.places.append(place)
        self.held[place].append((since, until, human.code, acting))
        self.taken[place] = self.taken.get(place, False) or until is None
        human.unit = human.unit or unit
        self.plan.appointments.append(Entry(human, place, since, until, acting, row.number))
        self._warn_of_two_heads(row, key)
        self.check.step(row, NEW, f"{human.name}, {title}, {unit.name}", [("since", None, since)])

    def _free(
        self, row: Row, key: Key, human: Human, since: dt.date, until: dt.date | None, acting: bool
    ) -> Place | None:
        """A post of this kind and title that is free then; None when one more must be made."""
        for place in self._places(key):
            busy = [p for p in self.held[place] if (until is None or p[0] < until) and (p[1] is None or since < p[1])]
            if any(p[2] == human.code for p in busy):
                row.wrong("since", _("Người này đã giữ chức vụ này trong thời gian ấy."))
                return None
            if key[1] in HEAD_KINDS:
                holder = next((p for p in busy if p[3] == acting), None)
                if holder is None:
                    return place
                text = _(
                    "Chức vụ đang do người mang mã %(code)s giữ từ ngày %(day)s. Ghi ngày kết thúc của người ấy trước."
                )
                row.wrong("person", text % {"code": holder[2], "day": day(holder[0])})
                return None
            if not busy:
                return place
        return None

    def _warn_of_two_heads(self, row: Row, key: Key) -> None:
        if key[1] not in HEAD_KINDS or key[0].pk is None:
            return
        other = [
            t
            for (u, k, t) in self.posts.by_key
            if u == key[0].pk and k in HEAD_KINDS and (k, t) != (key[1], same(key[2]))
        ]
        if other:
            self.check.warn(row, _("%(name)s đã có chức vụ đứng đầu khác.") % {"name": key[0].name})

    def _vacant(self, row: Row, key: Key) -> Sequence[tuple[Row, Key]]:
        if row["since"] or row["until"] or row["acting"]:
            row.wrong("person", _("Ghi người giữ chức vụ, hoặc bỏ trống các ngày khi chức vụ khuyết."))
        if not row.faults:
            return [(row, key)]
        self.check.refuse(row)
        return ()

    def _keep_vacant(self, row: Row, key: Key) -> None:
        """A post that nobody holds: one that no other line uses stands for it, else one more is made."""
        places = self._places(key)
        place = next((p for p in places if p not in self.taken), None) or next(
            (p for p in places if not self.taken[p]), None
        )
        if place is not None:
            self.taken[place] = True
            self.check.same(row)
            return
        place = Place(key[0], key[1], key[2])
        places.append(place)
        self.taken[place] = True
        self.plan.places.append(place)
        self.check.step(row, NEW, f"{key[2]}, {key[0].name}")


def _period(row: Appointment) -> tuple[dt.date, dt.date | None, object, bool]:
    return (row.valid_from, row.valid_until, row.person.code, row.acting)


def default_title(kind: str) -> str:
    """The title of a post that names none: its kind's Vietnamese label."""
    with override("vi"):
        return str(POST_KINDS[kind].label)


__all__ = ["PeopleChecks", "PostChecks"]
