"""Addresses of the room `accounts`."""

from django.urls import include, path

from .views import links, operators, security, sessions, sign_in

app_name = "accounts"
_one_account = [
    path("", operators.account, name="account"),
    path("lien-ket/", operators.issue_link, name="issue_link"),
    path("lien-ket/thu-hoi/", operators.revoke_link, name="revoke_link"),
    path("thu-dien-tu/", operators.set_email, name="set_email"),
    path("ngung/", operators.deactivate, name="deactivate"),
    path("mo-lai/", operators.reactivate, name="reactivate"),
    path("mo-khoa/", operators.unlock, name="unlock"),
    path("buoc-hai/go/", operators.reset_factors, name="reset_factors"),
    path("phien/ket-thuc/", operators.end_sessions, name="end_account_sessions"),
]
urlpatterns = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="sign_in"),
    path("dang-nhap/buoc-hai/", sign_in.SecondStep.as_view(), name="second_step"),
    path("dang-nhap/khoa/", sign_in.PasskeySignIn.as_view(), name="passkey_sign_in"),
    path("dang-nhap/sso/<slug:provider>/", sign_in.oidc_start, name="oidc_start"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
    path("ngon-ngu/", sign_in.switch_language, name="language"),
    path("lien-ket/", links.set_password, name="set_password"),
    path("lien-ket/<str:token>/", links.open_link, name="open_link"),
    path("mat-khau/", security.change_password, name="password"),
    path("xac-nhan/", security.PasswordAgain.as_view(), name="again"),
    path("xac-nhan/ma/", security.CodeAgain.as_view(), name="again_code"),
    path("xac-nhan/khoa/", security.PasskeyAgain.as_view(), name="again_passkey"),
    path("bao-mat/", security.security, name="security"),
    path("bao-mat/ung-dung/", security.add_app, name="add_app"),
    path("bao-mat/ung-dung/go/", security.remove_app, name="remove_app"),
    path("bao-mat/khoa/", security.add_passkey, name="add_passkey"),
    path("bao-mat/khoa/<rid:pk>/", security.rename_passkey, name="rename_passkey"),
    path("bao-mat/khoa/<rid:pk>/go/", security.remove_passkey, name="remove_passkey"),
    path("bao-mat/ma-du-phong/", security.recovery_codes, name="recovery_codes"),
    path("bao-mat/ma-du-phong/moi/", security.renew_codes, name="renew_codes"),
    path("phien/", sessions.sessions, name="sessions"),
    path("phien/ket-thuc/", sessions.end_others, name="end_others"),
    path("phien/<rid:pk>/ket-thuc/", sessions.end_session, name="end_session"),
    path("lich-su/", sessions.history, name="history"),
    path("khoa-truy-cap/", sessions.fresh_tokens, name="tokens"),
    path("khoa-truy-cap/<rid:pk>/thu-hoi/", sessions.revoke_token, name="revoke_token"),
    path("quan-tri/", operators.accounts, name="accounts"),
    path("quan-tri/lich-su/", operators.history, name="all_history"),
    path("quan-tri/<rid:pk>/", include(_one_account)),
]
