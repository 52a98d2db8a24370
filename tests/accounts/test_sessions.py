"""Where an account is signed in, how sessions end, the history of sign-in."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nhacviec.accounts import actions, jobs
from nhacviec.accounts.models import AccountSession, SignIn, User
from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import verify
from nhacviec.web import clock
from tests.accounts.helpers import GOOD, HERE, PASSWORD, ROOT, SIGN_IN, an_operator, sign_in, signed_in
from tests.factories import City, a_city

pytestmark = pytest.mark.django_db
SESSIONS = "/tai-khoan/phien/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.fixture
def city() -> City:
    return a_city()


def events(name: str = "chu.tich") -> list[str]:
    return list(SignIn.objects.filter(username=name).order_by("id").values_list("event", flat=True))


def test_sessions_are_listed_with_device_and_address_and_this_one_is_marked(city: City) -> None:
    here, _status = sign_in(**{"User-Agent": FIREFOX})
    sign_in(**{"User-Agent": EDGE})
    page = here.get(SESSIONS).content.decode()
    assert "Firefox trên Linux" in page
    assert "Edge trên Windows" in page
    assert "127.0.0.1" in page
    assert page.count("phiên này") == 1


def test_one_session_is_ended(city: City) -> None:
    here, there = signed_in(), signed_in()
    mine = here.session.session_key
    other = AccountSession.objects.exclude(session_key=mine).get()
    assert here.post(f"{SESSIONS}{other.pk}/ket-thuc/").status_code == 302
    assert there.get(SESSIONS).status_code == 302
    assert here.get(SESSIONS).status_code == 200
    stranger = signed_in("can.bo")
    row = AccountSession.objects.get(session_key=mine)
    assert stranger.post(f"{SESSIONS}{row.pk}/ket-thuc/").status_code == 404
    assert verify().intact


def test_all_other_sessions_are_ended(city: City) -> None:
    here, *others = signed_in(), signed_in(), signed_in()
    answer = here.post(f"{SESSIONS}ket-thuc/", follow=True)
    assert "Đã kết thúc 2 phiên khác." in answer.content.decode()
    assert all(client.get(SESSIONS).status_code == 302 for client in others)
    assert here.get(SESSIONS).status_code == 200


def test_a_changed_password_ends_the_other_sessions(city: City) -> None:
    here, there = signed_in(), signed_in()
    assert here.post("/tai-khoan/mat-khau/", {"old": PASSWORD, "new": GOOD}).status_code == 302
    assert there.get(SESSIONS).status_code == 302
    page = here.get(SESSIONS)
    assert page.status_code == 200
    assert "phiên này" in page.content.decode()


def test_a_closed_account_is_out_at_once_and_comes_back_when_it_is_opened(city: City) -> None:
    an_operator()
    operator, there = signed_in("quan.tri"), signed_in()
    pk = User.objects.get(username="chu.tich").pk
    assert operator.post(f"/tai-khoan/quan-tri/{pk}/ngung/", {"reason": ""}).status_code == 422
    assert operator.post(f"/tai-khoan/quan-tri/{pk}/ngung/", {"reason": "chuyển công tác"}).status_code == 302
    assert there.get(SESSIONS).status_code == 302
    assert sign_in()[1] == 422
    assert "chuyển công tác" in operator.get(f"/tai-khoan/quan-tri/{pk}/").content.decode()
    assert operator.post(f"/tai-khoan/quan-tri/{pk}/mo-lai/", {"reason": "trở lại"}).status_code == 302
    assert sign_in()[1] == 302
    own = User.objects.get(username="quan.tri").pk
    assert operator.post(f"/tai-khoan/quan-tri/{own}/ngung/", {"reason": "x"}).status_code == 403
    assert verify().intact


def test_a_session_left_alone_ends_and_the_page_comes_back_after_sign_in(city: City) -> None:
    client = signed_in()
    session = client.session
    session["seen"] = int(time.time()) - 61 * 60
    session.save()
    answer = client.get("/to-chuc/?ngay=2021-01-01")
    assert answer.status_code == 302
    assert answer["Location"] == "/tai-khoan/dang-nhap/?next=%2Fto-chuc%2F%3Fngay%3D2021-01-01"
    assert "lâu không thao tác" in client.get(answer["Location"]).content.decode()
    assert not AccountSession.objects.exists()


def test_a_session_in_use_ends_after_a_working_day(city: City) -> None:
    client = signed_in()
    session = client.session
    session["since"] = int(time.time()) - 7 * 3600
    session.save()
    assert client.get(SESSIONS).status_code == 200
    session = client.session
    session["since"] = int(time.time()) - 8 * 3600 - 5
    session.save()
    answer = client.get(SESSIONS)
    assert answer.status_code == 302
    assert "thời gian dài nhất" in client.get(answer["Location"]).content.decode()


def test_an_installation_sets_its_own_time(city: City, settings: Any) -> None:
    settings.NHACVIEC_SECURITY = {"session_idle_minutes": 5, "session_hours": 1}
    client = signed_in()
    assert 3500 < client.session.get_expiry_age() <= 3600
    session = client.session
    session["seen"] = int(time.time()) - 6 * 60
    session.save()
    assert client.get(SESSIONS).status_code == 302


def test_seeing_a_session_costs_a_write_at_most_once_a_minute(city: City) -> None:
    client = signed_in()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(SESSIONS).status_code == 200
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    before = AccountSession.objects.get().seen_at
    session = client.session
    session["seen"] = int(time.time()) - 120
    session.save()
    client.get(SESSIONS)
    assert AccountSession.objects.get().seen_at > before


def test_the_history_tells_success_failure_lockout_and_leaving(city: City) -> None:
    for _try in range(5):
        sign_in(password="sai")
    assert sign_in()[1] == 429
    an_operator()
    operator = signed_in("quan.tri")
    pk = User.objects.get(username="chu.tich").pk
    assert "Đang tạm khóa" in operator.get(f"/tai-khoan/quan-tri/{pk}/").content.decode()
    assert operator.post(f"/tai-khoan/quan-tri/{pk}/mo-khoa/").status_code == 302
    client = signed_in()
    client.post("/tai-khoan/dang-xuat/")
    found = events()
    assert found.count("failed") == 6  # the right password, while locked, is a failure too
    assert found.index("locked") == 4
    assert found[-3:] == ["unlocked", "signed_in", "signed_out"]
    page = signed_in().get("/tai-khoan/lich-su/").content.decode()
    assert page.count("sai tên hoặc mật khẩu") == 6
    assert "bị tạm khóa vì sai nhiều lần" in page
    assert "bằng mật khẩu" in page


def test_the_lockout_page_says_how_long_and_whom_to_ask(city: City) -> None:
    answers = [Client().post(SIGN_IN, {"username": "Chu.Tich", "password": "sai"}) for _try in range(5)]
    assert answers[-1].status_code == 429
    text = answers[-1].content.decode()
    assert "Chờ 15 phút" in text
    assert "người quản trị hệ thống" in text
    assert sign_in("CHU.tich")[1] == 429  # capitals make no other account


def test_guesses_from_many_addresses_are_counted_together(city: City, settings: Any) -> None:
    settings.NHACVIEC_SECURITY = {"lockout_failures_anywhere": 8}
    for number in range(8):
        guess = Client(REMOTE_ADDR=f"10.1.1.{number}").post(SIGN_IN, {"username": "Chu.tich", "password": "sai"})
        assert guess.status_code == 422
    assert sign_in()[1] == 429
    assert sign_in("can.bo")[1] == 302
    actions.unlock(actor=ROOT, user=User.objects.get(username="chu.tich"), origin=HERE, now=clock.now())
    assert sign_in()[1] == 302


def test_a_name_that_nobody_has_is_kept_as_typed_but_belongs_to_nobody(city: City) -> None:
    sign_in("ai.do", "sai")
    row = SignIn.objects.get(username="ai.do")
    assert (row.event, row.user_id) == ("failed", None)


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_names(city: City, settings: Any) -> None:
    headers = {"X-Forwarded-For": "203.0.113.7, 198.51.100.2"}
    sign_in(**headers)
    assert SignIn.objects.latest("id").address == "127.0.0.1"
    settings.NHACVIEC_BEHIND_PROXY = True
    sign_in(**headers)
    assert SignIn.objects.latest("id").address == "198.51.100.2"
    sign_in(**{"X-Forwarded-For": "không phải địa chỉ".encode().decode("latin-1")})
    assert SignIn.objects.latest("id").address is None


def test_the_history_is_kept_for_twelve_months_and_then_forgotten(city: City) -> None:
    client = signed_in()
    assert client.get("/tai-khoan/lich-su/").status_code == 200
    now = clock.now()
    old, kept = now - dt.timedelta(days=400), now - dt.timedelta(days=360)
    SignIn.objects.create(at=old, username="x", event="failed")
    SignIn.objects.create(at=kept, username="x", event="failed")
    call_command("forget_sign_ins")
    assert list(SignIn.objects.filter(username="x").values_list("at", flat=True)) == [kept]
    assert Entry.objects.filter(verb="forget_sign_ins").count() == 1
    jobs.forget_day.func(on=now.date().isoformat())
    assert Entry.objects.filter(verb="forget_sign_ins").count() == 1
    assert verify().intact


def test_a_password_given_by_somebody_else_is_changed_before_anything(city: City) -> None:
    user = User.objects.get(username="chu.tich")
    actions.require_change(actor=ROOT, user=user, now=clock.now())
    client = signed_in()
    assert client.get("/to-chuc/")["Location"] == "/tai-khoan/mat-khau/"
    assert "Mật khẩu này do người khác đặt" in client.get("/tai-khoan/mat-khau/").content.decode()
    assert client.post("/tai-khoan/mat-khau/", {"old": PASSWORD, "new": PASSWORD}).status_code == 422
    assert client.post("/tai-khoan/mat-khau/", {"old": PASSWORD, "new": GOOD}).status_code == 302
    assert client.get("/to-chuc/").status_code == 200
    assert verify().intact


def test_the_operator_sees_tries_under_names_that_nobody_has(city: City) -> None:
    an_operator()
    sign_in("ai.do", "sai")
    client = signed_in("quan.tri")
    page = client.get("/tai-khoan/quan-tri/lich-su/?loc=wrong").content.decode()
    assert "ai.do" in page
    assert "không có tài khoản" in page
    assert "ai.do" not in client.get("/tai-khoan/quan-tri/lich-su/?loc=in").content.decode()


def test_sessions_that_ran_out_leave_the_list(city: City) -> None:
    signed_in()
    AccountSession.objects.update(created_at=clock.now() - dt.timedelta(hours=10))
    jobs.forget_day.func(on=clock.today().isoformat())
    assert not AccountSession.objects.exists()


def test_only_an_operator_sees_other_accounts(city: City) -> None:
    client = signed_in()
    pk = User.objects.get(username="can.bo").pk
    for path in ("", f"{pk}/", f"{pk}/lien-ket/", f"{pk}/ngung/"):
        assert client.get(f"/tai-khoan/quan-tri/{path}").status_code == 403
    an_operator()
    page = signed_in("quan.tri").get("/tai-khoan/quan-tri/?q=can").content.decode()
    assert "can.bo" in page
    assert "van.thu" not in page
