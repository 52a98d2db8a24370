"""All that is held about one person, as tables that a reader takes home (X-4)."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils.translation import gettext as _

from nhacviec.web import formats

from ..access import Viewer
from ..apps import FilePart, org_extensions
from ..models import (
    Appointment,
    DataRequest,
    Membership,
    Person,
    ReadingLog,
    Substitution,
    TemporaryActivity,
)

# The largest number of rows of one table; the newest are kept.
MOST_ROWS = 5000


def file_of(person: Person, viewer: Viewer) -> list[FilePart]:
    """Every part of a person's file, of this room and of the rooms above, those without rows left out."""
    own = [
        file_part(_("Người"), Person.objects.filter(pk=person.pk)),
        *parts_about(person, Appointment, Membership, TemporaryActivity, Substitution, DataRequest),
        file_part(_("Thay mặt người này"), Substitution.objects.filter(appointment__person=person)),
        file_part(_("Ai đã xem"), ReadingLog.objects.filter(person_id=person.pk)),
        file_part(_("Đã xem của người khác"), ReadingLog.objects.filter(reader_person_id=person.pk)),
    ]
    above = [part for one in org_extensions for part in one.personal_file(person=person, viewer=viewer)]
    return [part for part in (*own, *above) if part.rows]


def parts_about(person: Person, *models: type[Model]) -> list[FilePart]:
    """For each of these kinds of records one table a column in which the person stands."""
    return [
        file_part(f"{_title(model)}: {column.verbose_name}", model._default_manager.filter(**{column.name: person}))
        for model in models
        for column in person_columns(model)
    ]


def person_columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a kind of record that name a person."""
    return [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey) and f.related_model is Person]


def file_part(title: Any, rows: QuerySet[Any]) -> FilePart:
    """A table of records in words: a column a field, choices and days as pages show them. One query."""
    columns = [f for f in rows.model._meta.concrete_fields if not _hidden(f)]
    linked = [f.name for f in columns if isinstance(f, ForeignKey)]
    found = rows.select_related(*linked).order_by("-pk")[:MOST_ROWS]
    return FilePart(title, [str(f.verbose_name) for f in columns], [_row(record, columns) for record in found])


# Derived text for searching, secrets of accounts.
_LEFT_OUT = frozenset({"folded", "sort_key", "password", "version"})


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


def as_json(parts: Sequence[FilePart]) -> list[dict[str, Any]]:
    """The parts as plain values, for the machine-readable half of the file."""
    return [
        {"title": str(part.title), "columns": [str(c) for c in part.columns], "rows": [list(r) for r in part.rows]}
        for part in parts
    ]
