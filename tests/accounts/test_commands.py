"""Help from the command line when nobody can sign in to help."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from nhacviec.accounts.models import User
from nhacviec.accounts.queries import factors_of
from nhacviec.config.checks import check_installation
from nhacviec.config.environment import numbers
from nhacviec.config.management.commands.demo import _environment
from nhacviec.ledger.queries import verify
from nhacviec.web import clock
from tests.accounts.helpers import GOOD, sign_in, signed_in, with_app
from tests.factories import a_city

pytestmark = pytest.mark.django_db


def ran(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("account", *words, stdout=out)
    return out.getvalue().strip()


def test_a_link_is_printed_and_works() -> None:
    a_city()
    client = Client()
    client.get(ran("CHU.TICH", "--link"))
    assert client.post("/tai-khoan/lien-ket/", {"password": GOOD, "again": GOOD}).status_code == 302
    assert sign_in("chu.tich", GOOD)[1] == 302
    assert verify().intact


def test_a_lock_is_opened() -> None:
    a_city()
    for _try in range(5):
        sign_in(password="sai")
    assert sign_in()[1] == 429
    ran("chu.tich", "--unlock")
    assert sign_in()[1] == 302


def test_a_second_factor_is_reset_with_a_reason() -> None:
    cache.clear()
    a_city()
    user = User.objects.get(username="chu.tich")
    with_app(signed_in(), user)
    ran("chu.tich", "--reset-second-factor", "mất điện thoại")
    assert not factors_of(user)
    with pytest.raises(CommandError, match="chưa cài đặt"):
        ran("chu.tich", "--reset-second-factor", "lần nữa")


def test_a_new_password_is_asked_for() -> None:
    a_city()
    ran("chu.tich", "--require-change")
    assert signed_in().get("/to-chuc/")["Location"] == "/tai-khoan/mat-khau/"


def test_a_name_that_nobody_has_is_said() -> None:
    with pytest.raises(CommandError, match=r"ai\.do"):
        ran("ai.do", "--link")


def test_numbers_of_the_environment_are_read_or_refused() -> None:
    assert numbers("") == {}
    assert numbers("password_min_length=12, attempts = 3") == {"password_min_length": 12, "attempts": 3}
    for wrong in ("password_min_length", "a=b", "a=-1", "=1x"):
        with pytest.raises(ValueError, match="name=number"):
            numbers(wrong)


def test_the_sample_asks_for_no_second_factor_unless_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NHACVIEC_SECOND_FACTOR", raising=False)
    assert _environment(Path("x"))["NHACVIEC_SECOND_FACTOR"] == "0"
    monkeypatch.setenv("NHACVIEC_SECOND_FACTOR", "1")
    assert _environment(Path("x"))["NHACVIEC_SECOND_FACTOR"] == "1"


def test_the_check_of_an_installation_names_wrong_numbers_and_a_missing_second_factor(settings: Any) -> None:
    settings.NHACVIEC_SECOND_FACTOR = True
    settings.NHACVIEC_SECURITY = {}
    clean = {message.id for message in check_installation(on=clock.today())}
    assert not clean & {"nhacviec.E007", "nhacviec.W003"}
    settings.NHACVIEC_SECOND_FACTOR = False
    settings.NHACVIEC_SECURITY = {"password_min_length": 4}
    found = {message.id: str(message.msg) for message in check_installation(on=clock.today())}
    assert "password_min_length=4" in found["nhacviec.E007"]
    assert "nhacviec.W003" in found
