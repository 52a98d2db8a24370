"""Founding of many organisations at once, with their parents through time and the day on which some of them ended."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered
from nhacviec.rules.text import fold
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ...access import Viewer, may_keep
from ...kinds import HIERARCHIES, ORGANISATION_KINDS, SECTORS
from ...models import Organisation, OrganisationName, ParentLink
from ..common import BATCH, check_day, check_period, clean, tell


@dataclass(frozen=True, slots=True)
class ParentDraft:
    """A parent of an organisation to be founded: a record, or the code of another one of the same call."""

    parent: Organisation | str
    hierarchy: str
    since: dt.date
    until: dt.date | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """An organisation to be founded, with all that a register tells of it."""

    code: str
    name: str
    kind: str
    founded_on: dt.date
    short_name: str = ""
    sector: str = ""
    place: str = ""
    official_code: str = ""
    ended_on: dt.date | None = None
    name_since: dt.date | None = None  # when it began to bear its present name, if later than its founding
    document: str = ""
    parents: Sequence[ParentDraft] = field(default_factory=tuple)


@transaction.atomic
def found_organisations(*, viewer: Viewer, drafts: Sequence[UnitDraft], now: dt.datetime) -> list[Organisation]:
    """Found organisations with their first name and their parents; the operator any, a keeper only below his units.

    Raises NotAllowed, BadInput(field of the draft), NotPossible (two parents of one hierarchy at a time).
    """
    _refuse_circles(drafts)
    _check_rights(viewer, drafts)
    made = {draft.code: _organisation(draft) for draft in drafts}
    codes = sorted(made)
    taken = any(
        Organisation.objects.filter(code__in=codes[i : i + BATCH]).exists() for i in range(0, len(codes), BATCH)
    )
    if len(made) != len(drafts) or taken:
        raise BadInput("code", _("Mã này đã có tổ chức khác dùng."))
    units = list(made.values())
    Organisation.objects.bulk_create(units, batch_size=BATCH)
    names = [_naming(made[draft.code], draft) for draft in drafts]
    OrganisationName.objects.bulk_create(names, batch_size=BATCH)
    links = [_link(made[draft.code], parent, made) for draft in drafts for parent in draft.parents]
    _refuse_two_parents(links)
    ParentLink.objects.bulk_create(links, batch_size=BATCH)
    records: list[tuple[int, Covered]] = [(o.pk, o) for o in units]
    records += [(n.organisation_id, n) for n in names]
    records += [(link.child_id, link) for link in links]
    tell(viewer=viewer, verb="found_organisation", records=records, now=now)
    return units


def _refuse_circles(drafts: Sequence[UnitDraft]) -> None:
    graph = {d.code: {p.parent for p in d.parents if isinstance(p.parent, str)} for d in drafts}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise BadInput("parents", _("Các tổ chức không thể trực thuộc nhau thành vòng tròn.")) from error


def _check_rights(viewer: Viewer, drafts: Sequence[UnitDraft]) -> None:
    """A keeper founds only where every parent is kept by him or founded in the same call."""
    own = {draft.code for draft in drafts}
    for draft in drafts:
        parents = [p.parent for p in draft.parents]
        outside = [p for p in parents if isinstance(p, Organisation) and not may_keep(viewer, p.pk)]
        if not viewer.operator and (outside or not parents):
            raise NotAllowed(_("Tổ chức mới phải đặt dưới một tổ chức của cấp ủy mà đồng chí phục vụ."))
        if unknown := [p for p in parents if isinstance(p, str) and p not in own]:
            raise BadInput("parents", _("Không có tổ chức cấp trên mang mã %(code)s.") % {"code": unknown[0]})


def _organisation(draft: UnitDraft) -> Organisation:
    if draft.kind not in ORGANISATION_KINDS:
        raise BadInput("kind", _("Chọn loại tổ chức trong danh sách."))
    if draft.sector and draft.sector not in SECTORS:
        raise BadInput("sector", _("Chọn khối trong danh sách."))
    check_day(draft.founded_on, "founded_on")
    check_day(draft.ended_on, "ended_on")
    if draft.ended_on is not None and draft.ended_on <= draft.founded_on:
        raise BadInput("ended_on", _("Ngày kết thúc phải sau ngày thành lập."))
    if draft.name_since is not None and not draft.founded_on <= draft.name_since < (draft.ended_on or dt.date.max):
        raise BadInput("name_since", _("Ngày này phải từ ngày thành lập và trước ngày kết thúc."))
    name = clean(draft.name, "name", most=300)
    short = clean(draft.short_name, "short_name", most=120, empty=True)
    return Organisation(
        name=name,
        short_name=short,
        code=clean(draft.code, "code", most=40),
        kind=draft.kind,
        sector=draft.sector,
        place=clean(draft.place, "place", most=120, empty=True),
        official_code=clean(draft.official_code, "official_code", most=40, empty=True),
        founded_on=draft.founded_on,
        ended_on=draft.ended_on,
        folded=fold(f"{name} {short}")[:450],
    )


def _naming(unit: Organisation, draft: UnitDraft) -> OrganisationName:
    return OrganisationName(
        organisation=unit,
        name=unit.name,
        short_name=unit.short_name,
        official_code=unit.official_code,
        document=clean(draft.document, "document", most=200, empty=True),
        valid_from=draft.name_since or unit.founded_on,
        valid_until=unit.ended_on,
    )


def _link(child: Organisation, draft: ParentDraft, made: Mapping[str, Organisation]) -> ParentLink:
    parent = made[draft.parent] if isinstance(draft.parent, str) else draft.parent
    if draft.hierarchy not in HIERARCHIES:
        raise BadInput("hierarchy", _("Chọn hệ thống đảng hoặc hệ thống chính quyền."))
    check_period(draft.since, draft.until)
    for one in (child, parent):
        if draft.since < one.founded_on or (one.ended_on is not None and draft.since >= one.ended_on):
            raise BadInput("since", _("%(name)s chưa thành lập hoặc đã kết thúc vào ngày này.") % {"name": one.label})
    return ParentLink(
        child=child,
        parent=parent,
        hierarchy=draft.hierarchy,
        valid_from=draft.since,
        valid_until=draft.until or child.ended_on,
        document=clean(draft.document, "document", most=200, empty=True),
    )


def _refuse_two_parents(links: Sequence[ParentLink]) -> None:
    last: dict[tuple[int, str], ParentLink] = {}
    for link in sorted(links, key=lambda one: one.valid_from):
        before = last.get((link.child_id, link.hierarchy))
        if before is not None and (before.valid_until is None or before.valid_until > link.valid_from):
            raise NotPossible(_("Một tổ chức chỉ có một cấp trên trong mỗi hệ thống."))
        last[(link.child_id, link.hierarchy)] = link
