"""Addresses of the room `statistics`."""

from django.urls import path

from .views import behind, overview, results, work

app_name = "statistics"
urlpatterns = [
    path("", overview.page, name="overview"),
    path("bang-giao-ban.xlsx", overview.workbook, name="overview_xlsx"),
    path("viec-cua-toi/", work.page, name="my_work"),
    path("thong-ke/", results.page, name="results"),
    path("thong-ke/bang.xlsx", results.workbook, name="results_xlsx"),
    path("thong-ke/bang.csv", results.csv_file, name="results_csv"),
    path("thong-ke/xep-loai/", behind.grades, name="grades"),
    path("thong-ke/ky-luat/", behind.cases, name="cases"),
    path("thong-ke/thong-bao/", behind.notices, name="notices"),
    path("thong-ke/kiem-tra/", behind.inspections, name="inspections"),
    path("thong-ke/nhiem-vu/", behind.tasks, name="tasks"),
    path("thong-ke/nhiem-vu-cuoi-nam/", behind.past_tasks, name="past_tasks"),
    path("thong-ke/vuong-mac/", behind.obstacles, name="obstacles"),
]
