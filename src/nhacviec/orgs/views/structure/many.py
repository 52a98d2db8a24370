"""Many into many: the organisations of one kind below a body pass into fewer, in one change by one document (O-11)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.web import clock
from nhacviec.web.errors import BadInput

from ... import actions
from ... import structure_forms as forms
from ...models import Organisation
from ...queries.structure import plan_change
from ...queries.structure.beside import children_by_kind
from ..changes import unit_to_keep
from .changing import shown
from .flow import Flow, Preview, step


def many(request: HttpRequest, pk: int) -> HttpResponse:
    """Sắp xếp các đơn vị trực thuộc: for each unit of a kind, into which it passes or that it stays as it is."""
    viewer = request.viewer  # type: ignore[attr-defined]
    parent = unit_to_keep(viewer, pk)
    kinds = children_by_kind(parent, viewer.on)
    kind = request.GET.get("loai", "")
    kind = kind if kind in kinds else next(iter(kinds), "")
    units = kinds.get(kind, [])
    form = forms.ManyForm(request.POST or None, units=units, initial={"on": viewer.on})

    def asked(given: Any) -> dict[str, Any]:
        return {"mergers": _mergers(given, parent, kind), "on": given.cleaned_data["on"]}

    def preview(given: Any, chosen: dict[str, str]) -> Preview:
        order = actions.order_merge(**asked(given), document=given.founding_document().text, chosen=chosen)
        return shown(plan_change(viewer=viewer, change=order.change), chosen)

    def run(given: Any, chosen: dict[str, str], fingerprint: str) -> Organisation:
        actions.merge_organisations(
            viewer=viewer,
            **asked(given),
            document=given.founding_document(),
            now=clock.now(),
            chosen=chosen,
            fingerprint=fingerprint or "-",
        )
        return parent

    flow = Flow(
        title=gettext_lazy("Sắp xếp các đơn vị trực thuộc"),
        explain=gettext_lazy(
            "Chọn cho từng đơn vị nơi nó nhập vào; đơn vị để trống thì không đổi. Có thể nhập nhiều đơn vị vào nhiều đơn vị "
            "trong một lần, theo một văn bản. Bước sau cho xem tất cả trước khi xác nhận."
        ),
        form=form,
        template="orgs/structure/preview.html",
        preview=preview,
        run=run,
        success=gettext_lazy("Đã sắp xếp các đơn vị trực thuộc."),
        tabs=tuple((code, found[0].get_kind_display(), code == kind) for code, found in kinds.items()),
    )
    return step(request, parent, flow)


def _mergers(form: forms.ManyForm, parent: Organisation, kind: str) -> list[actions.Merger]:
    """One merger a place that receives, in the order of the list. Raises BadInput."""
    places: dict[str, Organisation | actions.NewOrganisation] = {str(one.pk): one for one in form.units}
    places |= _new(form, parent, kind)
    sources: dict[str, list[Organisation]] = {}
    for unit in form.units:
        target = form.cleaned_data[f"to_{unit.pk}"]
        if target and target not in places:
            raise BadInput(f"to_{unit.pk}", _("Ghi tên và mã của đơn vị mới này."))
        if target and target != str(unit.pk):
            sources.setdefault(target, []).append(unit)
    if not sources:
        raise BadInput("on", _("Chưa chọn đơn vị nào nhập vào đâu."))
    return [actions.Merger(found, places[target]) for target, found in sources.items()]


def _new(form: forms.ManyForm, parent: Organisation, kind: str) -> dict[str, Organisation | actions.NewOrganisation]:
    """The organisations to be founded below the parent, by their keys in the form."""
    data = form.cleaned_data
    found: dict[str, Organisation | actions.NewOrganisation] = {}
    first = form.units[0] if form.units else parent
    for number in forms.MANY_PLACES:
        name, code = data[f"name_{number}"], data[f"code_{number}"]
        if not name and not code:
            continue
        if not name or not code:
            raise BadInput(f"code_{number}" if name else f"name_{number}", _("Ghi cả tên và mã của đơn vị mới."))
        if Organisation.objects.filter(code=code).exists():
            raise BadInput(f"code_{number}", _("Mã này đã có tổ chức khác dùng."))
        draft = actions.OrganisationDraft(
            name=name,
            code=code,
            kind=kind,
            founded_on=data["on"],
            place=first.place,
            sector=first.sector,
            parents=[(parent, hierarchy, data["on"]) for hierarchy in _trees(form)],
            official_code=data[f"official_{number}"],
            document=form.founding_document().text,
        )
        found[f"new:{number}"] = actions.NewOrganisation(draft)
    return found


def _trees(form: forms.ManyForm) -> list[str]:
    """In which hierarchies the units stand below their parent: the new ones stand there too."""
    return sorted({tree for unit in form.units for tree in vars(unit)["trees"]}) or ["party"]
