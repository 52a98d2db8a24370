"""Addresses of the room `notifications`."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("da-doc/", views.mark_read, name="mark_read"),
    path("<rid:pk>/", views.open_message, name="open"),
]
