"""OpenID Connect: what a provider sends is believed only when its signed token says it."""

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
LEEWAY = 60  # seconds by which two clocks may differ


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
        """The claims of a token that the provider signed for us. Raises OAuth2Error."""
        try:
            algorithm, key = self._key_of(id_token)
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key,
                algorithms=[algorithm],
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"id_token: {error}") from error
        return claims

    def _key_of(self, id_token: str) -> tuple[str, Any]:
        """Algorithm and key of a token: the key that it names, or the only one that the provider has."""
        head = jwt.get_unverified_header(id_token)
        if head.get("alg") not in ALGORITHMS:
            raise OAuth2Error("id_token: unsigned, or signed with a shared secret")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in (None, "sig")]
        named = [key for key in keys if "kid" in head and key.key_id == head["kid"]]
        if len(named or keys) != 1 or ("kid" in head and not named):
            raise OAuth2Error("id_token: signed by a key that the provider does not list")
        return head["alg"], (named or keys)[0].key
