"""Addresses of the room `tasks`."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

app_name = "tasks"


def soon(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a task, until it is built."""
    return HttpResponse("")


urlpatterns: list[URLPattern] = [path("<rid:pk>/", soon, name="detail")]
