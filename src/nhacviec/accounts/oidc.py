"""OpenID Connect: what a provider sends is believed only when its signed token says it."""

from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}


class OIDCAdapter(OpenIDConnectOAuth2Adapter):
    """Checks signature, issuer, audience and time of the token, always; further claims only of the same subject."""

    @property
    def openid_config(self) -> Any:
        """The provider's description of itself, which must name the issuer that the settings name."""
        config = super().openid_config
        expected = self.get_provider().app.settings["server_url"].split("/.well-known/")[0].rstrip("/")
        if str(config.get("issuer", "")).rstrip("/") != expected:
            raise OAuth2Error("the provider names another issuer")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """The identity of a finished sign-in. Raises OAuth2Error for anything that is not as it must be."""
        signed = kwargs["response"].get("id_token")
        if not signed:
            raise OAuth2Error("no id_token")
        claims = self._decode_id_token(app, signed)
        if app.settings.get("fetch_userinfo", True) and self.openid_config.get("userinfo_endpoint"):
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims.get("sub"):
                raise OAuth2Error("userinfo is about somebody else")
            claims = {**more, **claims}
        login = self.get_provider().sociallogin_from_response(request, claims)
        # Names and addresses of people are not kept a second time: only the subject identifies.
        login.account.extra_data = {}
        login.claims = claims
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as error:
            raise OAuth2Error("unreadable id_token") from error
        if algorithm not in ALGORITHMS:
            raise OAuth2Error("unsigned id_token")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        return claims
