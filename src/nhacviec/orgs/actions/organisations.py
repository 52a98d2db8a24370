"""Founding of organisations, their parents and successors. What changes them later is in `structure`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import Viewer
from ..kinds import HIERARCHIES, ORGANISATION_KINDS, SECTORS
from ..models import Organisation, ParentLink, Succession
from ..models.periods import in_force
from . import writing
from .common import BATCH, check_day, clean, require_keeper, tell
from .drafts import OrganisationDraft, SuccessionDraft

SUCCESSION_KINDS = ("merge", "split", "rename", "move")


@transaction.atomic
def create_organisations(
    *, viewer: Viewer, drafts: Sequence[OrganisationDraft], now: dt.datetime
) -> list[Organisation]:
    """Found organisations with their parent links, in the order given; a handful of statements however many.

    The operator may found any; a clerk or organiser only below a unit that he keeps. Raises NotAllowed,
    BadInput("name" | "code" | "kind" | "founded_on" | "parents").
    """
    made = [_organisation(draft) for draft in drafts]
    known = _by_code(drafts)
    _check_codes([o.code for o in made])
    _check_official_codes(made)
    _check_rights(viewer, drafts, known)
    _check_no_circle(drafts)
    Organisation.objects.bulk_create(made, batch_size=BATCH)
    known.update({o.code: o for o in made})
    links = [
        _link(child, _parent(parent, known), hierarchy, since)
        for child, draft in zip(made, drafts, strict=True)
        for parent, hierarchy, since in draft.parents
    ]
    if len({(link.child_id, link.hierarchy) for link in links}) != len(links):
        raise BadInput("parents", _("Một tổ chức chỉ có một cấp trên trong mỗi hệ thống."))
    writing.begin(links)
    names = writing.first_names(made, [draft.document for draft in drafts])
    records: list[tuple[int, Covered]] = [(o.pk, o) for o in made]
    records += [(link.child_id, link) for link in links]
    records += [(name.organisation_id, name) for name in names]
    tell(viewer=viewer, verb="found_organisation", records=records, now=now)
    return made


def _organisation(draft: OrganisationDraft) -> Organisation:
    if draft.kind not in ORGANISATION_KINDS:
        raise BadInput("kind", _("Chọn loại tổ chức trong danh sách."))
    if draft.sector and draft.sector not in SECTORS:
        raise BadInput("sector", _("Chọn khối trong danh sách."))
    check_day(draft.founded_on, "founded_on")
    name = clean(draft.name, "name", most=300)
    short = clean(draft.short_name, "short_name", most=120, empty=True)
    return Organisation(
        name=name,
        short_name=short,
        code=clean(draft.code, "code", most=40),
        kind=draft.kind,
        sector=draft.sector,
        place=clean(draft.place, "place", most=120, empty=True),
        founded_on=draft.founded_on,
        official_code=clean(draft.official_code, "official_code", most=40, empty=True),
        folded=writing.folded(name, short),
    )


def _by_code(drafts: Sequence[OrganisationDraft]) -> dict[str, Organisation]:
    """The organisations that the drafts name as parents by a code which no draft bears."""
    own = {draft.code for draft in drafts}
    asked = {p for draft in drafts for p, _h, _s in draft.parents if isinstance(p, str) and p not in own}
    return {o.code: o for o in Organisation.objects.filter(code__in=asked)}


def _check_codes(codes: Sequence[str]) -> None:
    if len(set(codes)) != len(codes) or Organisation.objects.filter(code__in=codes).exists():
        raise BadInput("code", _("Mã này đã có tổ chức khác dùng."))


def _check_official_codes(made: Sequence[Organisation]) -> None:
    """An official code belongs to one living organisation of a kind; after its end it may be given again."""
    coded = [(o.official_code, o.kind) for o in made if o.official_code]
    alive = Organisation.objects.filter(official_code__in=[code for code, _kind in coded], ended_on=None)
    if len(set(coded)) != len(coded) or (coded and set(alive.values_list("official_code", "kind")) & set(coded)):
        raise BadInput("official_code", _("Mã đơn vị này đang của một tổ chức khác cùng loại."))


def _check_rights(viewer: Viewer, drafts: Sequence[OrganisationDraft], known: Mapping[str, Organisation]) -> None:
    if viewer.operator:
        return
    own = {draft.code for draft in drafts}
    outside: set[int | None] = set()
    for draft in drafts:
        if not draft.parents:
            raise NotAllowed(_("Tổ chức mới phải đặt dưới một tổ chức của cấp ủy mà đồng chí phục vụ."))
        outside |= {
            _parent(parent, known).pk
            for parent, _h, _s in draft.parents
            if isinstance(parent, Organisation) or parent not in own
        }
    require_keeper(viewer, outside)


def _check_no_circle(drafts: Sequence[OrganisationDraft]) -> None:
    graph = {d.code: {p for p, _h, _s in d.parents if isinstance(p, str)} for d in drafts}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise BadInput("parents", _("Các tổ chức không thể trực thuộc nhau thành vòng tròn.")) from error


def _parent(parent: str | Organisation, known: Mapping[str, Organisation]) -> Organisation:
    found = parent if isinstance(parent, Organisation) else known.get(parent)
    if found is None:
        raise BadInput("parents", _("Không có tổ chức cấp trên mang mã %(code)s.") % {"code": parent})
    return found


def _link(child: Organisation, parent: Organisation, hierarchy: str, since: dt.date) -> ParentLink:
    """The link, checked: a known hierarchy, both organisations alive on its first day."""
    if hierarchy not in HIERARCHIES:
        raise BadInput("hierarchy", _("Chọn hệ thống đảng hoặc hệ thống chính quyền."))
    check_day(since, "since")
    for one in (child, parent):
        if since < one.founded_on or (one.ended_on is not None and since >= one.ended_on):
            raise BadInput("since", _("%(name)s chưa thành lập hoặc đã kết thúc vào ngày này.") % {"name": one.label})
    return ParentLink(child=child, parent=parent, hierarchy=hierarchy, valid_from=since)


@transaction.atomic
def link_parent(
    *,
    viewer: Viewer,
    child: Organisation,
    parent: Organisation,
    hierarchy: str,
    since: dt.date,
    now: dt.datetime,
    document: str = "",
) -> ParentLink:
    """Put `child` under `parent` in one hierarchy from `since`; the link in force until then ends that day.

    No two links of one hierarchy overlap. Raises NotAllowed, BadInput, NotPossible (a later link stands already,
    or the parent stands below the child).
    """
    require_keeper(viewer, [child.pk, parent.pk])
    Organisation.objects.select_for_update().get(pk=child.pk)
    link = _link(child, parent, hierarchy, since)
    if parent.pk == child.pk or Organisation.objects.below((child.pk,), since).filter(pk=parent.pk).exists():
        raise NotPossible(_("%(parent)s đang đứng dưới %(child)s.") % {"parent": parent.label, "child": child.label})
    own = ParentLink.objects.filter(child=child, hierarchy=hierarchy)
    if own.filter(valid_from__gte=since).exists():
        raise NotPossible(_("Đã có quan hệ trực thuộc bắt đầu từ ngày này hoặc sau đó."))
    link.document = clean(document, "document", most=200, empty=True)
    changed = writing.close(list(own.filter(in_force(since))), since)
    writing.begin([link])
    records = [(child.pk, one) for one in (*changed, link)]
    tell(viewer=viewer, verb="link_parent", records=records, now=now, facts={"document": link.document})
    return link


@transaction.atomic
def record_successions(
    *, viewer: Viewer, drafts: Sequence[SuccessionDraft], on: dt.date, now: dt.datetime
) -> list[Succession]:
    """Record who follows whom from `on` (O-13). A source ended on that day, except by a split that leaves it alive.

    Told in the chains of both organisations. Raises NotAllowed, BadInput, NotPossible.
    """
    require_keeper(viewer, [d.source.pk for d in drafts] + [d.target.pk for d in drafts])
    made = [_succession(draft, on) for draft in drafts]
    pairs = {(s.source_id, s.target_id) for s in made}
    known = Succession.objects.filter(on_date=on, source_id__in=[s.source_id for s in made])
    if len(pairs) != len(made) or pairs & set(known.values_list("source_id", "target_id")):
        raise NotPossible(_("Quan hệ kế thừa này đã được ghi."))
    writing.succeed(made)
    records: list[tuple[int, Covered]] = [(s.source_id, s) for s in made]
    records += [(s.target_id, s) for s in made]
    tell(viewer=viewer, verb="record_succession", records=records, now=now)
    return made


def _succession(draft: SuccessionDraft, on: dt.date) -> Succession:
    source, target = draft.source, draft.target
    if draft.kind not in SUCCESSION_KINDS or source.pk == target.pk:
        raise BadInput("kind", _("Chọn hình thức kế thừa giữa hai tổ chức khác nhau."))
    if source.ended_on != on and not (draft.kind == "split" and source.ended_on is None):
        raise NotPossible(_("%(name)s chưa kết thúc vào ngày này.") % {"name": source.label})
    if target.founded_on > on or (target.ended_on is not None and target.ended_on <= on):
        raise NotPossible(_("%(name)s chưa có hoặc không còn vào ngày này.") % {"name": target.label})
    document = clean(draft.document, "document", most=200, empty=True)
    return Succession(source=source, target=target, on_date=on, kind=draft.kind, document=document)
