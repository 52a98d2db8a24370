"""Addresses of the room `intake`."""

from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [
    path("", views.start, name="start"),
    path("<rid:pk>/", views.batch, name="batch"),
    path("<rid:pk>/tao/", views.confirm, name="confirm"),
    path("<rid:pk>/huy/", views.cancel, name="cancel"),
]
