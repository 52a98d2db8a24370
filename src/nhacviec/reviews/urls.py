"""Addresses of the room `reviews`."""

from django.urls import path

from . import views

app_name = "reviews"
urlpatterns = [
    path("", views.campaign_list, name="list"),
    path("mo-dot/", views.open_page, name="open"),
    path("<rid:pk>/", views.campaign, name="campaign"),
    path("<rid:pk>/excel/", views.export, name="export"),
    path("<rid:pk>/cua-toi/", views.mine, name="mine"),
    path("<rid:pk>/de-nghi/", views.propose, name="propose"),
    path("<rid:pk>/quyet-dinh/", views.decide_many, name="decide_many"),
    path("<rid:pk>/chot/", views.close, name="close"),
    path("doi-tuong/<rid:pk>/", views.subject, name="subject"),
    path("doi-tuong/<rid:pk>/vi-sao/", views.why, name="why"),
    path("doi-tuong/<rid:pk>/tu-kiem-diem/", views.self_review, name="self_review"),
    path("doi-tuong/<rid:pk>/y-kien/", views.reply, name="reply"),
    path("doi-tuong/<rid:pk>/du-kien/", views.facts, name="facts"),
    path("doi-tuong/<rid:pk>/kiem-phieu/", views.ballot, name="ballot"),
    path("doi-tuong/<rid:pk>/quyet-dinh/", views.decide, name="decide"),
    path("doi-tuong/<rid:pk>/huy-ket-qua/", views.reopen, name="reopen"),
]
