"""Reads of the ledger: the history of a record, the check of everything, the anchor."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from .hashing import GENESIS, digest, entry_hash, merkle_root
from .models import ChainHead, Covered, Entry, EntryRecord


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where ledger and database do not agree. `kind` is a stable word, `detail` says what differs."""

    kind: str
    chain: int | None = None
    seq: int | None = None
    record: str = ""
    detail: str = ""

    def __str__(self) -> str:
        place = f"chain {self.chain} entry {self.seq}" if self.chain is not None else "record"
        return " ".join(part for part in (f"{place}:", self.kind, self.record, self.detail) if part)


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of a check: what was read, and the first faults found (in order of chain and entry, then records)."""

    chains: int
    entries: int
    records: int
    faults: tuple[Fault, ...]

    @property
    def intact(self) -> bool:
        """True when nothing was found."""
        return not self.faults


def history(record: Covered) -> QuerySet[Entry]:
    """All entries that speak of `record`, oldest first."""
    return Entry.objects.filter(
        record_links__record_type=record.ledger_type(), record_links__record_id=record.pk
    ).order_by("id")


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """An act that somebody did in the place of an absent person."""

    at: dt.datetime
    actor: str
    on_behalf_of: str


def acts_on_behalf(*records: Covered) -> list[OnBehalf]:
    """Of the acts on these records those done in the place of somebody absent, oldest first. One query."""
    wanted = Q()
    for record in records:
        wanted |= Q(record_links__record_type=record.ledger_type(), record_links__record_id=record.pk)
    if not records:
        return []
    rows = Entry.objects.filter(wanted).exclude(on_behalf_of="").order_by("id").distinct()
    return [OnBehalf(*row) for row in rows.values_list("at", "actor_name", "on_behalf_of")]


def content(entry: Entry) -> dict[str, Any]:
    """The decoded payload of an entry."""
    decoded: dict[str, Any] = json.loads(bytes(entry.payload))
    return decoded


def covered_models() -> list[type[Covered]]:
    """Every record kind that the ledger covers, by name."""
    kinds = [m for m in apps.get_models() if issubclass(m, Covered)]
    return sorted(kinds, key=lambda m: m.ledger_type())


def anchor() -> dict[str, Any]:
    """The heads of all chains and their Merkle root: kept outside, it shows a later rewriting of whole chains."""
    heads = [(h.chain, h.seq, bytes(h.hash).hex()) for h in ChainHead.objects.order_by("chain")]
    leaves = [f"{chain}:{seq}:{value}".encode() for chain, seq, value in heads]
    return {"root": merkle_root(leaves).hex(), "heads": {str(c): [s, h] for c, s, h in heads}}


def verify(*, anchored: Mapping[str, Any] | None = None, most: int = 20) -> Verification:
    """Check every chain, every covered record and, if given, an earlier anchor. Stops collecting after `most` faults."""
    check = _Check(anchored or {}, most)
    check.chains_in_order()
    check.heads()
    check.records_match()
    check.index()
    return Verification(len(check.last_of), check.entries, check.records, tuple(check.faults))


class _Check:
    def __init__(self, anchored: Mapping[str, Any], most: int) -> None:
        self.anchored = {int(c): (int(s), str(h)) for c, (s, h) in anchored.get("heads", {}).items()}
        self.most = most
        self.faults: list[Fault] = []
        self.entries = self.records = 0
        self.links = 0
        self.last_of: dict[int, tuple[int, bytes]] = {}
        self.last_id: dict[int, int] = {}
        self.states: dict[tuple[str, int], tuple[int, bytes | None, int, int]] = {}

    def fault(self, *args: Any, **kwargs: Any) -> None:
        """Note a fault, up to the most that are wanted."""
        if len(self.faults) < self.most:
            self.faults.append(Fault(*args, **kwargs))

    def chains_in_order(self) -> None:
        """Each entry in its place, with its own hash, after the one before it."""
        for entry in Entry.objects.order_by("chain", "seq").iterator(chunk_size=2000):
            self.entries += 1
            seq, prev = self.last_of.get(entry.chain, (0, GENESIS))
            self._entry(entry, seq, prev)
            self.last_of[entry.chain] = (entry.seq, bytes(entry.hash))
            expected = self.anchored.get(entry.chain)
            if expected and expected[0] == entry.seq and expected[1] != bytes(entry.hash).hex():
                self.fault("anchor-differs", entry.chain, entry.seq)

    def _entry(self, entry: Entry, seq: int, prev: bytes) -> None:
        payload = bytes(entry.payload)
        if entry.seq != seq + 1:
            self.fault("entry-missing", entry.chain, seq + 1)
        elif bytes(entry.prev_hash) != prev or entry.pk <= self.last_id.get(entry.chain, 0):
            self.fault("entry-out-of-order", entry.chain, entry.seq)
        # No hash covers the id, and the latest state of a record is found by it: in a chain ids grow like numbers.
        self.last_id[entry.chain] = entry.pk
        own = entry_hash(chain=entry.chain, seq=entry.seq, prev_hash=bytes(entry.prev_hash), payload=payload)
        if own != bytes(entry.hash):
            self.fault("entry-changed", entry.chain, entry.seq)
        try:
            told = json.loads(payload)
            self._columns(entry, told)
            self._remember(entry, told)
        except (ValueError, KeyError, TypeError, AttributeError):
            self.fault("entry-unreadable", entry.chain, entry.seq)

    def _columns(self, entry: Entry, told: Mapping[str, Any]) -> None:
        at = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
        actor = told["actor"]
        kept = (told["verb"], actor["name"][:200], actor.get("on_behalf_of", "")[:300], told["at"])
        if (entry.verb, entry.actor_name, entry.on_behalf_of, at) != kept:
            self.fault("entry-columns-changed", entry.chain, entry.seq)

    def _remember(self, entry: Entry, told: Mapping[str, Any]) -> None:
        states: list[tuple[Any, Any, bytes | None]] = [
            (r["type"], r["id"], digest(r["values"])) for r in told["records"]
        ]
        states += [(r["type"], r["id"], None) for r in told["removed"]]
        for kind, pk, state in states:
            self.links += hash((entry.pk, kind, pk))
            known = self.states.get((kind, pk))
            if known is None or known[0] < entry.pk:
                self.states[(kind, pk)] = (entry.pk, state, entry.chain, entry.seq)

    def heads(self) -> None:
        """Each chain ends where its head says, and reaches at least as far as an earlier anchor."""
        heads = {h.chain: (h.seq, bytes(h.hash)) for h in ChainHead.objects.all()}
        for chain in sorted(heads.keys() | self.last_of.keys()):
            kept, found = heads.get(chain, (0, GENESIS)), self.last_of.get(chain, (0, GENESIS))
            if kept[0] > found[0]:
                self.fault("entry-missing", chain, found[0] + 1)
            elif kept != found:
                self.fault("entry-added", chain, kept[0] + 1 if kept[0] < found[0] else found[0])
        for chain, (seq, _value) in sorted(self.anchored.items()):
            if self.last_of.get(chain, (0, GENESIS))[0] < seq:
                self.fault("entry-missing", chain, seq, detail="anchored")

    def records_match(self) -> None:
        """Each covered record stands as its last entry tells, none added, none removed."""
        for model in covered_models():
            for fault in self._model(model):
                self.fault(fault.kind, fault.chain, fault.seq, fault.record, fault.detail)
        for (kind, pk), (_id, state, chain, seq) in sorted(self.states.items()):
            if state is not None:
                self.fault("record-removed", chain, seq, f"{kind}:{pk}")

    def index(self) -> None:
        """The index behind the history of a record holds just what the entries say, by one sum over each."""
        links = EntryRecord.objects.values_list("entry_id", "record_type", "record_id")
        if sum(hash(link) for link in links.iterator(chunk_size=5000)) != self.links:
            self.fault("index-changed", detail="history of records")

    def _model(self, model: type[Covered]) -> Iterator[Fault]:
        kind = model.ledger_type()
        rows = model._default_manager.order_by("pk").iterator(chunk_size=2000)
        for row in rows:
            self.records += 1
            known = self.states.pop((kind, row.pk), None)
            name = f"{kind}:{row.pk}"
            if known is None or known[1] is None:
                yield Fault("record-added", record=name)
            elif known[1] != digest(row.ledger_values()):
                yield Fault("record-changed", known[2], known[3], name, _differences(known[0], row))


def _differences(entry_id: int, row: Covered) -> str:
    told = content(Entry.objects.get(pk=entry_id))
    kept = next(r["values"] for r in told["records"] if (r["type"], r["id"]) == (row.ledger_type(), row.pk))
    found = row.ledger_values()
    changed = sorted(k for k in kept.keys() | found.keys() if kept.get(k) != found.get(k))
    return ", ".join(f"{k}: {kept.get(k)!r} -> {found.get(k)!r}" for k in changed)
