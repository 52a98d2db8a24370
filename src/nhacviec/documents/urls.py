"""Addresses of the room `documents`."""

from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("so/", views.registers, name="registers"),
    path("so/<rid:pk>/", views.register, name="register"),
    path("so/<rid:pk>/giu-so/", views.reserve, name="reserve"),
    path("the-thuc/<slug:family>.css", views.page_style, name="page_style"),
]
