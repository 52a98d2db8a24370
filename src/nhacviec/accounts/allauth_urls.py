"""The names under which allauth looks for pages: the same pages, at the same addresses, as in urls.py.

Nothing else of allauth is mounted: no sign-up, no pages of its own.
"""

from django.urls import path

from .views import security, sign_in

urlpatterns = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="account_login"),
    path("dang-nhap/buoc-hai/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("dang-nhap/sso/<slug:provider_id>/tra-ve/", sign_in.oidc_back, name="openid_connect_callback"),
    path("xac-nhan/", security.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("xac-nhan/ma/", security.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("xac-nhan/khoa/", security.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
]
