"""What the pages of tasks share: find the task, check the right, show the form of a verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from nhacviec.orgs.access import Viewer
from nhacviec.web.errors import NotAllowed
from nhacviec.web.forms import BaseForm
from nhacviec.web.pages import act

from .. import queries
from ..models import Task
from ..workflow import move

form_page = require_http_methods(["GET", "HEAD", "POST"])


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a request."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def task_or_404(request: HttpRequest, pk: int) -> Task:
    """The task, if the viewer may read it; otherwise as if it did not exist."""
    viewer = viewer_of(request)
    task = queries.readable(viewer, pk, viewer.on)
    if task is None:
        raise Http404
    return task


@dataclass(frozen=True, slots=True)
class Words:
    """What a page of a verb says: the question, what follows, the button."""

    title: str | Promise
    follows: str | Promise
    button: str | Promise
    done: str | Promise


def verb_page(
    request: HttpRequest,
    task: Task,
    *,
    verb: str,
    allowed: bool,
    words: Words,
    form_class: type[BaseForm],
    run: Callable[[dict[str, Any]], object],
    form_kwargs: dict[str, Any] | None = None,
    initial: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of a verb: 403 without the right, 409 in the wrong state, else the form, and back to the task."""
    if not allowed:
        raise NotAllowed
    before = task.state
    move(task, verb)  # only to refuse early what the table does not allow; nothing is saved here
    task.state = before

    def finish(data: dict[str, Any]) -> str:
        run(data)
        return task.get_absolute_url()

    return act(
        request,
        form_class=form_class,
        template="tasks/act.html",
        run=finish,
        initial={"version": task.version, **(initial or {})},
        form_kwargs=form_kwargs,
        context={"task": task, "words": words, "verb": verb, **(context or {})},
        success=words.done,
    )
