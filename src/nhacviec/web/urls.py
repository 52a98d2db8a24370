"""Addresses of the shell itself."""

from django.urls import path

from nhacviec.web import views

app_name = "web"
urlpatterns = [
    path("", views.components, name="components"),
    path("van-ban/", views.document, name="document_sample"),
]
