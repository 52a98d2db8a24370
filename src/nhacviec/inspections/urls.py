"""Addresses of the room `inspections`."""

from django.urls import path

from . import views

app_name = "inspections"
urlpatterns = [
    path("", views.index, name="list"),
    path("lap/", views.choose_unit, name="choose_unit"),
    path("lap/<rid:pk>/", views.plan, name="plan"),
    path("<rid:pk>/", views.inspection, name="inspection"),
    path("<rid:pk>/bat-dau/", views.start, name="start"),
    path("<rid:pk>/cong-chuc/<rid:assessment>/", views.assess, name="assess"),
    path("<rid:pk>/phat-hien/", views.finding, name="finding"),
    path("<rid:pk>/ket-luan/", views.conclude, name="conclude"),
    path("phat-hien/<rid:pk>/khac-phuc/", views.remedy, name="remedy"),
    path("cong-chuc/<rid:pk>/y-kien/", views.opinion, name="opinion"),
    path("anh/<rid:pk>/", views.photo, name="photo"),
]
