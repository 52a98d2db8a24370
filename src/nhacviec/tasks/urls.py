"""Addresses of the room `tasks`."""

from django.urls import path

from .views import answering, assigning, doing, reading

app_name = "tasks"
urlpatterns = [
    path("", reading.task_list, name="list"),
    path("xuat.csv", reading.export_csv, name="export_csv"),
    path("xuat.xlsx", reading.export_xlsx, name="export_xlsx"),
    path("giao-viec/", assigning.new, name="new"),
    path("<rid:pk>/", reading.task, name="detail"),
    path("<rid:pk>/tep/<rid:file>/", reading.file, name="file"),
    path("<rid:pk>/tiep-nhan/", doing.receive, name="receive"),
    path("<rid:pk>/bao-cao/", doing.report, name="report"),
    path("<rid:pk>/vuong-mac/", doing.report_obstacle, name="report_obstacle"),
    path("<rid:pk>/gia-han/", doing.request_extension, name="request_extension"),
    path("<rid:pk>/nop/", doing.submit, name="submit"),
    path("<rid:pk>/phoi-hop/<rid:part>/", doing.finish_part, name="finish_part"),
    path("<rid:pk>/tra-loi/", answering.answer_obstacle, name="answer_obstacle"),
    path("<rid:pk>/chuyen-len/", answering.refer_obstacle, name="refer_obstacle"),
    path("<rid:pk>/quyet-dinh-gia-han/", answering.decide_extension, name="decide_extension"),
    path("<rid:pk>/nghiem-thu/", answering.accept, name="accept"),
    path("<rid:pk>/tra-lai/", answering.return_product, name="return"),
    path("<rid:pk>/tam-dung/", answering.suspend, name="suspend"),
    path("<rid:pk>/tiep-tuc/", answering.resume, name="resume"),
    path("<rid:pk>/thu-hoi/", answering.withdraw, name="withdraw"),
    path("<rid:pk>/chi-dao/", answering.instruct, name="instruct"),
]
