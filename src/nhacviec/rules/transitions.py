"""Tables of states: which verb leads from where to where. Rooms keep the table, this module reads it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """One verb of a record: allowed in any of `sources`, leads to `target`; `label` is a message id."""

    verb: str
    sources: frozenset[str]
    target: str
    label: str


def find(table: Iterable[Transition], verb: str, state: str) -> Transition | None:
    """The transition of `verb` from `state`, None if the table does not allow it."""
    return next((row for row in table if row.verb == verb and state in row.sources), None)


def verbs_from(table: Iterable[Transition], state: str) -> tuple[str, ...]:
    """Verbs that are possible in `state`, in the order of the table, each once."""
    return tuple(dict.fromkeys(row.verb for row in table if state in row.sources))


def to_mermaid(table: Iterable[Transition]) -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2"]
    for row in table:
        lines.extend(f"    {source} --> {row.target}: {row.verb}" for source in sorted(row.sources))
    return "\n".join(lines) + "\n"
