"""Thousands of records in few statements."""

import hashlib
from collections.abc import Iterable, Sequence

from django.db import connection, models

from nhacviec.ledger.actions import Draft
from nhacviec.ledger.hashing import canonical_bytes
from nhacviec.rules.reasons import Trace

from ..models import Campaign, Explanation


def save_many(records: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write the named fields of existing records: one prepared statement, however many records."""
    if not records:
        return
    model = type(records[0])
    by_name = {field.name: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote('id')} = %s"  # noqa: S608
    rows = [
        [*(field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields), one.pk]
        for one in records
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def digest_of(trace: Trace) -> str:
    """The SHA-256 of a trace in canonical form."""
    return hashlib.sha256(canonical_bytes(trace.to_json())).hexdigest()


class Explanations:
    """The explanations of a campaign: each trace is stored once. Give traces with `add`, then `store` the new ones."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.known = {e.digest: e for e in campaign.explanations.defer("trace")}
        self.fresh: dict[str, Explanation] = {}

    def add(self, trace: Trace) -> str:
        """Remember a trace; returns its digest."""
        digest = digest_of(trace)
        if digest not in self.known and digest not in self.fresh:
            self.fresh[digest] = Explanation(campaign=self.campaign, digest=digest, trace=trace.to_json())
        return digest

    def store(self) -> list[Draft]:
        """Write the new ones; the ledger entry that tells of them, none when there is nothing new."""
        fresh = Explanation.objects.bulk_create(self.fresh.values())
        self.known.update({e.digest: e for e in fresh})
        self.fresh = {}
        return [Draft(self.campaign.committee_id, "explain_grades", fresh)] if fresh else []

    def __getitem__(self, digest: str) -> Explanation:
        return self.known[digest]
