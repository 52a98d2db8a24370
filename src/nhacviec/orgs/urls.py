"""Addresses of the room `orgs`."""

from django.urls import path

from .views import calendar, changes, pages

app_name = "orgs"
urlpatterns = [
    path("", pages.tree, name="tree"),
    path("moi/", changes.found, name="found"),
    path("lich/", calendar.calendar_now, name="calendar_now"),
    path("lich/<int:year>/", calendar.calendar, name="calendar"),
    path("lich/ngay/<rid:pk>/bo/", calendar.remove_day, name="remove_day"),
    path("nguoi/", pages.people, name="people"),
    path("nguoi/<rid:pk>/", pages.person, name="person"),
    path("nguoi/<rid:pk>/tai-khoan/", changes.open_account, name="open_account"),
    path("bo-nhiem/<rid:pk>/ket-thuc/", changes.end_appointment, name="end_appointment"),
    path("<rid:pk>/", pages.organisation, name="organisation"),
    path("<rid:pk>/nguoi-moi/", changes.new_person, name="new_person"),
    path("<rid:pk>/bo-nhiem/", changes.appoint, name="appoint"),
]
