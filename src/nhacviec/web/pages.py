"""One way for a page with a form to become a change: show, check, call the action, redirect."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from nhacviec.web.errors import BadInput, Message, NotPossible
from nhacviec.web.params import safe_date, safe_int

__all__ = ["act", "safe_date", "safe_int"]

Run = Callable[[dict[str, Any]], str | HttpResponseBase]


def act(
    request: HttpRequest,
    *,
    form_class: type[forms.BaseForm],
    template: str,
    run: Run,
    initial: Mapping[str, Any] | None = None,
    form_kwargs: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
    success: Message | Callable[[], Message] = "",
) -> HttpResponse:
    """Show a form (200), or take its answer and call ``run(cleaned_data)``, which returns an address or a response.

    A wrong answer is shown again as it was typed: 422 with the message at the field, 409 when the step is not
    possible now. ``NotAllowed`` is left to the middleware (403). On success: redirect, with ``success`` as message.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    kwargs = {"initial": dict(initial or {}), **(form_kwargs or {})}
    if request.method != "POST":
        return _show(request, template, form_class(**kwargs), context, 200)
    form = form_class(request.POST, request.FILES, **kwargs)
    if not form.is_valid():
        return _show(request, template, form, context, 422)
    try:
        outcome = run(form.cleaned_data)
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _show(request, template, form, context, 422)
    except NotPossible as error:
        form.add_error(None, str(error.message))
        return _show(request, template, form, context, 409)
    return _finish(request, outcome, success)


def _show(
    request: HttpRequest, template: str, form: forms.BaseForm, context: Mapping[str, Any] | None, status: int
) -> HttpResponse:
    return render(request, template, {**(context or {}), "form": form}, status=status)


def _finish(
    request: HttpRequest, outcome: str | HttpResponseBase, success: Message | Callable[[], Message]
) -> HttpResponse:
    if isinstance(outcome, HttpResponseBase):
        return outcome  # type: ignore[return-value]
    text = str(success() if callable(success) else success)
    if text:
        messages.success(request, text)
    return HttpResponseRedirect(outcome)
