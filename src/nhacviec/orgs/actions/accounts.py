"""Accounts of people: opened one by one or in bulk, by one-time links; closed and opened again.

Who keeps the records never sets or learns a password: he hands over links.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.accounts import actions as accounts
from nhacviec.accounts.actions import AccountDraft, Issued, Origin
from nhacviec.accounts.models import User
from nhacviec.accounts.queries import proposed_names
from nhacviec.ledger.actions import INSTALLATION_CHAIN
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import Viewer
from ..account_rights import homes_to_keep, may_keep_account
from ..models import Person
from .common import BATCH, clean, tell

MOST_AT_ONCE = 2000


@transaction.atomic
def open_account(*, viewer: Viewer, person: Person, username: str, email: str = "", now: dt.datetime) -> Issued:
    """Give a person a way in under a chosen name; returns the one-time link, which is shown this once.

    Raises NotAllowed, NotPossible (has one already), BadInput("username" | "email").
    """
    if person.user_id is not None:
        raise NotPossible(_("Người này đã có tài khoản."))
    names = {person.pk: clean(username, "username", most=60)}
    [(issued, _person)] = hand_out_links(viewer=viewer, people=[person], now=now, names=names, email=email)
    return issued


@transaction.atomic
def hand_out_links(
    *,
    viewer: Viewer,
    people: Sequence[Person],
    now: dt.datetime,
    names: Mapping[int, str] | None = None,
    email: str = "",
) -> list[tuple[Issued, Person]]:
    """Give each of these people a one-time link, and an account under a proposed name to whoever has none.

    Somebody who set a password already is not touched: that is `renew_link`, person by person.
    Raises NotAllowed, BadInput("people" | "username" | "email").
    """
    if not 0 < len(people) <= MOST_AT_ONCE:
        raise BadInput("people", _("Chọn từ 1 đến %(most)d người.") % {"most": MOST_AT_ONCE})
    found = _locked(people)
    homes = homes_to_keep(viewer, found)
    if len(homes) != len(people):
        raise NotAllowed(_("Chỉ văn phòng hoặc ban tổ chức quản lý hồ sơ của người ấy được mở tài khoản."))
    if any(one.user is not None and one.user.has_usable_password() for one in found):
        raise BadInput("people", _("Có người đã tự đặt mật khẩu. Bỏ chọn người ấy."))
    _open_missing(viewer, found, homes, names or {}, email, now)
    users = [one.user for one in found if one.user is not None]
    issued = {one.user.pk: one for one in accounts.issue_links(actor=viewer.actor, users=users, now=now)}
    return [(issued[one.user_id], one) for one in found if one.user_id is not None]


def _locked(people: Sequence[Person]) -> list[Person]:
    keys = sorted({person.pk for person in people})
    found: list[Person] = []
    for start in range(0, len(keys), 500):
        part = Person.objects.select_for_update(of=("self",)).filter(pk__in=keys[start : start + 500])
        found += part.select_related("user")
    return sorted(found, key=lambda one: (one.sort_key, one.pk))


def _open_missing(
    viewer: Viewer,
    found: Sequence[Person],
    homes: Mapping[int, frozenset[int]],
    names: Mapping[int, str],
    email: str,
    now: dt.datetime,
) -> None:
    missing = [one for one in found if one.user is None]
    proposed = proposed_names([one.full_name for one in missing])
    drafts = [AccountDraft(names.get(one.pk, name), email) for one, name in zip(missing, proposed, strict=True)]
    for person, user in zip(missing, accounts.open_accounts(actor=viewer.actor, drafts=drafts, now=now), strict=True):
        person.user = user
    Person.objects.bulk_update(missing, ["user"], batch_size=BATCH)
    chains = [min(homes[one.pk], default=INSTALLATION_CHAIN) for one in missing]
    tell(viewer=viewer, verb="open_account", records=zip(chains, missing, strict=True), now=now)


def _account_to_keep(viewer: Viewer, person: Person) -> User:
    """The account of a person whom the viewer keeps. Raises NotAllowed, NotPossible (has none)."""
    found = Person.objects.select_related("user").get(pk=person.pk)
    if not may_keep_account(viewer, found):
        raise NotAllowed()
    if found.user is None:
        raise NotPossible(_("Người này chưa có tài khoản."))
    return found.user


@transaction.atomic
def renew_link(*, viewer: Viewer, person: Person, now: dt.datetime) -> Issued:
    """Give a person with an account another link: the old one was lost or ran out, or the password was forgotten.

    The second factor stays, so a link alone opens nothing of whoever has one. Raises NotAllowed, NotPossible.
    """
    user = _account_to_keep(viewer, person)
    return accounts.issue_links(actor=viewer.actor, users=[user], now=now)[0]


@transaction.atomic
def revoke_link(*, viewer: Viewer, person: Person, now: dt.datetime) -> None:
    """Take back the open link of a person. Raises NotAllowed, NotPossible."""
    accounts.revoke_link(actor=viewer.actor, user=_account_to_keep(viewer, person), now=now)


@transaction.atomic
def close_account(*, viewer: Viewer, person: Person, reason: str, origin: Origin, now: dt.datetime) -> None:
    """Close a person's account; sessions end at once. Raises NotAllowed, NotPossible, BadInput("reason")."""
    user = _account_to_keep(viewer, person)
    accounts.deactivate(actor=viewer.actor, user=user, reason=reason, now=now, origin=origin)


@transaction.atomic
def reopen_account(*, viewer: Viewer, person: Person, reason: str, now: dt.datetime) -> None:
    """Open a person's closed account again. Raises NotAllowed, NotPossible, BadInput("reason")."""
    accounts.reactivate(actor=viewer.actor, user=_account_to_keep(viewer, person), reason=reason, now=now)


@transaction.atomic
def open_sample_account(*, viewer: Viewer, person: Person, username: str, password: str, now: dt.datetime) -> User:
    """An account of the sample city, with the password that `nhacviec demo` prints. Nothing else makes such accounts.

    Raises NotAllowed, NotPossible (has one already), BadInput("username").
    """
    if not viewer.operator:
        raise NotAllowed()
    found = Person.objects.select_for_update().get(pk=person.pk)
    if found.user_id is not None:
        raise NotPossible(_("Người này đã có tài khoản."))
    user = accounts.create_user(actor=viewer.actor, username=username, password=password, now=now, check=False)
    found.user = person.user = user
    found.save(update_fields=["user"])
    home = min(homes_to_keep(viewer, [found]).get(found.pk, frozenset()), default=INSTALLATION_CHAIN)
    tell(viewer=viewer, verb="open_account", records=[(home, found)], now=now)
    return user
