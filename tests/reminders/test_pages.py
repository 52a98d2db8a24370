"""The pages of notices in a browser and without one: what they show, what they refuse, what they keep."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from nhacviec.reminders.models import Notice
from tests.factories import MONDAY, City, a_city
from tests.reminders.conftest import a_task, acknowledged, an_obstacle, drafted, served


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def test_the_workbench_shows_what_the_signer_must_see_beside_the_document(city: City) -> None:
    task = a_task(city)
    an_obstacle(task, city.administration)
    drafted(task)
    text = client_of(city.clerk).get(reverse("reminders:workbench")).content.decode()
    assert "2 hộ chưa có đất chuyển chuồng trại" in text
    assert "Đưa vào xét" in text
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "01-TB/TU" in text, "the number that comes next"


def test_a_notice_goes_from_the_workbench_to_the_addressee_through_its_pages(city: City) -> None:
    notice = drafted(a_task(city))
    clerk, leader, head = client_of(city.clerk), client_of(city.leader), client_of(city.chairman)
    page = notice.get_absolute_url()
    assert head.get(page).status_code == 404
    clerk.post(reverse("reminders:present"), {"notice": [notice.pk]})
    assert leader.post(reverse("reminders:sign", args=[notice.pk]), {}).status_code == 302
    assert head.get(page).status_code == 200
    clerk.post(reverse("reminders:serve", args=[notice.pk]), {"served_on": "08/11/2021"})
    head.post(reverse("reminders:acknowledge", args=[notice.pk]))
    head.post(reverse("reminders:reply", args=[notice.pk]), {"text": "Do mưa lũ, xong trước 20/11"})
    notice.refresh_from_db()
    assert (notice.state, notice.number, notice.reply) == ("acknowledged", "01-TB/TU", "Do mưa lũ, xong trước 20/11")
    assert "Số 01-TB/TU" in leader.get(page).content.decode().replace('<span class="field">', "").replace("</span>", "")


def test_a_wrong_cure_date_is_said_at_the_field_and_what_was_typed_stays(city: City) -> None:
    notice = drafted(a_task(city))
    answer = client_of(city.clerk).post(
        reverse("reminders:edit", args=[notice.pk]), {"cure_date": "09/11/2021", "recipients": "Ban Dân vận"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Hạn khắc phục phải từ 22/11/2021 đến 06/12/2021." in text
    assert 'value="09/11/2021"' in text
    assert "Ban Dân vận" in text
    assert not Notice.objects.get().recipients


def test_the_signer_who_has_not_confirmed_is_asked_again(city: City) -> None:
    task = a_task(city)
    an_obstacle(task, city.administration)
    notice = drafted(task)
    client_of(city.clerk).post(reverse("reminders:include", args=[notice.pk]), {"reason": "Báo quá muộn"})
    leader, address = client_of(city.leader), reverse("reminders:sign", args=[notice.pk])
    assert "Báo quá muộn" in leader.get(address).content.decode()
    answer = leader.post(address, {})
    assert answer.status_code == 422
    assert "Xác nhận đã xem" in answer.content.decode()
    assert leader.post(address, {"pending_seen": "on"}).status_code == 302


def test_the_list_is_filtered_by_year_level_and_state(city: City) -> None:
    served(city, drafted(a_task(city)))
    client, address = client_of(city.leader), reverse("reminders:list")
    assert "01-TB/TU" in client.get(address, {"nam": "2021", "lan": "1", "tt": "served"}).content.decode()
    for query in ({"nam": "2020"}, {"lan": "2"}, {"tt": "cured"}):
        assert "01-TB/TU" not in client.get(address, query).content.decode()


def test_a_withdrawn_notice_is_struck_through_in_the_register(city: City) -> None:
    notice = served(city, drafted(a_task(city)))
    leader = client_of(city.leader)
    leader.post(reverse("reminders:withdraw", args=[notice.pk]), {"reason": "Ban hành nhầm"})
    notice.refresh_from_db()
    assert notice.state == "withdrawn"
    book = leader.get(reverse("documents:register", args=[notice.document.register_id])).content.decode()
    assert "<del>01-TB/TU</del>" in book
    assert "02-TB/TU" in book
    assert "Ban hành nhầm" in book


def test_the_printed_page_takes_its_margins_from_the_rule_set(city: City) -> None:
    notice = served(city, drafted(a_task(city)))
    leader = client_of(city.leader)
    page = leader.get(reverse("reminders:printed", args=[notice.pk])).content.decode()
    style = reverse("documents:page_style", args=["party"])
    assert style in page
    css = leader.get(style)
    assert css["Content-Type"].startswith("text/css")
    assert "margin: 20mm 15mm 20mm 30mm" in css.content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("phone", [False, True])
def test_the_pages_are_accessible_and_do_not_scroll_sideways(
    page_for: Callable[..., Page], axe: Callable[[Page], list[str]], phone: bool
) -> None:
    city = a_city()
    held = a_task(city)
    an_obstacle(held, city.administration)
    notice = acknowledged(city, drafted(a_task(city, clock=MONDAY - dt.timedelta(days=3))))
    drafted(a_task(city))
    clerk = page_for(city.clerk.user, phone=phone)
    leader = page_for(city.leader.user, phone=phone)
    draft = Notice.objects.get(state="draft")
    found = []
    for page, address in (
        (clerk, reverse("reminders:workbench")),
        (clerk, notice.get_absolute_url()),
        (clerk, reverse("reminders:list")),
        (clerk, reverse("reminders:edit", args=[draft.pk])),
        (clerk, reverse("documents:register", args=[notice.document.register_id])),
        (leader, reverse("reminders:sign", args=[draft.pk])),
        (leader, reverse("reminders:printed", args=[notice.pk])),
    ):
        page.goto(address)
        found += [f"{address}: {fault}" for fault in axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{address}: {wide} px too wide"] if wide > 0 else []
    assert found == []
