"""All that is held about one person, as tables that a reader takes home (X-4)."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils.translation import gettext as _

from nhacviec.accounts.models import AccountSession, ApiToken, OneTimeLink, SignIn, User
from nhacviec.web import formats

from ..access import Viewer
from ..apps import FilePart, org_extensions
from ..models import (
    Appointment,
    DataRequest,
    Handover,
    Membership,
    Person,
    ReadingLog,
    Substitution,
    TemporaryActivity,
)

# The largest number of rows of one table; the newest are kept.
MOST_ROWS = 5000


def file_of(person: Person, viewer: Viewer) -> list[FilePart]:
    """Every part of a person's file, of this room and of the rooms above, also those without rows."""
    own = [
        file_part(_("Người"), Person.objects.filter(pk=person.pk)),
        *parts_about(person, Appointment, Membership, TemporaryActivity, Substitution, DataRequest, Handover),
        *_account(person),
        file_part(_("Thay mặt người này"), Substitution.objects.filter(appointment__person=person)),
        file_part(_("Ai đã xem"), ReadingLog.objects.filter(person_id=person.pk)),
        file_part(_("Đã xem của người khác"), ReadingLog.objects.filter(reader_person_id=person.pk)),
    ]
    above = [part for one in org_extensions for part in one.personal_file(person=person, viewer=viewer)]
    return [*own, *above]


def _account(person: Person) -> list[FilePart]:
    """The account, its sign-ins, sessions and keys, never their secrets."""
    user = person.user_id
    if user is None:
        return []
    kinds = (OneTimeLink, SignIn, AccountSession, ApiToken)
    parts = [file_part(_title(kind), kind._default_manager.filter(user=user)) for kind in kinds]
    return [file_part(_("Tài khoản"), User._default_manager.filter(pk=user)), *parts]


def parts_about(person: Person, *models: type[Model]) -> list[FilePart]:
    """For each of these kinds of records one table a column in which the person stands."""
    return [
        replace(
            file_part(
                f"{_title(model)}: {column.verbose_name}", model._default_manager.filter(**{column.name: person})
            ),
            source=f"{model._meta.label}.{column.name}",
        )
        for model in models
        for column in person_columns(model)
    ]


def person_columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a kind of record that name a person."""
    return [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey) and f.related_model is Person]


def file_part(title: Any, rows: QuerySet[Any]) -> FilePart:
    """A table of records in words: a column a field, choices and days as pages show them. One query."""
    columns = [f for f in rows.model._meta.concrete_fields if not _hidden(f)]
    linked = [f for f in columns if isinstance(f, ForeignKey)]
    named = [f"{f.name}__{part}" for f in linked for part in getattr(f.related_model, "named_by", ())]
    found = rows.select_related(*(f.name for f in linked), *named).order_by("-pk")[:MOST_ROWS]
    return FilePart(title, [str(f.verbose_name) for f in columns], [_row(record, columns) for record in found])


# Derived text for searching, secrets of accounts, and what a file that one read in says of other people.
_LEFT_OUT = frozenset(
    {"folded", "sort_key", "password", "version", "token_hash", "session_key", "fingerprint"}
    | {"rows", "columns", "summary", "steps", "problems"}
)


def _hidden(field: Field[Any, Any]) -> bool:
    return field.primary_key or field.name in _LEFT_OUT


def _title(model: type[Model]) -> str:
    name = str(model._meta.verbose_name)
    return name[:1].upper() + name[1:]


def _row(record: Model, columns: Iterable[Field[Any, Any]]) -> list[str]:
    return [_words(record, column) for column in columns]


def _words(record: Model, column: Field[Any, Any]) -> str:
    value = getattr(record, column.name)
    if value is None or value == "":
        return ""
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, dt.datetime):
        return formats.moment(value)
    if isinstance(value, dt.date):
        return formats.day(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(getattr(value, "label", None) or value)


def requests_of(person: Person) -> list[DataRequest]:
    """What a person asked about his data, latest first. One query."""
    return list(DataRequest.objects.filter(person=person).select_related("answered_by").order_by("-received_on", "-id"))


def request_for(pk: int) -> DataRequest | None:
    """A request with its person."""
    return DataRequest.objects.filter(pk=pk).select_related("person").first()
