"""Addresses of the room `directives`."""

from django.urls import path

from . import views

app_name = "directives"
urlpatterns = [
    path("", views.directive_list, name="list"),
    path("dang-ky/", views.new, name="new"),
    path("<rid:pk>/", views.directive, name="detail"),
    path("<rid:pk>/them-muc/", views.add_clauses, name="add_clauses"),
    path("<rid:pk>/tep/", views.file, name="file"),
]
