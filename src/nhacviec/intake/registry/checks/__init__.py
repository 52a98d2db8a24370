"""What a workbook would do, checked against everything that stands; writes nothing."""

from django.utils.translation import gettext as _

from nhacviec.orgs.access import Viewer

from ..book.cells import shown
from ..book.columns import LINKS, MEMBERSHIPS, ORGANISATIONS, PEOPLE, POSTS
from ..book.workbook import Book, Line, Sheet
from ..known import Humans, Units
from ..plan import Plan
from .members import EndChecks, MemberChecks
from .people import PeopleChecks, PostChecks
from .rows import Checker, Progress
from .units import UnitChecks


def no_progress(what: str, done: int, total: int) -> None:
    """For callers that show none."""


def check(viewer: Viewer, book: Book, progress: Progress = no_progress) -> Plan:
    """Everything that the file would change, and every row that is refused with what would be accepted instead."""
    plan = Plan()
    for sheet in book.sheets:
        _note_columns(plan, sheet)
    progress(_("Đọc dữ liệu đang có"), 0, 1)
    units = _units(viewer, book)
    humans = _humans(viewer, book)
    progress(_("Đọc dữ liệu đang có"), 1, 1)
    checker = Checker(viewer, book, plan, units, progress)
    structure = UnitChecks(checker)
    structure.run()
    people = PeopleChecks(checker, humans)
    people.run()
    PostChecks(checker, humans).run()
    members = MemberChecks(checker, humans)
    members.run()
    people.decide()
    EndChecks(checker, structure.ending, members).run()
    plan.steps.sort(key=lambda step: (_ORDER[step.sheet], step.row))
    plan.bad.sort(key=lambda bad: (_ORDER[bad.sheet], bad.row))
    return plan


_ORDER = {form.name: place for place, form in enumerate((ORGANISATIONS, LINKS, PEOPLE, POSTS, MEMBERSHIPS))}


def _note_columns(plan: Plan, sheet: Sheet) -> None:
    """Sheets with nothing in them count too, so that the summary names each sheet of the file."""
    plan.counts.setdefault(sheet.form.name, {"new": 0, "changed": 0, "same": 0, "refused": 0})


def _cells(lines: list[Line], *names: str) -> set[str]:
    """The texts of these columns, as codes and names are compared."""
    return {text for line in lines for name in names if name in line.cells and (text := _whole(line.cells[name]))}


def _whole(raw: object) -> str:
    return " ".join(raw.split()) if isinstance(raw, str) else shown(raw)


def _units(viewer: Viewer, book: Book) -> Units:
    own, links = book.lines(ORGANISATIONS.name), book.lines(LINKS.name)
    posts, members = book.lines(POSTS.name), book.lines(MEMBERSHIPS.name)
    codes = _cells(own, "code") | _cells(links, "unit", "parent") | _cells(posts, "unit") | _cells(members, "unit")
    names = _cells([line for line in own if "name" in line.cells], "name")
    names |= _cells([line for line in (*links, *posts, *members) if "unit" not in line.cells], "unit_name")
    names |= _cells([line for line in links if "parent" not in line.cells], "parent_name")
    return Units(viewer, codes, names if len(names) < _MOST_NAMES else _named_only(book))


_MOST_NAMES = 3000


def _named_only(book: Book) -> set[str]:
    """Names of organisations in rows that give no code."""
    links, others = book.lines(LINKS.name), (*book.lines(POSTS.name), *book.lines(MEMBERSHIPS.name))
    names = _cells([line for line in (*links, *others) if "unit" not in line.cells], "unit_name")
    return names | _cells([line for line in links if "parent" not in line.cells], "parent_name")


def _humans(viewer: Viewer, book: Book) -> Humans:
    own = book.lines(PEOPLE.name)
    others = [*book.lines(POSTS.name), *book.lines(MEMBERSHIPS.name)]
    codes = _cells(own, "code") | _cells(others, "person")
    names = _cells(own, "name") | _cells([line for line in others if "person" not in line.cells], "person_name")
    return Humans(viewer, codes, names)
