"""What the tests of accounts share: a client that signed in by the page, codes as an app shows them."""

from __future__ import annotations

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client

from nhacviec.accounts.actions import Origin
from nhacviec.accounts.models import User
from nhacviec.ledger.actions import Actor
from tests.factories import LONG_AGO, at, put

PASSWORD = "mat-khau-mau-1"
GOOD = "Song Tam Ky 1906"
SIGN_IN = "/tai-khoan/dang-nhap/"
SECOND = "/tai-khoan/dang-nhap/buoc-hai/"
HERE = Origin("10.0.0.9", "Firefox/140 Windows")
ROOT = Actor("quan.tri")


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code that an app shows, `steps` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def secret_of(user: User) -> str:
    """The secret of a user's app."""
    return decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])


def sign_in(name: str = "chu.tich", password: str = PASSWORD, **headers: str) -> tuple[Client, int]:
    """A client that posted the sign-in page, and the status."""
    client = Client(headers=headers)
    return client, client.post(SIGN_IN, {"username": name, "password": password}).status_code


def signed_in(name: str = "chu.tich", password: str = PASSWORD) -> Client:
    """A client that is in."""
    client, status = sign_in(name, password)
    assert status == 302
    return client


def with_app(client: Client, user: User) -> str:
    """Set up an app through the pages and return its secret."""
    page = client.get("/tai-khoan/bao-mat/ung-dung/")
    assert page.status_code == 200, page
    found = re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', page.content.decode())
    assert found
    secret = found.group(1).replace(" ", "")
    answer = client.post("/tai-khoan/bao-mat/ung-dung/", {"code": code_of(secret)})
    assert answer.status_code == 302
    return secret


def an_operator(name: str = "quan.tri") -> User:
    """Somebody who runs the installation."""
    user = User(username=name, created_at=at(LONG_AGO), is_operator=True)
    user.set_password(PASSWORD)
    return put(user)
