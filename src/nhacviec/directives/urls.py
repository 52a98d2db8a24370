"""Addresses of the room `directives`."""

from django.urls import URLPattern

app_name = "directives"
urlpatterns: list[URLPattern] = []
