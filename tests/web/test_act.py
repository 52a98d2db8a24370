"""A page with a form becomes a change, or says why not."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from nhacviec.web.forms import BaseForm, VietnameseTextField
from nhacviec.web.pages import act


class ReasonForm(BaseForm):
    reason = VietnameseTextField(label="Lý do")


def request(method: str = "post", **data: str) -> HttpRequest:
    made = getattr(RequestFactory(), method)("/viec/1/", data)
    made.session = {}
    made._messages = FallbackStorage(made)
    return made


def submit(made: HttpRequest, run) -> HttpResponse:
    return act(made, form_class=ReasonForm, template="web/forms/form.html", run=run, success="Đã trả lại.")


def raising(error: Exception):
    def run(_data):
        raise error

    return run


def test_asking_for_the_page_shows_an_empty_form():
    response = submit(request("get"), lambda data: "/xong/")
    assert response.status_code == 200
    assert 'name="reason"' in response.content.decode()
    assert "errsum" not in response.content.decode()


def test_a_good_answer_is_passed_on_and_redirected_with_a_message():
    made, seen = request(reason="Thiếu phụ lục"), []

    def run(data):
        seen.append(data)
        return "/xong/"

    response = submit(made, run)
    assert (response.status_code, response["Location"]) == (302, "/xong/")
    assert seen == [{"reason": "Thiếu phụ lục"}]
    assert [str(message) for message in get_messages(made)] == ["Đã trả lại."]


def test_an_incomplete_answer_is_422_and_never_reaches_the_action():
    response = submit(request(reason=""), raising(AssertionError("called")))
    assert response.status_code == 422
    assert "Chưa có lý do." in response.content.decode()


@pytest.mark.parametrize("field", ["reason", "not_in_the_form"])
def test_a_refusal_by_the_action_stands_at_its_field_and_keeps_what_was_typed(field):
    response = submit(request(reason="abc"), raising(BadInput(field, "Quá ngắn.")))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Quá ngắn." in page
    assert ">abc" in page or 'value="abc"' in page
    assert ('aria-invalid="true"' in page) == (field == "reason")


def test_a_step_that_is_not_possible_now_is_409_with_its_reason():
    response = submit(request(reason="abc"), raising(NotPossible("Việc đã nghiệm thu.")))
    assert response.status_code == 409
    assert "Việc đã nghiệm thu." in response.content.decode()


def test_what_is_not_allowed_is_left_to_the_middleware():
    with pytest.raises(NotAllowed):
        submit(request(reason="abc"), raising(NotAllowed()))


def test_other_methods_are_refused():
    assert submit(request("put"), lambda data: "/").status_code == 405


def test_an_action_may_answer_with_a_response_of_its_own():
    response = submit(request(reason="abc"), lambda data: HttpResponse("tệp", status=201))
    assert response.status_code == 201
