"""Records of the ledger (sổ lưu vết) and the mixin of every record that it covers."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """Mục sổ: one change, who made it and in which post, chained by hash to the entry before it (principle 8).

    `payload` is the stored truth (canonical JSON, UTF-8) and is what the hash covers; the other columns
    repeat parts of it so that lists need not decode it, and are checked against it by `verify`.
    """

    chain = models.BigIntegerField()
    seq = models.BigIntegerField()
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    payload = models.BinaryField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=200)
    # The absent person, with the post, in whose place the actor acted.
    on_behalf_of = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("mục sổ")
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="ledger_entry_chain_seq")]
        indexes = [models.Index(fields=["chain", "-at"], name="ledger_entry_chain_at")]

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq} {self.verb}"


class EntryRecord(models.Model):
    """Which records an entry speaks of: the index behind "the history of this record"."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="record_links")
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["record_type", "record_id", "entry"], name="ledger_record_lookup")]

    def __str__(self) -> str:
        return f"{self.record_type}:{self.record_id}"


class ChainHead(models.Model):
    """Đầu chuỗi: the last entry of a chain; the row that a writer locks. One chain an organisation, 0 for the installation."""

    chain = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.chain}@{self.seq}"


class Covered(models.Model):
    """Mixin of every record whose state the ledger vouches for.

    Each action hands its covered records to `ledger.actions.append`, which stores their values; `verify`
    compares the last stored values with the database. Derived columns (folded text, counters) are left
    out through `ledger_skip`.
    """

    ledger_skip: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    @classmethod
    def ledger_type(cls) -> str:
        """Stable name of the record's kind in payloads, for instance `tasks.task`."""
        return cls._meta.label_lower

    @classmethod
    def ledger_fields(cls) -> list[models.Field[Any, Any]]:
        """The columns whose values are covered, in model order."""
        return [f for f in cls._meta.concrete_fields if f.attname not in cls.ledger_skip]

    def ledger_values(self) -> dict[str, Any]:
        """The covered values in the one form that is equal on SQLite and PostgreSQL, before and after saving."""
        return {f.attname: canonical(f, getattr(self, f.attname)) for f in self.ledger_fields()}


def canonical(field: models.Field[Any, Any], value: Any) -> Any:
    """`value` of `field` as a JSON value that does not depend on the database engine."""
    if value is None:
        return None
    if isinstance(field, models.ForeignKey):
        return int(value)
    if isinstance(field, models.FileField):
        return str(value)
    value = field.to_python(value)
    if isinstance(field, models.DecimalField):
        return f"{Decimal(value):.{field.decimal_places}f}"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, bool | int | str | list | Mapping):
        return value
    return str(value)
