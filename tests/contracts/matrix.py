"""The access matrix: which page answers whom how. Each room keeps its rows in tests/<room>/matrix.py.

That file holds

    ROWS = [
        Row("tasks:list", get={200: "*"}),
        Row("tasks:detail", args={"pk": "task"}, get={200: "leader clerk chairman official", 404: "*"}),
        Row("tasks:submit", args={"pk": "task"}, get={200: "chairman", 403: "clerk leader", 404: "*"}, post={422: ..., ...}),
        Row("tasks:receive", args={"pk": "task"}, get=405, post={302: "chairman", 403: "leader clerk", 404: "*"}),
    ]

    def build(city: City) -> dict[str, object]: ...          # the records that `args` name: "task" → a Task
    def build_many(city: City, objects: dict[str, object]): ...  # optional: many more rows, for the query counts

`get` and `post` give for each status the roles that receive it; "*" are all signed-in roles not named otherwise, a
plain number stands for all of them. `post` is what an EMPTY post receives; without it 405 is expected. Who is not
signed in is sent to the sign-in page, unless `public=True` (then `get` holds for nobody as well) or `anonymous` names
another status (401 of the REST door). One address may have
several rows (another record, another day). `query` is appended to the address of the get.

Records of the other ward (Hòa Thuận, `city.other_ward`, `city.other_party`) that only it and those above may read
carry OTHER_SECRET in their texts: a test sees that no page shows it to the head of the first ward.
"""

from __future__ import annotations

import copy
import importlib
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nhacviec.accounts.models import User
from nhacviec.orgs.models import Person
from tests.contracts.house import layers
from tests.factories import LONG_AGO, City, a_city, at, put

OTHER_SECRET = "chuyện riêng của Hòa Thuận"
TODAY = "2021-11-08T09:00"
SIGNED_IN = (
    "leader",
    "clerk",
    "inspector",
    "organiser",
    "chairman",
    "secretary",
    "official",
    "other_chairman",
    "operator",
)
ROLES = ("anonymous", *SIGNED_IN)
Answers = int | Mapping[int, str]
Objects = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """What one address answers to each role."""

    name: str
    args: Mapping[str, str | int] = field(default_factory=dict)
    get: Answers = 200
    post: Answers = 405
    public: bool = False
    query: str = ""
    most: int = 12
    anonymous: int = 302

    @property
    def room(self) -> str:
        """The room that the address belongs to; config's addresses have no prefix."""
        return self.name.partition(":")[0] if ":" in self.name else "config"

    def expected(self, role: str, method: str) -> int:
        """The status that `role` receives."""
        if role == "anonymous" and not self.public and (method == "get" or self.anonymous == 302):
            return self.anonymous
        return _answer(self.get if method == "get" else self.post, role, self.name)

    def url(self, objects: Mapping[str, Any]) -> str:
        """The address, its arguments looked up among the objects (a literal stands for itself)."""
        kwargs = {key: value_of(objects, value, self.name) for key, value in self.args.items()}
        return reverse(self.name, kwargs=kwargs)

    def __str__(self) -> str:
        return f"{self.name} {dict(self.args) or ''}{self.query}"


def _answer(answers: Answers, role: str, name: str) -> int:
    if isinstance(answers, int):
        return answers
    rest = 0
    for status, roles in answers.items():
        if role in roles.split():
            return status
        rest = status if "*" in roles.split() else rest
    if not rest:
        raise LookupError(f"{name} says nothing of {role}")
    return rest


def value_of(objects: Mapping[str, Any], key: str | int, name: str) -> Any:
    """An argument of an address: the key of the record that `build` made under this name, or a literal number."""
    if isinstance(key, int):
        return key
    if key not in objects:
        raise LookupError(f"{name}: build() makes no {key!r}")
    found = objects[key]
    return found.pk if isinstance(found, models.Model) else found


def rooms_with_rows() -> dict[str, ModuleType]:
    """Room → its tests/<room>/matrix.py, lowest room first."""
    found = {}
    for room in reversed(layers()):
        name = f"tests.{room}.matrix"
        if importlib.util.find_spec(f"tests.{room}") and importlib.util.find_spec(name):
            found[room] = importlib.import_module(name)
    return found


def all_rows() -> list[Row]:
    """The rows of all rooms."""
    return [row for module in rooms_with_rows().values() for row in module.ROWS]


def addresses() -> list[str]:
    """The name of every address of the project, found through the resolver."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern):
                yield f"{prefix}{pattern.name or pattern.pattern}"

    return sorted(set(walk(get_resolver().url_patterns, "")))


@dataclass
class World:
    """The small city with the records of all rooms, and a signed-in client a role."""

    city: City
    objects: Objects
    clients: dict[str, Client]

    def client(self, role: str) -> Client:
        """A client signed in as the role."""
        if role not in self.clients:
            client = Client()
            if role != "anonymous":
                client.force_login(self.user(role))
            self.clients[role] = client
        return self.clients[role]

    def user(self, role: str) -> AbstractBaseUser:
        """The account of a role."""
        if role == "operator":
            return User.objects.get(username="quan.tri")
        user = Person.objects.get(pk=getattr(self.city, role).pk).user
        assert user is not None
        return user

    def ask(self, role: str, row: Row, method: str) -> HttpResponse:
        """The answer to a role; whatever the request changes is undone."""
        url = row.url(self.objects) + (row.query if method == "get" else "")
        client = self.client(role)
        return undone(client, lambda: client.get(url) if method == "get" else client.post(url, {}))


def undone(client: Client, request: Callable[[], Any]) -> Any:
    """What `request` returns, with its changes of the database and of the client's cookies taken back."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = request()
        if getattr(answer, "streaming", False):
            answer.content_read = b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def body(answer: Any) -> str:
    """The answer's content as text; a stream was read while its data stood."""
    raw = answer.content_read if getattr(answer, "streaming", False) else answer.content
    return raw.decode("utf-8", errors="replace")


def build_world(*, many: bool = False) -> World:
    """A city, an operator's account and the records of every room that has rows."""
    city = a_city()
    operator = User(username="quan.tri", created_at=at(LONG_AGO), is_operator=True)
    operator.set_password("mat-khau-mau-1")
    put(operator)
    objects: Objects = {}
    modules = rooms_with_rows()
    for module in modules.values():
        objects |= getattr(module, "build", lambda _city: {})(city)
    if many:
        for module in modules.values():
            getattr(module, "build_many", lambda _city, _objects: None)(city, objects)
    return World(city, objects, {})
