"""Addresses of the room `orgs`."""

from django.urls import path

from .views import accounts, appointments, calendar, changes, explain, exports, member, pages, personal, substitutions

app_name = "orgs"
urlpatterns = [
    path("", pages.tree, name="tree"),
    path("so-do.csv", exports.tree_csv, name="tree_csv"),
    path("moi/", changes.found, name="found"),
    path("lich/", calendar.calendar_now, name="calendar_now"),
    path("lich/<int:year>/", calendar.calendar, name="calendar"),
    path("lich/ngay/<rid:pk>/bo/", calendar.remove_day, name="remove_day"),
    path("nguoi/", pages.people, name="people"),
    path("nguoi/<rid:pk>/", pages.person, name="person"),
    path("nguoi/<rid:pk>/tai-khoan/", accounts.account, name="open_account"),
    path("nguoi/<rid:pk>/tai-khoan/lien-ket/", accounts.renew_link, name="account_link"),
    path("nguoi/<rid:pk>/tai-khoan/lien-ket/thu-hoi/", accounts.revoke_link, name="account_revoke"),
    path("nguoi/<rid:pk>/tai-khoan/ngung/", accounts.close, name="account_close"),
    path("nguoi/<rid:pk>/tai-khoan/mo-lai/", accounts.reopen, name="account_reopen"),
    path("nguoi/<rid:pk>/ket-nap/", member.admit, name="admit"),
    path("nguoi/<rid:pk>/dang-vien/<slug:word>/", member.step, name="membership_step"),
    path("nguoi/<rid:pk>/chuyen-sinh-hoat/", member.transfer, name="transfer"),
    path("nguoi/<rid:pk>/sinh-hoat-tam-thoi/", member.temporary, name="temporary"),
    path("nguoi/tam-thoi/<rid:pk>/ket-thuc/", member.end_temporary, name="end_temporary"),
    path("nguoi/<rid:pk>/ra-khoi-dang/", member.leave, name="leave"),
    path("nguoi/<rid:pk>/tu-tran/", member.death, name="death"),
    path("bo-nhiem/<rid:pk>/gia-han/", appointments.extend, name="extend_appointment"),
    path("bo-nhiem/<rid:pk>/sua/", appointments.correct, name="correct_appointment"),
    path("bo-nhiem/<rid:pk>/huy/", appointments.remove, name="remove_appointment"),
    path("bo-nhiem/<rid:pk>/ket-thuc/", changes.end_appointment, name="end_appointment"),
    path("nguoi/<rid:pk>/thay-mat/", substitutions.about, name="substitutions"),
    path("vi-sao/<slug:kind>/<rid:pk>/", explain.why, name="why"),
    path("ai-xem/<slug:kind>/<rid:pk>/", explain.who, name="who"),
    path("nguoi/<rid:pk>/luot-xem/", personal.readings, name="readings"),
    path("bo-nhiem/<rid:pk>/thay-mat/", substitutions.substitute, name="substitute"),
    path("thay-mat/<rid:pk>/ket-thuc/", substitutions.end_substitution, name="end_substitution"),
    path("<rid:pk>/", pages.organisation, name="organisation"),
    path("<rid:pk>/nguoi-moi/", changes.new_person, name="new_person"),
    path("<rid:pk>/bo-nhiem/", changes.appoint, name="appoint"),
    path("<rid:pk>/tai-khoan/", accounts.accounts_of_unit, name="accounts"),
]
