"""Addresses of the room `intake`."""

from django.urls import path

from . import views
from .registry import views as registry

app_name = "intake"
urlpatterns = [
    path("", views.start, name="start"),
    path("<rid:pk>/", views.batch, name="batch"),
    path("<rid:pk>/tao/", views.confirm, name="confirm"),
    path("<rid:pk>/huy/", views.cancel, name="cancel"),
    path("danh-ba/", registry.registry, name="registry"),
    path("danh-ba/mau/", registry.template, name="registry_template"),
    path("danh-ba/xuat/", registry.export, name="registry_export"),
    path("danh-ba/<rid:pk>/", registry.registry_import, name="registry_import"),
    path("danh-ba/<rid:pk>/ghi/", registry.confirm, name="registry_confirm"),
    path("danh-ba/<rid:pk>/huy/", registry.cancel, name="registry_cancel"),
    path("danh-ba/<rid:pk>/loi/", registry.faults, name="registry_faults"),
]
