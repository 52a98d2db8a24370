"""What stands on a day in the part that the viewer keeps, as the workbook that can be read again without a difference."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.kinds import DEPUTY_KINDS, HEAD_KINDS
from nhacviec.orgs.models import Appointment, Membership, Organisation, OrganisationName, ParentLink, Person, Post
from nhacviec.orgs.models.organisations import subtree_sql
from nhacviec.orgs.models.periods import in_force
from nhacviec.orgs.queries import known_people
from nhacviec.web.formats import day

from .book.columns import LINKS, MEMBERSHIPS, ORGANISATIONS, PEOPLE, POSTS
from .book.sheets import write_workbook
from .checks import no_progress
from .checks.rows import Progress

_FETCH = 2000


class Export:
    """The rows of every sheet, in the order of the columns, streamed from the database."""

    def __init__(self, viewer: Viewer, root: Organisation | None, on: dt.date) -> None:
        self.viewer, self.root, self.on = viewer, root, on

    def units(self) -> "QuerySet[Organisation]":
        """The organisations that exist on the day below the chosen one, of those that the viewer keeps."""
        found = Organisation.objects.existing(self.on)
        if self.root is not None:
            found = found.filter(pk__in=subtree_sql((self.root.pk,), self.on))
        if not self.viewer.operator:
            found = found.filter(pk__in=subtree_sql(self.viewer.managed_roots, self.viewer.on))
        return found

    def people(self) -> "QuerySet[Person]":
        """People with a post or a cell there on the day, of those whom the viewer keeps and may know of."""
        inside = self.units().values("pk")
        posts = Appointment.objects.on(self.on).filter(post__organisation__in=inside)
        cells = Membership.objects.on(self.on).filter(cell__in=inside)
        found = known_people(self.viewer).filter(
            Q(pk__in=posts.values("person_id")) | Q(pk__in=cells.values("person_id"))
        )
        return found if self.viewer.operator else found.filter(_kept(self.viewer))

    def write(self, target: IO[bytes] | str, progress: Progress = no_progress) -> dict[str, int]:
        """Write the workbook; returns how many rows a sheet."""
        rows = {
            ORGANISATIONS.name: self._organisations(),
            LINKS.name: self._links(),
            PEOPLE.name: self._people(),
            POSTS.name: self._posts(),
            MEMBERSHIPS.name: self._memberships(),
        }
        told = {name: _counted(found, _("Ghi tệp"), progress) for name, found in rows.items()}
        place = self.root.name if self.root else _("tất cả")
        note = _("Số liệu ngày %(day)s, phạm vi: %(place)s.") % {"day": day(self.on), "place": place}
        return write_workbook(target, told, note)

    def person_ids(self) -> list[int]:
        """Whose personal records the workbook holds."""
        return list(self.people().values_list("pk", flat=True))

    def _organisations(self) -> Iterator[tuple[Any, ...]]:
        namings = {
            row["organisation_id"]: row
            for row in OrganisationName.objects.on(self.on)
            .filter(organisation__in=self.units().values("pk"))
            .values("organisation_id", "name", "short_name", "official_code", "valid_from", "valid_until", "document")
        }
        for unit in self.units().order_by("folded", "pk").iterator(_FETCH):
            bore: Mapping[str, Any] = namings.get(unit.pk) or {}
            since = bore.get("valid_from")
            plain = since == unit.founded_on and bore.get("valid_until") in (None, unit.ended_on)
            yield (
                unit.code,
                bore.get("name", unit.name),
                bore.get("short_name", unit.short_name),
                None if plain else since,
                unit.kind,
                unit.sector,
                unit.place,
                bore.get("official_code", unit.official_code),
                unit.founded_on,
                unit.ended_on,
                bore.get("document"),
            )

    def _links(self) -> Iterator[tuple[Any, ...]]:
        inside = self.units().values("pk")
        links = ParentLink.objects.on(self.on).filter(child__in=inside, parent__in=inside)
        found = links.order_by("child__folded", "child_id", "hierarchy")
        names = ("child__code", "child__name", "parent__code", "parent__name", "hierarchy", "valid_from")
        yield from found.values_list(*names, "valid_until", "document").iterator(_FETCH)

    def _people(self) -> Iterator[tuple[Any, ...]]:
        yield from self.people().order_by("sort_key", "pk").values_list("code", "full_name", "born_on").iterator(_FETCH)

    def _posts(self) -> Iterator[tuple[Any, ...]]:
        inside = self.units().values("pk")
        held = Appointment.objects.on(self.on).filter(post__organisation__in=inside, person__in=self.people())
        names = ("post__organisation__code", "post__organisation__name", "post__kind", "post__title", "person__code")
        more = ("person__full_name", "person__born_on", "valid_from", "valid_until", "acting")
        order = ("post__organisation__folded", "post__organisation_id", "post_id", "pk")
        yield from held.order_by(*order).values_list(*names, *more).iterator(_FETCH)
        taken = Appointment.objects.filter(in_force(self.on)).values("post_id")
        vacant = Post.objects.filter(organisation__in=inside, kind__in=(*HEAD_KINDS, *DEPUTY_KINDS)).exclude(
            pk__in=taken
        )
        rows = vacant.order_by("organisation__folded", "pk").values_list(
            "organisation__code", "organisation__name", "kind", "title"
        )
        for row in rows.iterator(_FETCH):
            yield (*row, None, None, None, None, None, None)

    def _memberships(self) -> Iterator[tuple[Any, ...]]:
        inside = self.units().values("pk")
        found = Membership.objects.on(self.on).filter(cell__in=inside, person__in=self.people())
        names = ("person__code", "person__full_name", "person__born_on", "cell__code", "cell__name", "admitted_on")
        more = ("official_on", "valid_from", "valid_until", "end_reason", "exempt", "suspended", "document")
        order = ("cell__folded", "cell_id", "person__sort_key", "pk")
        yield from found.order_by(*order).values_list(*names, *more).iterator(_FETCH)


def _kept(viewer: Viewer) -> Q:
    """People of the units that the viewer keeps: the present ones, or the past ones when there is none now."""
    inside = subtree_sql(viewer.managed_roots, viewer.on)
    now = in_force(viewer.on)
    posts, cells = Appointment.objects.all(), Membership.objects.all()

    def people(*conditions: Q, within: bool) -> Q:
        a = posts.filter(*conditions, **({"post__organisation__in": inside} if within else {}))
        b = cells.filter(*conditions, **({"cell__in": inside} if within else {}))
        return Q(pk__in=a.values("person_id")) | Q(pk__in=b.values("person_id"))

    return people(now, within=True) | (~people(now, within=False) & people(within=True))


def _counted(rows: Iterator[tuple[Any, ...]], what: str, progress: Progress) -> Iterator[tuple[Any, ...]]:
    count = 0
    for count, row in enumerate(rows, 1):
        if count % _FETCH == 0:
            progress(what, count, 0)
        yield row
    progress(what, count, count)
