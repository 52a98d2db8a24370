"""Addresses of the room `accounts`."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="sign_in"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("ngon-ngu/", views.switch_language, name="language"),
    path("mat-khau/", views.change_password, name="password"),
]
