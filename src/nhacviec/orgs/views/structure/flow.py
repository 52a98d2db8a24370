"""Form, preview, confirmation: the same three steps for every change of structure, in one address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ...access import Viewer
from ...access.structure import may_restructure
from ...models import Organisation
from ...structure_forms import MOST_BESIDE, ChangeForm
from ..changes import unit_or_404

CONFIRM = "xac-nhan"
MOST_CHOICES = 2000
CHOICE = "chon:"

Preview = dict[str, Any]


@dataclass(frozen=True)
class Flow:
    """One change of one organisation: its words, its form, what it would do, and doing it.

    `preview` returns the context of the preview's template with "problems" and "fingerprint"; `run` returns the
    organisation whose page comes next.
    """

    title: Promise
    explain: Promise
    form: ChangeForm
    template: str
    preview: Callable[[ChangeForm, dict[str, str]], Preview]
    run: Callable[[ChangeForm, dict[str, str], str], Organisation]
    success: Promise
    tabs: tuple[tuple[str, str, bool], ...] = ()


def unit_to_change(request: HttpRequest, pk: int) -> tuple[Viewer, Organisation]:
    """The viewer and an organisation that he may restructure. Raises Http404, NotAllowed, NotPossible for an ended one."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    unit = unit_or_404(pk)
    if not may_restructure(viewer, [unit.pk], viewer.on):
        raise NotAllowed
    return viewer, unit


def offered(found: Any) -> Any:
    """At most so many organisations as a form can show; the rest is named by codes."""
    ids = list(found.values_list("pk", flat=True)[:MOST_BESIDE])
    return Organisation.objects.filter(pk__in=ids).order_by("folded", "id")


def step(request: HttpRequest, unit: Organisation, flow: Flow) -> HttpResponse:
    """Show the form (GET), the preview of a filled form, or do what was confirmed.

    A wrong answer is 422 at its field; a plan that is no longer the one that was seen is shown again with 409.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method != "POST":
        return _form(request, unit, flow, 200)
    if not flow.form.is_valid():
        return _form(request, unit, flow, 422)
    chosen = _chosen(request)
    try:
        if request.POST.get("buoc") == CONFIRM:
            place = flow.run(flow.form, chosen, request.POST.get("dau", "")[:64])
            messages.success(request, str(flow.success))
            return HttpResponseRedirect(reverse("orgs:organisation", args=[place.pk]))
        return _preview(request, unit, flow, chosen, 200)
    except BadInput as error:
        flow.form.add_error(error.field if error.field in flow.form.fields else None, str(error.message))
        return _form(request, unit, flow, 422)
    except NotPossible as error:
        return _refused(request, unit, flow, chosen, str(error.message))


def _refused(
    request: HttpRequest, unit: Organisation, flow: Flow, chosen: dict[str, str], message: str
) -> HttpResponse:
    """The preview anew with what stood in the way; the form, where not even a preview is possible."""
    try:
        return _preview(request, unit, flow, chosen, 409, message)
    except (BadInput, NotPossible) as error:
        flow.form.add_error(None, str(error.message))
        return _form(request, unit, flow, 409)


def _form(request: HttpRequest, unit: Organisation, flow: Flow, status: int) -> HttpResponse:
    context = {"unit": unit, "form": flow.form, "title": flow.title, "explain": flow.explain, "tabs": flow.tabs}
    return render(request, "orgs/structure/form.html", context, status=status)


def _preview(
    request: HttpRequest, unit: Organisation, flow: Flow, chosen: dict[str, str], status: int, message: str = ""
) -> HttpResponse:
    context = {
        "unit": unit,
        "form": flow.form,
        "title": flow.title,
        "hidden": [(name, value) for name in flow.form.fields for value in request.POST.getlist(name)],
        "document": flow.form.founding_document(),
        "on": flow.form.cleaned_data["on"],
        "refused": message,
        **flow.preview(flow.form, chosen),
    }
    return render(request, flow.template, context, status=status)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Key of a row or of a kind → the successor that was chosen for it."""
    found = {
        name.removeprefix(CHOICE)[:80]: str(value)[:80]
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value
    }
    return dict(list(found.items())[:MOST_CHOICES])
