"""The only writer of the ledger: every change of the program passes here, inside its own transaction."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from .hashing import GENESIS, canonical_bytes, entry_hash
from .models import ChainHead, Covered, Entry, EntryRecord

INSTALLATION_CHAIN = 0
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which post. Names are copied: the ledger has no key to users or people.

    `on_behalf_of` names the absent person, with the post, in whose place the actor acts; empty for one's own acts.
    """

    name: str
    post: str = ""
    user_id: int | None = None
    person_id: int | None = None
    on_behalf_of: str = ""

    def as_json(self) -> dict[str, Any]:
        """The form in which an entry keeps the actor."""
        kept = {"name": self.name, "post": self.post, "user": self.user_id, "person": self.person_id}
        return {**kept, "on_behalf_of": self.on_behalf_of} if self.on_behalf_of else kept


SYSTEM = Actor(name="Nhắc Việc", post="chương trình")


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be appended: chain (organisation id, 0 = the installation), verb, records written and removed, facts."""

    chain: int
    verb: str
    records: Sequence[Covered] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    removed: Sequence[Covered] = ()
    at: dt.datetime | None = None
    actor: Actor | None = None


def append(
    *,
    actor: Actor,
    chain: int,
    verb: str,
    now: dt.datetime,
    records: Sequence[Covered] = (),
    facts: Mapping[str, Any] | None = None,
    removed: Sequence[Covered] = (),
) -> Entry:
    """Append one entry to `chain` and return it. Must run in the transaction of the change it tells of.

    `records` are the covered records as just saved, `removed` those just deleted (their ids still set),
    `facts` anything else worth keeping, as JSON values. Raises RuntimeError outside a transaction.
    """
    return append_many(actor=actor, drafts=[Draft(chain, verb, records, facts or {}, removed)], now=now)[0]


def append_many(*, actor: Actor, drafts: Iterable[Draft], now: dt.datetime) -> list[Entry]:
    """Append many entries, in the given order inside each chain; one lock a chain, few statements in all."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a ledger entry must be written in the transaction of its change")
    by_chain: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_chain[draft.chain].append(draft)
    heads = _locked_heads(sorted(by_chain))
    entries: list[Entry] = []
    touched: list[list[tuple[str, int]]] = []
    # Chains in ascending order: two writers that share chains then never wait for each other in a circle.
    for chain in sorted(by_chain):
        head = heads[chain]
        for draft in by_chain[chain]:
            entry, links = _next_entry(head, draft, draft.actor or actor, draft.at or now)
            entries.append(entry)
            touched.append(links)
    Entry.objects.bulk_create(entries, batch_size=_BATCH)
    EntryRecord.objects.bulk_create(
        [
            EntryRecord(entry=entry, record_type=kind, record_id=pk)
            for entry, links in zip(entries, touched, strict=True)
            for kind, pk in links
        ],
        batch_size=_BATCH,
    )
    ChainHead.objects.bulk_update(heads.values(), ["seq", "hash"], batch_size=500)
    return entries


def _locked_heads(chains: Sequence[int]) -> dict[int, ChainHead]:
    heads: dict[int, ChainHead] = {}
    for start in range(0, len(chains), 500):
        part = chains[start : start + 500]
        ChainHead.objects.bulk_create([ChainHead(chain=c, hash=GENESIS) for c in part], ignore_conflicts=True)
        locked = ChainHead.objects.select_for_update().filter(chain__in=part).order_by("chain")
        heads.update({head.chain: head for head in locked})
    return heads


def _next_entry(head: ChainHead, draft: Draft, actor: Actor, at: dt.datetime) -> tuple[Entry, list[tuple[str, int]]]:
    written = [{"type": r.ledger_type(), "id": r.pk, "values": r.ledger_values()} for r in draft.records]
    gone = [{"type": r.ledger_type(), "id": r.pk} for r in draft.removed]
    payload = canonical_bytes(
        {
            "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "verb": draft.verb,
            "actor": actor.as_json(),
            "records": written,
            "removed": gone,
            "facts": dict(draft.facts),
        }
    )
    prev = bytes(head.hash)
    head.seq += 1
    head.hash = entry_hash(chain=head.chain, seq=head.seq, prev_hash=prev, payload=payload)
    entry = Entry(
        chain=head.chain,
        seq=head.seq,
        prev_hash=prev,
        hash=head.hash,
        payload=payload,
        at=at,
        verb=draft.verb,
        actor_name=actor.name[:200],
        on_behalf_of=actor.on_behalf_of[:300],
    )
    return entry, [(item["type"], item["id"]) for item in (*written, *gone)]
