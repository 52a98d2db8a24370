"""Which page of the statistics answers whom: all are open to whoever is signed in, each shows what its reader may see."""

from typing import Any

from nhacviec.tasks.models import Task
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import City
from tests.statistics.grading import graded, sanctioned
from tests.statistics.work import a_notice, a_year

_GRADES = "?nam=2021&doi_tuong=member&cot=graded"
ROWS = [
    Row("statistics:overview"),
    Row("statistics:overview", query="?nam=2020"),
    Row("statistics:overview", query="?chieu=1&nhom=late&sort=-name"),
    Row("statistics:overview_xlsx"),
    Row("statistics:my_work", most=16),
    Row("statistics:results", query="?nam=2021"),
    Row("statistics:results_xlsx", query="?nam=2021"),
    Row("statistics:results_csv", query="?nam=2021"),
    Row("statistics:grades", query=_GRADES),
    Row("statistics:cases", query="?nam=2021"),
    Row("statistics:notices", query="?nam=2021&lan=1"),
    Row("statistics:inspections", query="?nam=2021"),
    Row("statistics:tasks", query="?nam=2021&trang_thai=overdue"),
    Row("statistics:past_tasks", query="?nam=2020"),
    Row("statistics:obstacles"),
]


def build(city: City) -> dict[str, object]:
    """A year of work with notices, grades and sanctions; one obstacle of the other ward tells a secret."""
    year = a_year(city, secret=OTHER_SECRET)
    for task in year.tasks["long_overdue"]:
        a_notice(city, task)
    graded(city, organisations={1: 1, 2: 2, 3: 1}, members={1: 2, 2: 5, 3: 1, 4: 1}, excluded=1)
    sanctioned(city, {"reprimand": 2, "warning": 1})
    return {"year_task": year.tasks["overdue"][0]}


def build_many(city: City, objects: dict[str, Any]) -> None:
    """Five more of everything."""
    year = a_year(city, times=5)
    for task in Task.objects.filter(pk__in=[t.pk for t in year.tasks["overdue"]]):
        a_notice(city, task)
    graded(city, organisations={2: 5}, members={2: 40})
    sanctioned(city, {"reprimand": 5})
