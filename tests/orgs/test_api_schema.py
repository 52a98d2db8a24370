"""The schema of the REST door is complete, and no question made from it or against it ends in an error of the program."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhacviec.orgs.models import Organisation, Person
from tests.factories import City, a_city

pytestmark = pytest.mark.django_db
DOCUMENTED = {"200", "400", "401", "403", "404", "422"}
ODD = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e9",
        "99999999999999999999",
        "9223372036854775808",
        "null",
        "true",
        "[]",
        "{}",
        "%00",
        "\x00",
    ),
    *(
        "2021-02-31",
        "0001-01-01",
        "9999-12-31",
        "2021-13-45",
        "31/12/2021",
        "1600000000",
        "２０２１-01-01",
        "Nguyễn",
        "\ud800",
    ),
    *("x" * 3000, "ế" * 200, "%", "_", '"', "'", "/", "..", "\n", "١٢", "1.5", "party ", "PARTY"),
)


@pytest.fixture(autouse=True)
def on_monday(settings: object) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"  # type: ignore[attr-defined]


@pytest.fixture
def city() -> City:
    return a_city()


def schema() -> dict[str, Any]:
    return dict(Client().get("/api/v1/openapi.json").json())


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [(path, item["get"]) for path, item in sorted(schema()["paths"].items())]


def test_every_operation_is_documented_with_its_parameters_and_errors() -> None:
    told = operations()
    assert len(told) == 14
    for path, operation in told:
        assert set(operation["responses"]) == DOCUMENTED, path
        assert operation["summary"], path
        assert operation["description"], path
        assert "request" not in {parameter["name"] for parameter in operation["parameters"]}, path
        assert operation["security"], path
    assert [one["scheme"] for one in schema()["components"]["securitySchemes"].values()] == ["bearer"]
    assert all(set(item) == {"get"} for item in schema()["paths"].values())


def test_the_schema_loads_nothing_from_elsewhere() -> None:
    assert Client().get("/api/v1/docs").status_code == 404
    assert "cdn" not in json.dumps(schema())


def good(parameter: dict[str, Any], keys: list[int]) -> st.SearchStrategy[str]:
    """Values that the schema allows."""
    known: dict[str, st.SearchStrategy[str]] = {
        "on": st.dates().filter(lambda day: 1900 <= day.year <= 2200).map(str),
        "size": st.integers(1, 200).map(str),
        "pk": st.one_of(st.sampled_from(keys).map(str), st.integers(1, 10**18 - 1).map(str)),
        "hierarchy": st.sampled_from(["party", "state"]),
        "family": st.sampled_from(["party", "state", "mass", "company", ""]),
        "after": st.just(""),
    }
    return known.get(parameter["name"], st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))


def test_no_question_breaks_it_and_every_answer_is_one_of_the_documented(city: City) -> None:
    client = Client()
    user = Person.objects.get(pk=city.organiser.pk).user
    assert user is not None
    client.force_login(user)
    keys = [*Organisation.objects.values_list("pk", flat=True)[:5], city.official.pk, city.chairman.pk]
    quick = settings(
        max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )

    def try_out(path: str, operation: dict[str, Any], odd: bool) -> None:
        made = {
            one["name"]: (one["in"], st.one_of(st.sampled_from(ODD), good(one, keys)) if odd else good(one, keys))
            for one in operation["parameters"]
        }

        @quick
        @given(st.fixed_dictionaries({name: values for name, (_place, values) in made.items()}))
        def asked(values: dict[str, str]) -> None:
            address, query = f"/api/v1{path}".replace("/api/v1/api/v1", "/api/v1"), []
            for name, value in values.items():
                text = quote(value, safe="", errors="surrogatepass")
                if made[name][0] == "path":
                    address = address.replace(f"{{{name}}}", text)
                else:
                    query.append(f"{name}={text}")
            answer = client.get(f"{address}?{'&'.join(query)}")
            assert str(answer.status_code) in DOCUMENTED, (address, query, answer.status_code)
            assert answer["Content-Type"].startswith("application/json"), (address, query)
            assert odd or answer.status_code in (200, 403, 404), (address, query, answer.content)

        asked()

    for path, operation in operations():
        try_out(path, operation, odd=False)
        try_out(path, operation, odd=True)
