"""Addresses of the room `reminders`."""

from django.urls import path

from .views import acts, pages

app_name = "reminders"
urlpatterns = [
    path("", pages.workbench, name="workbench"),
    path("danh-sach/", pages.notices, name="list"),
    path("trinh-ky/", acts.present, name="present"),
    path("he-qua/", pages.consequences, name="consequences"),
    path("he-qua/<rid:pk>/", pages.consequence, name="consequence"),
    path("he-qua/<rid:pk>/quyet-dinh/", acts.decide, name="decide"),
    path("<rid:pk>/", pages.notice, name="notice"),
    path("<rid:pk>/ban-in/", pages.printed, name="printed"),
    path("<rid:pk>/dua-vao-xet/", acts.include, name="include"),
    path("<rid:pk>/de-lai/", acts.aside, name="set_aside"),
    path("<rid:pk>/bo/", acts.discard, name="discard"),
    path("<rid:pk>/sua/", acts.edit, name="edit"),
    path("<rid:pk>/ky/", acts.sign, name="sign"),
    path("<rid:pk>/giao/", acts.serve, name="serve"),
    path("<rid:pk>/tiep-nhan/", acts.acknowledge, name="acknowledge"),
    path("<rid:pk>/phan-hoi/", acts.reply, name="reply"),
    path("<rid:pk>/thu-hoi/", acts.withdraw, name="withdraw"),
    path("<rid:pk>/de-nghi-ky-luat/", acts.propose_case, name="propose_case"),
]
