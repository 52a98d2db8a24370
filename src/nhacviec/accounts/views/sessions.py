"""Where one is signed in, the history of sign-in, tokens of other programs."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from nhacviec.web import clock
from nhacviec.web.pages import act
from nhacviec.web.paging import keyset

from .. import actions, policy, queries
from ..forms import TokenForm
from ..models import AccountSession, ApiToken
from ..origin import actor_of, origin_of
from .security import fresh, me

NEW_TOKEN_DAYS = 90


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Các phiên đăng nhập: device, address, last seen; this one is marked."""
    rules = policy.in_force()
    context = {
        "sessions": queries.sessions_of(me(request), clock.now()),
        "here": request.session.session_key,
        "rules": rules,
    }
    return render(request, "accounts/sessions.html", context)


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Kết thúc một phiên."""
    found = get_object_or_404(AccountSession.objects.select_related("user"), pk=pk, user=me(request))
    actions.end_session(actor=actor_of(request), session=found, origin=origin_of(request), now=clock.now())
    messages.success(request, _("Đã kết thúc phiên."))
    return HttpResponseRedirect(reverse("accounts:sessions"))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Kết thúc mọi phiên khác."""
    count = actions.end_sessions(
        actor=actor_of(request),
        user=me(request),
        origin=origin_of(request),
        now=clock.now(),
        keep=str(request.session.session_key),
    )
    text = ngettext("Đã kết thúc %(n)d phiên khác.", "Đã kết thúc %(n)d phiên khác.", count) % {"n": count}
    messages.success(request, text)
    return HttpResponseRedirect(reverse("accounts:sessions"))


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Lịch sử đăng nhập của mình."""
    page = keyset(queries.history_of(me(request)), order=[("at", "desc")], after=request.GET.get("after"))
    return render(request, "accounts/history.html", {"page": page, "months": policy.in_force().history_months})


def tokens(request: HttpRequest) -> HttpResponse:
    """Khóa truy cập: those there are, and a form for a new one whose text is shown once."""
    user, now = me(request), clock.now()

    def run(data: dict[str, Any]) -> HttpResponse:
        token, text = actions.make_token(actor=actor_of(request), user=user, now=clock.now(), **data)
        return render(request, "accounts/new_token.html", {"token": token, "text": text})

    return act(
        request,
        form_class=TokenForm,
        template="accounts/tokens.html",
        run=run,
        initial={"expires_on": now.date() + dt.timedelta(days=NEW_TOKEN_DAYS)},
        context={"tokens": queries.tokens_of(user), "now": now},
    )


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Thu hồi một khóa truy cập."""
    found = get_object_or_404(ApiToken, pk=pk, user=me(request))
    actions.revoke_token(actor=actor_of(request), token=found, now=clock.now())
    messages.success(request, _("Đã thu hồi khóa."))
    return HttpResponseRedirect(reverse("accounts:tokens"))


fresh_tokens = fresh(tokens)
