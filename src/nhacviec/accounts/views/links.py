"""The page behind a one-time link: its holder sets the password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.web import clock
from nhacviec.web.errors import NotPossible
from nhacviec.web.pages import act

from .. import actions, queries
from ..forms import FirstPasswordForm
from ..origin import origin_of

TOKEN = "one_time_link"  # noqa: S105 - the name under which the session keeps it
LONGEST = 100


@login_not_required
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, so that no list of visited pages keeps it. Opening does not use it up."""
    request.session[TOKEN] = token[:LONGEST]
    return HttpResponseRedirect(reverse("accounts:set_password"))


@login_not_required
def set_password(request: HttpRequest) -> HttpResponse:
    """Đặt mật khẩu for the account of the link."""
    now, origin = clock.now(), origin_of(request)
    if queries.links_locked(origin.address, now):
        return render(request, "accounts/link_locked.html", status=429)
    token = str(request.session.get(TOKEN, ""))
    link = queries.link_of(token, now)
    if link is None:
        if token:
            actions.note(event="link_failed", origin=origin, now=now)
            request.session.pop(TOKEN)
        return render(request, "accounts/link_gone.html", status=404)

    def run(data: dict[str, Any]) -> HttpResponse:
        try:
            actions.use_link(token=token, password=data["password"], origin=origin, now=now)
        except NotPossible:
            return render(request, "accounts/link_gone.html", status=404)
        request.session.pop(TOKEN)
        messages.success(request, _("Đã đặt mật khẩu. Đăng nhập bằng mật khẩu mới."))
        return HttpResponseRedirect(reverse("accounts:sign_in"))

    return act(
        request, form_class=FirstPasswordForm, template="accounts/set_password.html", run=run, context={"link": link}
    )
