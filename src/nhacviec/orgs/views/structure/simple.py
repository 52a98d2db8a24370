"""Rename and move: changes in which nothing passes to anybody."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotPossible
from nhacviec.web.formats import number

from ... import actions
from ... import structure_forms as forms
from ...kinds import HIERARCHIES
from ...models import Membership, Organisation, ParentLink
from ...queries.structure.beside import move_problems, places_like, readers_of_move
from ...queries.structure.obstacles import day_problems
from .flow import Flow, Preview, offered, step, unit_to_change


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Đổi tên, đổi mã: it stays the same organisation; the old name stays in its history and is still found."""
    viewer, unit = unit_to_change(request, pk)
    present = {"name": unit.name, "short_name": unit.short_name, "official_code": unit.official_code}
    form = forms.RenameForm(request.POST or None, initial={**present, "on": viewer.on})

    def preview(given: Any, _chosen: dict[str, str]) -> Preview:
        wanted = {name: given.cleaned_data[name] for name in present}
        rows = [
            (given.fields[name].label, present[name] or "–", wanted[name] or "–")
            for name in present
            if present[name] != wanted[name]
        ]
        if not rows:
            raise BadInput("name", _("Tên, tên viết tắt và mã đơn vị vẫn như cũ."))
        facts = [_("Việc, con người, số văn bản và quyền đọc không đổi. Tên cũ vẫn tìm được và ghi “nay là …”.")]
        return _shown(rows, facts, list(day_problems(viewer, given.cleaned_data["on"])))

    def run(given: Any, chosen: dict[str, str], fingerprint: str) -> Organisation:
        _require_seen(preview(given, chosen), fingerprint)
        data = given.cleaned_data
        return actions.rename_organisation(
            viewer=viewer,
            organisation=unit,
            **{name: data[name] for name in present},
            on=data["on"],
            document=given.founding_document(),
            now=clock.now(),
        )

    flow = Flow(
        title=gettext_lazy("Đổi tên, đổi mã"),
        explain=gettext_lazy("Tên mới dùng từ ngày ghi dưới đây; mọi ngày trước đó vẫn hiện tên cũ."),
        form=form,
        template="orgs/structure/preview_simple.html",
        preview=preview,
        run=run,
        success=gettext_lazy("Đã ghi tên mới."),
    )
    return step(request, unit, flow)


def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Chuyển cấp trên: the organisation passes under another one with all that stands below it."""
    viewer, unit = unit_to_change(request, pk)
    trees = (
        ParentLink.objects.on(viewer.on).filter(child=unit).order_by("hierarchy").values_list("hierarchy", flat=True)
    )
    first = {"on": viewer.on, "hierarchy": trees.first() or "party"}
    form = forms.MoveForm(request.POST or None, unit=unit, beside=offered(places_like(unit, viewer.on)), initial=first)

    def preview(given: Any, _chosen: dict[str, str]) -> Preview:
        parent, hierarchy, on = _place(given), given.cleaned_data["hierarchy"], given.cleaned_data["on"]
        before = ParentLink.objects.on(on).filter(child=unit, hierarchy=hierarchy).select_related("parent").first()
        if before is not None and before.parent_id == parent.pk:
            field = "parent" if given.cleaned_data["parent"] else "parent_code"
            raise BadInput(field, _("Tổ chức này đã trực thuộc %(name)s.") % {"name": parent.label})
        rows = [
            (
                _("Cấp trên, %(tree)s") % {"tree": HIERARCHIES[hierarchy]},
                before.parent.name if before else "–",
                parent.name,
            )
        ]
        problems = [*day_problems(viewer, on), *move_problems(unit, parent, hierarchy, on)]
        return _shown(rows, _facts(unit, parent, hierarchy, on), problems)

    def run(given: Any, chosen: dict[str, str], fingerprint: str) -> Organisation:
        _require_seen(preview(given, chosen), fingerprint)
        actions.move_organisation(
            viewer=viewer,
            organisation=unit,
            parent=_place(given),
            hierarchy=given.cleaned_data["hierarchy"],
            on=given.cleaned_data["on"],
            document=given.founding_document(),
            now=clock.now(),
        )
        return unit

    flow = Flow(
        title=gettext_lazy("Chuyển cấp trên"),
        explain=gettext_lazy("Các đơn vị trực thuộc đi cùng. Việc, con người và số văn bản vẫn là của tổ chức này."),
        form=form,
        template="orgs/structure/preview_simple.html",
        preview=preview,
        run=run,
        success=gettext_lazy("Đã chuyển cấp trên."),
    )
    return step(request, unit, flow)


def _place(form: forms.MoveForm) -> Organisation:
    found = form.one_of("parent", "parent_code")
    if found is None:
        raise BadInput("parent", _("Chọn cấp trên mới, hoặc ghi mã."))
    if found.pk == form.unit.pk:
        raise BadInput("parent_code", _("Một tổ chức không trực thuộc chính mình."))
    return found


def _facts(unit: Organisation, parent: Organisation, hierarchy: str, on: Any) -> list[str]:
    """What goes along, and who reads it no longer or from now on."""
    below = Organisation.objects.below((unit.pk,), on).filter(ended_on=None)
    members = Membership.objects.on(on).filter(cell__in=below.values("pk")).count()
    lost, gained = readers_of_move(unit, parent, hierarchy, on)
    facts = [
        _("Đi cùng: %(units)s đơn vị bên dưới, %(members)s đảng viên.")
        % {"units": number(max(below.count() - 1, 0)), "members": number(members)},
    ]
    if lost:
        facts.append(_("Không còn đọc hồ sơ nội bộ từ ngày ấy: %(names)s.") % {"names": "; ".join(lost)})
    if gained:
        facts.append(_("Được đọc hồ sơ nội bộ từ ngày ấy: %(names)s.") % {"names": "; ".join(gained)})
    return facts


def _shown(rows: list[Any], facts: list[str], problems: list[Any]) -> Preview:
    told = repr((rows and [tuple(map(str, row)) for row in rows], facts))
    return {
        "rows": rows,
        "facts": facts,
        "problems": problems,
        "fingerprint": hashlib.sha256(told.encode()).hexdigest()[:32],
    }


def _require_seen(now: Preview, fingerprint: str) -> None:
    if now["fingerprint"] != fingerprint:
        raise NotPossible(_("Dữ liệu đã khác với bản vừa xem. Xem lại rồi xác nhận."))
    for problem in now["problems"]:
        raise NotPossible(problem)
