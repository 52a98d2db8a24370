"""Accounts of people: of one, and of everybody of a unit who has none yet."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhacviec.accounts.handing import hand_over
from nhacviec.accounts.origin import origin_of
from nhacviec.accounts.queries import open_link_of, proposed_names
from nhacviec.web import clock
from nhacviec.web.errors import Message, NotAllowed
from nhacviec.web.pages import act

from .. import access, forms, queries
from ..access import Viewer
from ..account_forms import HandOutForm, OpenAccountForm, ReasonForm
from ..account_rights import may_keep_account
from ..actions import accounts as actions
from ..models import Person
from ..queries.accounts import people_without_password
from .changes import unit_to_keep

SHOWN = 200  # slips that are drawn and printed at a time


def _person_to_keep(request: HttpRequest, pk: int) -> tuple[Viewer, Person]:
    """A person whose account the viewer keeps."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not access.keeps_records(viewer):
        raise NotAllowed
    person: Person | None = queries.person_for(viewer, pk)
    if person is None:
        raise Http404
    if not may_keep_account(viewer, person):
        raise NotAllowed
    return viewer, person


def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Tài khoản của một người: open one, or what there is to do with the one there is."""
    viewer, person = _person_to_keep(request, pk)
    if person.user is not None:
        if request.method == "POST":
            return renew_link(request, pk)
        link = open_link_of(person.user, clock.now())
        return render(request, "orgs/account.html", {"person": person, "account": person.user, "link": link})

    def run(data: dict[str, Any]) -> HttpResponse:
        issued = actions.open_account(viewer=viewer, person=person, now=clock.now(), **data)
        return hand_over(request, [(issued, person.full_name)], back=reverse("orgs:person", args=[pk]))

    return act(
        request,
        form_class=OpenAccountForm,
        template="orgs/open_account.html",
        run=run,
        initial={"username": proposed_names([person.full_name])[0]},
        context={"person": person},
    )


def renew_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Cấp liên kết mới."""
    viewer, person = _person_to_keep(request, pk)

    def run(data: dict[str, Any]) -> HttpResponse:
        issued = actions.renew_link(viewer=viewer, person=person, now=clock.now())
        return hand_over(request, [(issued, person.full_name)], back=reverse("orgs:open_account", args=[pk]))

    return _ask(request, person, forms.NoFieldsForm, run, "orgs/account_link.html")


def revoke_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Thu hồi liên kết đang chờ."""
    viewer, person = _person_to_keep(request, pk)

    def run(data: dict[str, Any]) -> str:
        actions.revoke_link(viewer=viewer, person=person, now=clock.now())
        return reverse("orgs:open_account", args=[pk])

    return _ask(request, person, forms.NoFieldsForm, run, "orgs/account_revoke.html", _("Đã thu hồi liên kết."))


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ngừng dùng tài khoản."""
    viewer, person = _person_to_keep(request, pk)

    def run(data: dict[str, Any]) -> str:
        actions.close_account(viewer=viewer, person=person, origin=origin_of(request), now=clock.now(), **data)
        return reverse("orgs:open_account", args=[pk])

    done = _("Tài khoản đã ngừng dùng, các phiên đã kết thúc.")
    return _ask(request, person, ReasonForm, run, "orgs/account_close.html", done)


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở lại tài khoản."""
    viewer, person = _person_to_keep(request, pk)

    def run(data: dict[str, Any]) -> str:
        actions.reopen_account(viewer=viewer, person=person, now=clock.now(), **data)
        return reverse("orgs:open_account", args=[pk])

    return _ask(request, person, ReasonForm, run, "orgs/account_reopen.html", _("Đã mở lại tài khoản."))


def _ask(
    request: HttpRequest, person: Person, form_class: Any, run: Any, template: str, success: Message = ""
) -> HttpResponse:
    return act(request, form_class=form_class, template=template, run=run, context={"person": person}, success=success)


def accounts_of_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Tài khoản của đơn vị: hand links to those who have no way in, all or picked, as a sheet or a table."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    unit = unit_to_keep(viewer, pk)
    below = request.GET.get("ca") == "duoi"
    found = people_without_password(viewer, unit, below=below)

    def run(data: dict[str, Any]) -> HttpResponse:
        everybody = data["out"] == "all"
        chosen = list(found[: actions.MOST_AT_ONCE] if everybody else data["people"])
        made = actions.hand_out_links(viewer=viewer, people=chosen, now=clock.now())
        back = reverse("orgs:organisation", args=[pk])
        return hand_over(
            request, [(one, who.full_name) for one, who in made], back=back, table=data["out"] in ("table", "all")
        )

    people = list(found[: SHOWN + 1])
    return act(
        request,
        form_class=HandOutForm,
        form_kwargs={"people": found},
        template="orgs/accounts.html",
        run=run,
        context={
            "unit": unit,
            "below": below,
            "people": people[:SHOWN],
            "more": len(people) > SHOWN,
            "shown": SHOWN,
            "most": actions.MOST_AT_ONCE,
        },
    )
