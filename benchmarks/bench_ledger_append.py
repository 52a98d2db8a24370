"""One ledger entry for one changed record, in its transaction, against the same two inserts and one update by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
from collections.abc import Iterator

from django.db import connection, transaction

from benchmarks.dataset import City
from benchmarks.sql import fetch
from benchmarks.timing import Case
from nhacviec.ledger.actions import SYSTEM, Draft, append, append_many
from nhacviec.ledger.models import ChainHead, Entry, EntryRecord
from nhacviec.tasks.models import Task
from nhacviec.web.clock import ZONE

NOW = dt.datetime(2021, 11, 8, 9, tzinfo=ZONE)
OURS, BY_HAND = 900_001, 900_002
A_HUNDRED = 100


def cases(city: City) -> Iterator[Case]:
    """One entry a transaction, and a hundred in one transaction."""
    task = Task.objects.first()
    assert task is not None
    heads, entries, links = (model._meta.db_table for model in (ChainHead, Entry, EntryRecord))
    for chain in (OURS, BY_HAND):
        with transaction.atomic():
            append(actor=SYSTEM, chain=chain, verb="bench", now=NOW, records=[task])
    numbers = itertools.count(2)
    payload = json.dumps({"verb": "bench", "values": task.ledger_values()}, default=str).encode()
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""

    def ours(times: int = 1) -> None:
        with transaction.atomic():
            append_many(actor=SYSTEM, drafts=[Draft(OURS, "bench", [task])] * times, now=NOW)

    def by_hand(times: int = 1) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for _turn in range(times):
                ((previous,),) = fetch(f"SELECT hash FROM {heads} WHERE chain = %s{lock}", BY_HAND)
                digest = hashlib.sha256(bytes(previous) + payload).digest()  # type: ignore[arg-type]
                seq = next(numbers)
                cursor.execute(
                    f"INSERT INTO {entries} (chain, seq, prev_hash, hash, payload, at, verb, actor_name)"
                    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
                    [BY_HAND, seq, bytes(previous), digest, payload, NOW, "bench", "Nhắc Việc"],  # type: ignore[arg-type]
                )
                (entry,) = cursor.fetchone()
                cursor.execute(
                    f"INSERT INTO {links} (entry_id, record_type, record_id) VALUES (%s, %s, %s)",
                    [entry, task.ledger_type(), task.pk],
                )
                cursor.execute(f"UPDATE {heads} SET seq = %s, hash = %s WHERE chain = %s", [seq, digest, BY_HAND])

    yield Case("ledger: append one entry", ours, by_hand, repetitions=100)
    yield Case("ledger: append 100 entries", lambda: ours(A_HUNDRED), lambda: by_hand(A_HUNDRED), repetitions=9)
