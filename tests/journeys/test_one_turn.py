"""One turn of the cycle in a real browser: five people, a directive, a task, a late one, its notice, the cure."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

from nhacviec.accounts.models import User
from nhacviec.ledger.queries import verify
from nhacviec.reminders.models import Notice
from nhacviec.tasks.models import Task
from tests.factories import City, a_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Story:
    """Opens pages as named people and answers their forms by the names of the fields."""

    def __init__(self, page_for: Callable[..., Page], settings: object) -> None:
        self.page_for = page_for
        self.settings = settings
        self.pages: dict[str, Page] = {}

    def today(self, day: str) -> None:
        """From now on it is that day."""
        self.settings.NHACVIEC_TODAY = day

    def page(self, username: str, path: str) -> Page:
        """The page at `path` as that person sees it."""
        if username not in self.pages:
            self.pages[username] = self.page_for(User.objects.get(username=username))
        page = self.pages[username]
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} as {username}: {answer.status}"
        return page

    def act(self, username: str, path: str, **fields: str) -> Page:
        """Fill in the form at `path` and send it; it must be accepted."""
        page = self.page(username, path)
        for name, text in fields.items():
            self._set(page, name, text)
        with page.expect_navigation() as navigation:
            page.locator("main form[method=post] button[type=submit]").first.click()
        assert navigation.value.status == 200, page.locator("main").inner_text()[:600]
        return page

    @staticmethod
    def _set(page: Page, name: str, text: str) -> None:
        field = page.locator(f"main form[method=post] [name={name}]").first
        kind = field.evaluate("e => e.tagName == 'SELECT' ? 'select' : e.type")
        if kind == "select":
            value = field.evaluate(
                "(e, text) => [...e.options].find(o => o.value == text || o.text.includes(text))?.value", text
            )
            field.select_option(value)
        elif kind == "radio":
            page.locator(f"main form[method=post] [name={name}][value='{text}']").check(force=True)
        elif kind == "checkbox":
            field.check()
        else:
            field.fill(text)


@pytest.fixture
def story(page_for: Callable[..., Page], settings: object) -> Story:
    """The small city on 6 September 2021."""
    found = Story(page_for, settings)
    found.today("2021-09-06")
    return found


def _assign(story: Story, city: City, title: str) -> Task:
    story.act(
        "van.thu",
        reverse("tasks:new"),
        assigner="Thành ủy Tam Kỳ",
        lead="UBND phường An Sơn",
        title=title,
        deadline="30/9/2021",
        product="Biên bản bàn giao",
    )
    task = Task.objects.get(title=title)
    assert (task.lead, task.responsible) == (city.ward, city.chairman)
    return task


def test_a_task_goes_from_assignment_to_acceptance(story: Story) -> None:
    city = a_city()
    task = _assign(story, city, "Bàn giao mặt bằng đoạn 1")

    def verb(name: str) -> str:
        return reverse(f"tasks:{name}", args=[task.pk])

    assert "Bàn giao mặt bằng đoạn 1" in story.page("chu.tich", reverse("statistics:my_work")).content()
    story.act("chu.tich", verb("receive"))
    story.act("chu.tich", verb("report"), text="Đã kiểm đếm 24 trên 41 hộ.", percent="60")
    story.today("2021-09-08")
    asked = "Thành ủy Tam Kỳ"
    story.act("chu.tich", verb("report_obstacle"), cause="land", text="14 hộ.", proposal="Áp giá mới.", asked=asked)
    story.today("2021-09-13")
    story.act("lanh.dao", verb("answer_obstacle"), outcome="agreed", answer="Đồng ý.")
    task.refresh_from_db()
    assert task.original_deadline is not None
    assert task.deadline is not None
    assert task.deadline > task.original_deadline
    story.act("chu.tich", verb("submit"), text="Biên bản 41 hộ.")
    story.act("lanh.dao", verb("return"), reason="Thiếu chữ ký chủ đầu tư.")
    story.act("chu.tich", verb("submit"), text="Biên bản 41 hộ, đủ chữ ký.")
    page = story.act("lanh.dao", verb("accept"))
    task.refresh_from_db()
    assert (task.state, str(task.done_on)) == ("done", "2021-09-13")
    assert "Hoàn thành đúng hạn" in page.goto(reverse("tasks:detail", args=[task.pk])).text()  # type: ignore[union-attr]
    assert verify().intact


def test_a_late_task_gets_a_notice_that_is_signed_served_acknowledged_and_cured(story: Story) -> None:
    city = a_city()
    task = _assign(story, city, "Cắm mốc ranh giới đoạn 2")
    call_command("tick", "--on", "2021-10-08")
    call_command("tick", "--on", "2021-10-08")
    notice = Notice.objects.get(task=task)

    def verb(name: str) -> str:
        return reverse(f"reminders:{name}", args=[notice.pk])

    story.today("2021-10-08")
    assert "Cắm mốc ranh giới đoạn 2" in story.page("van.thu", reverse("reminders:workbench")).content()
    story.act("lanh.dao", verb("sign"))
    notice.refresh_from_db()
    assert notice.document is not None
    assert notice.document.full_number == "01-TB/TU"
    story.act("van.thu", verb("serve"))
    story.act("chu.tich", verb("acknowledge"))
    assert "01-TB/TU" in story.page("chu.tich", verb("notice")).content()
    story.today("2021-10-14")
    story.act("chu.tich", reverse("tasks:receive", args=[task.pk]))
    story.act("chu.tich", reverse("tasks:submit", args=[task.pk]), text="Biên bản cắm mốc.")
    story.act("lanh.dao", reverse("tasks:accept", args=[task.pk]))
    notice.refresh_from_db()
    assert notice.state == "cured"
    assert "Đã khắc phục" in story.page("van.thu", verb("notice")).content()
    assert verify().intact
