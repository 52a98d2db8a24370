"""What an error becomes, which addresses stop at the door, and the headers of every answer."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.views.decorators.http import require_POST

from nhacviec.web import views
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from nhacviec.web.middleware import CleanRequestMiddleware

ERRORS = {
    "not-allowed": NotAllowed(),
    "not-possible": NotPossible("Việc đã nghiệm thu."),
    "bad-input": BadInput("after", "Giá trị không đúng."),
    "denied": PermissionDenied(),
    "too-big": RequestDataTooBig(),
    "broken": RuntimeError("xyz-secret"),
}


@login_not_required
def fail(request: HttpRequest, name: str) -> HttpResponse:
    raise ERRORS[name]


@login_not_required
@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("đã nhận")


urlpatterns = [
    path("fail/<slug:name>/", fail),
    path("only-post/", only_post),
    path("", include("nhacviec.config.urls")),
]
handler400 = "nhacviec.web.views.bad_request"
handler403 = "nhacviec.web.views.forbidden"
handler404 = "nhacviec.web.views.not_found"
handler500 = "nhacviec.web.views.server_error"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("not-allowed", 403, "Đồng chí không được thực hiện việc này."),
        ("not-possible", 409, "Việc đã nghiệm thu."),
        ("bad-input", 400, "Giá trị không đúng."),
        ("denied", 403, "Đồng chí không được xem mục này"),
        ("too-big", 413, "Nội dung gửi lên quá lớn"),
    ],
)
def test_an_error_becomes_a_page_in_our_words(client, name, status, words):
    response = client.get(f"/fail/{name}/")
    assert response.status_code == status
    assert words in response.content.decode()
    assert "<h1>" in response.content.decode()


def test_an_unforeseen_error_shows_nothing_of_itself():
    response = Client(raise_request_exception=False).get("/fail/broken/")
    assert response.status_code == 500
    assert "Chương trình gặp lỗi" in response.content.decode()
    assert "xyz-secret" not in response.content.decode()


def test_a_caller_who_asks_for_json_gets_json(client):
    response = client.get("/fail/bad-input/", headers={"accept": "application/json"})
    assert response.status_code == 400
    assert response.json() == {"status": 400, "message": "Giá trị không đúng.", "field": "after"}


def test_an_address_that_is_not_there_is_404_in_our_words(client):
    response = client.get("/khong-co/")
    assert response.status_code in (302, 404)
    answer = views.not_found(RequestFactory().get("/x/"))
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.content.decode()


def test_a_wrong_method_gets_a_page_and_names_the_right_one(client):
    response = client.get("/only-post/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "Cách gửi không đúng" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=a%00b", "%00=1", "q=%ff%fe", "q=%C3", "q=%ED%A0%80", "q=" + "x" * 3000, "&".join(["a=1"] * 3000)],
)
def test_an_address_that_no_page_makes_is_refused(client, query):
    response = client.get(f"/tai-khoan/?{query}")
    assert response.status_code == 400
    assert "không đọc được hoặc quá dài" in response.content.decode()


@pytest.mark.parametrize("place", ["/viec/%00/", "/%00"])
def test_a_path_with_broken_letters_is_refused(client, place):
    assert client.get(place).status_code == 400


@pytest.mark.parametrize("query", ["", "q=h%C3%B2a+thu%E1%BA%ADn", "q=100%", "q=%zz", "after=abc:1:2&sort=-days"])
def test_ordinary_addresses_pass(query):
    passed = CleanRequestMiddleware(lambda request: HttpResponse("trang"))
    assert passed(RequestFactory().get(f"/?{query}")).status_code == 200


def test_every_answer_carries_the_strict_policy_and_is_not_kept(client):
    response = client.get("/fail/not-allowed/")
    policy = response["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_error_pages_hold_no_inline_code(client):
    page = client.get("/fail/not-allowed/").content.decode()
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<style" not in page
