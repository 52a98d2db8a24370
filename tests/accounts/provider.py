"""A real OpenID Connect provider on loopback, with a hand on the wire: a test may change what it answers."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
import oidc_provider_mock
import requests
import werkzeug.serving
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "nhac-viec"
Change = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Provider:
    """The running provider: its address, and per path a change of the JSON that it answers."""

    url: str = ""
    changes: dict[str, Change] = field(default_factory=dict)

    def consent(self, authorize_url: str, sub: str) -> str:
        """Sign in at the provider as `sub`; returns the address that it sends the browser back to."""
        page = requests.get(authorize_url, timeout=5)
        assert page.status_code == 200, page.text[:300]
        answer = requests.post(authorize_url, data={"sub": sub}, allow_redirects=False, timeout=5)
        assert answer.status_code in (302, 303), answer.text[:300]
        return answer.headers["Location"]

    def deny(self, authorize_url: str) -> str:
        """Refuse at the provider."""
        data = {"action": "deny"}
        answer = requests.post(authorize_url, data=data, allow_redirects=False, timeout=5)
        return answer.headers["Location"]


class Wire:
    """The provider's WSGI application, each JSON answer passed through the test's change for its path."""

    def __init__(self, app: Any, provider: Provider) -> None:
        self.app, self.provider = app, provider

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer."""
        change = self.provider.changes.get(environ["PATH_INFO"])
        if change is None:
            return self.app(environ, start_response)  # type: ignore[no-any-return]
        told: list[Any] = []
        body = b"".join(self.app(environ, lambda status, headers, *rest: told.extend((status, headers))))
        body = json.dumps(change(json.loads(body))).encode()
        headers = [(name, value) for name, value in told[1] if name.lower() != "content-length"]
        start_response(told[0], [*headers, ("Content-Length", str(len(body)))])
        return [body]


@contextmanager
def running(users: dict[str, dict[str, Any]]) -> Iterator[Provider]:
    """Run the provider in a thread; `users` are the claims by subject."""
    provider = Provider()
    known = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in users.items()]
    app = Wire(oidc_provider_mock.app(user_claims=known), provider)
    server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def resigned(**claims: Any) -> Change:
    """The token with other claims, signed by a key that is not the provider's."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def change(answer: dict[str, Any]) -> dict[str, Any]:
        head = jwt.get_unverified_header(answer["id_token"])
        body = jwt.decode(answer["id_token"], options={"verify_signature": False})
        named = {"kid": head["kid"]} if "kid" in head else {}
        token = jwt.encode({**body, **claims}, key, algorithm="RS256", headers=named)
        return {**answer, "id_token": token}

    return change


def unsigned(**claims: Any) -> Change:
    """The token without a signature ("alg": "none")."""

    def change(answer: dict[str, Any]) -> dict[str, Any]:
        body = jwt.decode(answer["id_token"], options={"verify_signature": False})
        return {**answer, "id_token": jwt.encode({**body, **claims}, None, algorithm="none")}  # type: ignore[arg-type]

    return change


def broken(answer: dict[str, Any]) -> dict[str, Any]:
    """The token with one changed letter in its claims."""
    head, body, signature = answer["id_token"].split(".")
    raw = bytearray(base64.urlsafe_b64decode(body + "=="))
    raw[len(raw) // 2] ^= 1
    changed = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    return {**answer, "id_token": f"{head}.{changed}.{signature}"}


LONG_PAST = int(time.time()) - 86400


def own_key(**claims: Any) -> tuple[Change, Change]:
    """The token with other claims and the list of keys, both by a key of our own: a forge whose signature is right."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))

    def sign(answer: dict[str, Any]) -> dict[str, Any]:
        body = jwt.decode(answer["id_token"], options={"verify_signature": False})
        return {**answer, "id_token": jwt.encode({**body, **claims}, key, algorithm="RS256", headers={"kid": "own"})}

    return sign, lambda answer: {"keys": [{**public, "kid": "own", "alg": "RS256", "use": "sig"}]}
