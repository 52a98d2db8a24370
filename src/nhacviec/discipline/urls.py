"""Addresses of the room `discipline`."""

from django.urls import path

from . import views

app_name = "discipline"
urlpatterns = [
    path("", views.index, name="list"),
    path("mo/", views.choose_person, name="choose_person"),
    path("mo/<rid:pk>/", views.open_case, name="open"),
    path("<rid:pk>/", views.case, name="case"),
    path("<rid:pk>/nghe-y-kien/", views.hearing, name="hearing"),
    path("<rid:pk>/bo-phieu/", views.ballot, name="ballot"),
    path("<rid:pk>/de-nghi/", views.ballot, {"role": "propose"}, name="proposal"),
    path("<rid:pk>/quyet-dinh/", views.decide, name="decide"),
    path("<rid:pk>/cong-bo/", views.announce, name="announce"),
    path("<rid:pk>/ket-thuc/", views.close, name="close"),
]
