"""The page that assigns a task."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from nhacviec.directives.models import Clause
from nhacviec.directives.queries import readable as readable_directives
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.web import clock, formats
from nhacviec.web.errors import NotAllowed
from nhacviec.web.pages import act, safe_int

from .. import access, actions, forms
from ..models import Task
from .common import form_page, viewer_of


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Assign a task, perhaps under a directive and clause named in the address."""
    viewer = viewer_of(request)
    if not access.may_assign_anything(viewer):
        raise NotAllowed
    directive = safe_int(request.GET.get("directive"))

    made: list[Task] = []

    def run(data: dict[str, Any]) -> str:
        draft = draft_of(data, viewer)
        made.append(actions.assign_task(viewer=viewer, draft=draft, on=viewer.on, now=clock.now()))
        return made[0].get_absolute_url()

    return act(
        request,
        form_class=forms.AssignForm,
        template="tasks/new.html",
        run=run,
        initial={"directive": directive, "clause": safe_int(request.GET.get("clause")), **_usual(viewer)},
        form_kwargs={"choices": _choices(viewer, directive)},
        success=lambda: _told(made[0]),
    )


def _told(task: Task) -> str:
    """What was understood, so that a wrong deadline is seen at once."""
    if task.deadline is None:
        return _("Đã giao việc %(code)s, không thời hạn.") % {"code": task.code}
    return _("Đã giao việc %(code)s, thời hạn là %(day)s.") % {"code": task.code, "day": formats.weekday(task.deadline)}


def draft_of(data: dict[str, Any], viewer: Viewer) -> actions.TaskDraft:
    """The draft that a filled form means. Raises BadInput with the field."""
    meant = actions.meant_deadline(data["deadline"], on=viewer.on)
    directive = data["directive"] or (data["clause"].directive if data["clause"] else None)
    return actions.TaskDraft(
        title=data["title"],
        product=data["product"],
        assigner=data["assigner"],
        lead=data["lead"],
        deadline_kind=meant.kind,
        deadline=meant.day,
        deadline_text=meant.text,
        responsible=actions.meant_person(data["responsible"], data["lead"], on=viewer.on),
        directive=directive,
        clause=data["clause"],
        authority=data["authority"],
        contributions=actions.meant_parts(data["contributions"], on=viewer.on),
    )


def _usual(viewer: Viewer) -> dict[str, Any]:
    """The assigner that is usual for the viewer's present post."""
    return {"assigner": viewer.post.serves} if viewer.post else {}


def _choices(viewer: Viewer, directive: int | None) -> dict[str, QuerySet[Any]]:
    """What the selects offer: only what the viewer may name. Clauses of the directive in the address alone."""
    named = access.assigners(viewer)
    leads = access.leads_under(viewer, named)
    units = Organisation.objects.existing(viewer.on).order_by("folded", "pk")
    texts = readable_directives(viewer).order_by("-issued_on", "-pk")
    clauses = Clause.objects.filter(directive_id=directive or 0, directive__in=texts.values("pk")).select_related(
        "directive"
    )
    return {
        "directive": texts,
        "clause": clauses,
        "assigner": units.filter(pk__in=named),
        "lead": units.filter(pk__in=leads),
    }
