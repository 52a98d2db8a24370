"""Pages as a signed-in user gets them: the whole request, middleware and template included."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.test import Client

from benchmarks.dataset import City


def page(city: City, address: str) -> Callable[[], object]:
    """A call that fetches the page as the city's leader; it fails unless the answer is 200."""
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(city.leader)

    def fetch_page() -> bytes:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        return response.content

    return fetch_page
