"""Merge, split and end: previews of the plan with a choice of successor for each thing that may go elsewhere."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.web import clock
from nhacviec.web.errors import BadInput

from ... import actions, queries
from ... import structure_forms as forms
from ...access import Viewer
from ...kinds import HEAD_KINDS
from ...models import Organisation, ParentLink, Post
from ...queries.structure import STAY, Group, Plan, plan_change
from ...queries.structure.beside import beside, heads_missing
from .flow import Flow, Preview, offered, step, unit_to_change

SHOWN = 100


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Sáp nhập: this organisation, alone or with others, into one that stands or into a new one."""
    viewer, unit = unit_to_change(request, pk)
    form = forms.MergeForm(
        request.POST or None, unit=unit, beside=offered(beside(unit, viewer.on)), initial=_day(viewer)
    )

    def preview(given: Any, chosen: dict[str, str]) -> Preview:
        order = actions.order_merge(
            mergers=[_merger(viewer, given)],
            on=given.cleaned_data["on"],
            document=given.founding_document().text,
            chosen=chosen,
        )
        return shown(plan_change(viewer=viewer, change=order.change), chosen)

    def run(given: Any, chosen: dict[str, str], fingerprint: str) -> Organisation:
        made = actions.merge_organisations(
            viewer=viewer,
            mergers=[_merger(viewer, given)],
            on=given.cleaned_data["on"],
            document=given.founding_document(),
            now=clock.now(),
            chosen=chosen,
            fingerprint=fingerprint or "-",
        )
        return made[0]

    flow = Flow(
        title=gettext_lazy("Sáp nhập tổ chức"),
        explain=gettext_lazy(
            "Các tổ chức nhập vào kết thúc từ ngày ghi dưới đây. Bước sau cho xem tất cả những gì chuyển sang tổ chức "
            "nhận và những gì ở lại; chưa có gì thay đổi trước khi xác nhận."
        ),
        form=form,
        template="orgs/structure/preview.html",
        preview=preview,
        run=run,
        success=gettext_lazy("Đã sáp nhập."),
    )
    return step(request, unit, flow)


def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Tách, chia: parts of this organisation go to others; what goes where is chosen in the preview."""
    viewer, unit = unit_to_change(request, pk)
    form = forms.SplitForm(
        request.POST or None, unit=unit, beside=offered(beside(unit, viewer.on)), initial=_day(viewer)
    )

    def asked(given: Any) -> dict[str, Any]:
        return {
            "source": unit,
            "into": _receivers(given),
            "keep_source": given.cleaned_data["keep_source"],
            "on": given.cleaned_data["on"],
        }

    def preview(given: Any, chosen: dict[str, str]) -> Preview:
        order = actions.order_split(**asked(given), document=given.founding_document().text, chosen=chosen)
        return shown(plan_change(viewer=viewer, change=order.change), chosen)

    def run(given: Any, chosen: dict[str, str], fingerprint: str) -> Organisation:
        made = actions.split_organisation(
            viewer=viewer,
            **asked(given),
            document=given.founding_document(),
            now=clock.now(),
            chosen=chosen,
            fingerprint=fingerprint or "-",
        )
        return unit if given.cleaned_data["keep_source"] else made[0]

    flow = Flow(
        title=gettext_lazy("Tách, chia tổ chức"),
        explain=gettext_lazy(
            "Chọn các tổ chức nhận, đang có hoặc thành lập mới. Bước sau cho chọn từng đơn vị trực thuộc, đảng viên và "
            "việc đang mở chuyển về đâu; chưa có gì thay đổi trước khi xác nhận."
        ),
        form=form,
        template="orgs/structure/preview.html",
        preview=preview,
        run=run,
        success=gettext_lazy("Đã tách tổ chức."),
    )
    return step(request, unit, flow)


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Kết thúc hoạt động: with a successor where organisations, members or work are left."""
    viewer, unit = unit_to_change(request, pk)
    form = forms.EndOrganisationForm(
        request.POST or None, unit=unit, beside=offered(beside(unit, viewer.on)), initial=_day(viewer)
    )

    def preview(given: Any, chosen: dict[str, str]) -> Preview:
        order = actions.order_end(
            organisation=unit,
            on=given.cleaned_data["on"],
            document=given.founding_document().text,
            into=given.one_of("target", "target_code"),
            chosen=chosen,
        )
        return shown(plan_change(viewer=viewer, change=order.change), chosen)

    def run(given: Any, chosen: dict[str, str], fingerprint: str) -> Organisation:
        return actions.end_organisation(
            viewer=viewer,
            organisation=unit,
            on=given.cleaned_data["on"],
            document=given.founding_document(),
            now=clock.now(),
            successor=given.one_of("target", "target_code"),
            chosen=chosen,
            fingerprint=fingerprint or "-",
        )

    flow = Flow(
        title=gettext_lazy("Kết thúc hoạt động"),
        explain=gettext_lazy(
            "Từ ngày ghi dưới đây không còn tổ chức này. Nếu còn đơn vị trực thuộc, đảng viên hoặc việc đang mở thì phải "
            "có tổ chức kế thừa; lịch sử, xếp loại và việc đã xong ở lại với tổ chức cũ."
        ),
        form=form,
        template="orgs/structure/preview.html",
        preview=preview,
        run=run,
        success=gettext_lazy("Đã kết thúc tổ chức."),
    )
    return step(request, unit, flow)


def _day(viewer: Viewer) -> dict[str, object]:
    return {"on": viewer.on}


def _merger(viewer: Viewer, form: forms.MergeForm) -> actions.Merger:
    """What the form says: the organisations that end, and the one that stands or is founded. Raises BadInput."""
    data = form.cleaned_data
    sources = list({one.pk: one for one in (form.unit, *data["others"], *form.by_codes("other_codes"))}.values())
    target = form.one_of("target", "target_code")
    if target is not None and data["name"]:
        raise BadInput("name", _("Chọn một tổ chức đang có hoặc ghi tên tổ chức mới, không cả hai."))
    if target is None and not data["name"]:
        raise BadInput("target", _("Chọn tổ chức nhận, hoặc ghi tên tổ chức mới."))
    if target is not None:
        return actions.Merger([one for one in sources if one.pk != target.pk], target)
    new = _draft(form, data["name"], data["code"], "code", data["short_name"])
    taken = Organisation.objects.filter(official_code=data["official_code"], kind=form.unit.kind, ended_on=None)
    if data["official_code"] and taken.exclude(pk__in=[one.pk for one in sources]).exists():
        raise BadInput("official_code", _("Mã đơn vị này đang của một tổ chức khác cùng loại."))
    return actions.Merger(sources, actions.NewOrganisation(new(data["official_code"]), _head(viewer, form)))


def _draft(form: forms.BesideForm, name: str, code: str, field: str, short_name: str = "") -> Any:
    """A new organisation of the kind and in the place of the one that changes, still without its official code."""
    unit, on = form.unit, form.cleaned_data["on"]
    if not code:
        raise BadInput(field, _("Ghi mã của tổ chức mới."))
    if Organisation.objects.filter(code=code).exists():
        raise BadInput(field, _("Mã này đã có tổ chức khác dùng."))
    links = ParentLink.objects.on(on).filter(child=unit).select_related("parent")
    parents = [(link.parent, link.hierarchy, on) for link in links]

    def draft(official_code: str = "") -> actions.OrganisationDraft:
        return actions.OrganisationDraft(
            name=name,
            code=code,
            kind=unit.kind,
            founded_on=on,
            short_name=short_name,
            place=unit.place,
            sector=unit.sector,
            parents=parents,
            official_code=official_code,
            document=form.founding_document().text,
        )

    return draft


def _head(viewer: Viewer, form: forms.MergeForm) -> actions.HeadDraft | None:
    code = form.cleaned_data["head"]
    if not code:
        return None
    person = queries.known_people(viewer).filter(code=code).first()
    if person is None:
        raise BadInput("head", _("Không có ai mang mã này."))
    post = Post.objects.filter(organisation=form.unit, kind__in=HEAD_KINDS).order_by("id").first()
    return actions.HeadDraft(person, post.kind if post else "head", form.cleaned_data["head_title"])


def _receivers(form: forms.SplitForm) -> list[Organisation | actions.NewOrganisation]:
    data = form.cleaned_data
    known = list({one.pk: one for one in (*data["into"], *form.by_codes("into_codes"))}.values())
    if form.unit.pk in {one.pk for one in known}:
        raise BadInput("into_codes", _("Tổ chức bị tách không nhận phần của chính mình."))
    found: list[Organisation | actions.NewOrganisation] = [*known]
    for number in forms.NEW_PLACES:
        name, code = data[f"name_{number}"], data[f"code_{number}"]
        if code and not name:
            raise BadInput(f"name_{number}", _("Ghi tên của tổ chức mới."))
        if name:
            found.append(actions.NewOrganisation(_draft(form, name, code, f"code_{number}")()))
    if not found:
        raise BadInput("into", _("Chọn ít nhất một tổ chức nhận, hoặc ghi tên tổ chức mới."))
    return found


def shown(plan: Plan, chosen: dict[str, str]) -> Preview:
    """The plan as the template draws it."""
    change = plan.change
    names = {key: one.name for key, one in change.successors.items()}
    sources = {one.organisation.pk: one.organisation.label for one in change.leaving}
    names[STAY] = _("ở lại")
    return {
        "plan": plan,
        "problems": plan.problems,
        "fingerprint": plan.fingerprint,
        "successors": list(change.successors.values()),
        "vacant": heads_missing(change) if plan.passing("tasks.lead") else [],
        "sources": [(one.organisation, one.ends) for one in change.leaving],
        "several": len(change.leaving) > 1,
        "passing": [_group(group, names, sources, chosen) for group in plan.groups if group.passing or group.choices],
        "staying": [
            _group(group, names, sources, chosen) for group in plan.groups if not (group.passing or group.choices)
        ],
        "free": any(row.free for row in plan.rows),
    }


def _group(group: Group, names: dict[str, str], sources: dict[int, str], chosen: dict[str, str]) -> dict[str, Any]:
    rows = group.shown[:SHOWN]
    return {
        "kind": group.kind,
        "title": group.title,
        "count": len(group.rows),
        "hidden": group.hidden,
        "more": len(group.shown) - len(rows),
        "options": _options(group.choices, names, chosen.get(group.kind, "")),
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "detail": row.detail,
                "path": row.path,
                "source": sources[row.source],
                "target": names.get(row.target, _("kết thúc")),
                "options": _options(row.choices, names, chosen.get(row.key, "")),
            }
            for row in rows
        ],
        "targets": _totals(group, names),
    }


def _options(choices: Sequence[str], names: dict[str, str], picked: str) -> list[tuple[str, str, bool]]:
    return [(key, names[key], key == picked) for key in choices]


def _totals(group: Group, names: dict[str, str]) -> list[tuple[str, int]]:
    """How many of a group go to each place."""
    found: dict[str, int] = {}
    for row in group.rows:
        name = names.get(row.target, _("kết thúc"))
        found[name] = found.get(name, 0) + 1
    return list(found.items())
