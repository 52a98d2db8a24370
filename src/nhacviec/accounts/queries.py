"""Reads of accounts: sessions, history, second factors, tries that failed, names that are free."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Lower, Now
from django.http import HttpRequest

from . import policy
from .models import AccountSession, ApiToken, OneTimeLink, SignIn, User
from .random_tokens import hash_of_link
from .usernames import base_of, numbered

SHOWN = 50


def sessions_of(user: User, now: dt.datetime) -> QuerySet[AccountSession]:
    """Where an account is signed in, seen last first: what the table of sessions still holds."""
    since = now - dt.timedelta(hours=policy.in_force(now.date()).session_hours)
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=Now())
    found = AccountSession.objects.filter(Exists(alive), user=user, created_at__gt=since)
    return found.order_by("-seen_at", "-id")[:SHOWN]


def history_of(user: User) -> QuerySet[SignIn]:
    """The history of an account's sign-in, newest first."""
    return SignIn.objects.filter(user=user).order_by("-at", "-id")


WRONG = ("failed", "locked", "factor_failed", "factor_locked", "link_failed", "refused")


def all_history(only: str = "") -> QuerySet[SignIn]:
    """The history of all accounts and of names that nobody has; `only`: "wrong" or "in"."""
    found = SignIn.objects.select_related("user").order_by("-at", "-id")
    if only == "wrong":
        return found.filter(event__in=WRONG)
    return found.filter(event="signed_in") if only == "in" else found


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The tokens of an account, newest first."""
    return ApiToken.objects.filter(user=user).order_by("-created_at", "-id")[:SHOWN]


def open_link_of(user: User, now: dt.datetime) -> OneTimeLink | None:
    """The link of an account that is still to be used, if any."""
    return OneTimeLink.objects.filter(user=user, used_at=None, revoked_at=None, expires_at__gt=now).first()


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors of an account."""

    app: Authenticator | None
    passkeys: tuple[Authenticator, ...]
    codes_left: int | None

    def __bool__(self) -> bool:
        """Whether there is any second factor; recovery codes alone are none."""
        return self.app is not None or bool(self.passkeys)


def factors_of(user: User) -> Factors:
    """The second factors of an account; one query."""
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "id"))
    by_type = {one.type: one for one in found}
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    return Factors(
        app=by_type.get(Authenticator.Type.TOTP),
        passkeys=tuple(one for one in found if one.type == Authenticator.Type.WEBAUTHN),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def proved_second_factor(request: HttpRequest) -> bool:
    """Whether this session has shown a second factor, or came from a provider that vouches for one. No query."""
    records = get_authentication_records(request, request.user)
    return any(
        record.get("method") == "mfa" or (record.get("method") == "socialaccount" and _vouched(record))
        for record in records
    )


def _vouched(record: dict[str, object]) -> bool:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    rules = {app["provider_id"]: app["settings"] for app in apps}
    return bool(rules.get(str(record.get("provider")), {}).get("second_factor"))


def factor_locked(user: User, now: dt.datetime) -> bool:
    """Whether an account waits because of wrong codes (X-12). A right one starts the count anew."""
    rules = policy.in_force(now.date())
    since = now - dt.timedelta(minutes=rules.attempt_minutes)
    tries = SignIn.objects.filter(user=user, at__gt=since, event__in=("factor_failed", "signed_in", "unlocked"))
    failed = 0
    for event in tries.order_by("-at", "-id").values_list("event", flat=True)[: rules.attempts]:
        if event != "factor_failed":
            break
        failed += 1
    return failed >= rules.attempts


def guessed_anywhere(username: str, now: dt.datetime) -> bool:
    """Whether an account waits because its password was guessed from many addresses together (X-12)."""
    rules = policy.in_force(now.date())
    since = now - dt.timedelta(minutes=rules.lockout_minutes)
    tries = SignIn.objects.filter(
        user__username__iexact=username, at__gt=since, event__in=("failed", "unlocked", "link_used")
    )
    found = list(tries.order_by("-at", "-id").values_list("event", flat=True)[: rules.lockout_failures_anywhere])
    return len(found) == rules.lockout_failures_anywhere and set(found) == {"failed"}


def links_locked(address: str | None, now: dt.datetime) -> bool:
    """Whether an address waits because it opened links that do not exist (X-12)."""
    rules = policy.in_force(now.date())
    since = now - dt.timedelta(minutes=rules.attempt_minutes)
    tries = SignIn.objects.filter(event="link_failed", address=address, at__gt=since)
    return tries[: rules.link_attempts].count() >= rules.link_attempts


def is_locked(user: User) -> bool:
    """Whether axes keeps an account out from some address at the moment. Axes counts in real time, as the database does."""
    rules = policy.in_force()
    tries = AccessAttempt.objects.filter(
        username=user.username.lower(), attempt_time__gt=Now() - dt.timedelta(minutes=rules.lockout_minutes)
    )
    by_address = tries.values("ip_address").annotate(failures=Sum("failures_since_start")).order_by()
    return bool(by_address.filter(failures__gte=rules.lockout_failures).exists())


def locked_out(user: User, now: dt.datetime) -> bool:
    """Whether an account waits for any of the reasons that an operator can lift."""
    return is_locked(user) or factor_locked(user, now) or guessed_anywhere(user.username, now)


def accounts(words: str = "", only: str = "") -> QuerySet[User]:
    """All accounts by name, or those whose name or address holds `words`; `only`: "closed", "operators"."""
    found = User.objects.order_by("username")
    if words:
        found = found.filter(Q(username__icontains=words) | Q(email__icontains=words))
    if only == "closed":
        found = found.filter(is_active=False)
    return found.filter(is_operator=True) if only == "operators" else found


def proposed_names(full_names: Sequence[str]) -> list[str]:
    """A free user name for each of these people, in order: given name and initials, numbered when taken.

    >>> base_of("Lê Thị Hoa")
    'hoalt'
    """
    bases = [base_of(name) for name in full_names]
    taken = _taken(Counter(bases))
    chosen = []
    for base in bases:
        name = next(one for one in numbered(base) if one not in taken)
        taken.add(name)
        chosen.append(name)
    return chosen


def _taken(wanted: Mapping[str, int]) -> set[str]:
    """Of the names that these bases may become, those in use; each base is followed until enough are free."""
    taken: set[str] = set()
    open_bases = dict(wanted)
    width = 8
    while open_bases:
        names = {base: list(_first(base, count + width)) for base, count in open_bases.items()}
        taken |= _in_use([name for found in names.values() for name in found])
        open_bases = {
            base: count for base, count in open_bases.items() if sum(n not in taken for n in names[base]) < count
        }
        width *= 4
    return taken


def _first(base: str, count: int) -> list[str]:
    names = numbered(base)
    return [next(names) for _number in range(count)]


def _in_use(names: Sequence[str]) -> set[str]:
    known = User.objects.annotate(low=Lower("username"))
    found: set[str] = set()
    for start in range(0, len(names), 500):
        found |= set(known.filter(low__in=names[start : start + 500]).values_list("low", flat=True))
    return found


def single_sign_on() -> list[dict[str, str]]:
    """The providers of single sign-on that the sign-in page offers."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [{"id": app["provider_id"], "name": app["name"]} for app in apps]


def link_of(token: str, now: dt.datetime) -> OneTimeLink | None:
    """The open link of a token, with its account; None when it is used, revoked, expired, or of a closed account."""
    if not token:
        return None
    link = OneTimeLink.objects.select_related("user").filter(token_hash=hash_of_link(token)).first()
    return link if link is not None and link.is_open(now) and link.user.is_active else None
