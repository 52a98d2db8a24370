"""Addresses of the room `reviews`."""

from django.urls import path

from . import views

app_name = "reviews"
urlpatterns = [
    path("<rid:pk>/cua-toi/", views.mine, name="mine"),
]
