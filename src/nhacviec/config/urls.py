"""Where each room's pages stand."""

from django.urls import include, path

from . import views
from .api import addresses

urlpatterns = [
    path("", include("nhacviec.statistics.urls")),
    path("tai-khoan/", include("nhacviec.accounts.urls")),
    path("tai-khoan/", include("nhacviec.accounts.allauth_urls")),
    path("to-chuc/", include("nhacviec.orgs.urls")),
    path("tin/", include("nhacviec.notifications.urls")),
    path("van-ban/", include("nhacviec.documents.urls")),
    path("chi-dao/", include("nhacviec.directives.urls")),
    path("nhiem-vu/", include("nhacviec.tasks.urls")),
    path("nhac-viec/", include("nhacviec.reminders.urls")),
    path("kiem-tra/", include("nhacviec.inspections.urls")),
    path("ky-luat/", include("nhacviec.discipline.urls")),
    path("xep-loai/", include("nhacviec.reviews.urls")),
    path("nhap/", include("nhacviec.intake.urls")),
    path("api/v1/", addresses()),
    path("thanh-phan/", include("nhacviec.web.urls")),
    path("chuc-vu/", views.switch_post, name="switch_post"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

handler400 = "nhacviec.web.views.bad_request"
handler403 = "nhacviec.web.views.forbidden"
handler404 = "nhacviec.web.views.not_found"
handler500 = "nhacviec.web.views.server_error"
