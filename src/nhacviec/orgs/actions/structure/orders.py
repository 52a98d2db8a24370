"""What somebody orders, as a change with its successors: the same for the preview of a page and for the action."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput

from ...models import Organisation
from ...queries.structure import Change, Leaving
from ..drafts import Into, Merger
from .carrying_out import key_of, successors_of

MOST_SOURCES = 400


@dataclass(frozen=True)
class Order:
    """A change and the successors that it names, known or to be founded."""

    change: Change
    into: tuple[Into, ...]


def order_merge(
    *, mergers: Sequence[Merger], on: dt.date, document: str, chosen: Mapping[str, str] | None = None
) -> Order:
    """Organisations end and pass into others, many into many in one change. Raises BadInput("sources" | "into")."""
    leaving = [_leaving(merger, source) for merger in mergers for source in merger.sources]
    into = {key_of(one): one for merger in mergers for one in (merger.into, *merger.also) if one is not None}
    if not leaving or len(leaving) > MOST_SOURCES:
        raise BadInput("sources", _("Chọn từ một đến %(most)d tổ chức nhập vào.") % {"most": MOST_SOURCES})
    _require_each_once([one.organisation for one in leaving])
    return _order("merge", leaving, tuple(into.values()), on, document, chosen)


def _leaving(merger: Merger, source: Organisation) -> Leaving:
    keys = (key_of(merger.into),) if merger.into is not None else ()
    return Leaving(source, keys, receivers=tuple(key for one in merger.also if (key := key_of(one)) not in keys))


def order_split(
    *,
    source: Organisation,
    into: Sequence[Into],
    keep_source: bool,
    on: dt.date,
    document: str,
    chosen: Mapping[str, str] | None = None,
) -> Order:
    """An organisation gives parts of what it has to others and lives on, or ends and leaves all. Raises BadInput("into")."""
    keys = tuple(dict.fromkeys(key_of(one) for one in into))
    if not keys or len(keys) != len(into):
        raise BadInput("into", _("Chọn các tổ chức nhận, mỗi tổ chức một lần."))
    if len(keys) == 1 and not keep_source:
        raise BadInput("into", _("Tổ chức kết thúc khi tách phải có ít nhất hai tổ chức nhận. Một thì là sáp nhập."))
    return _order("split", [Leaving(source, keys, ends=not keep_source)], tuple(into), on, document, chosen)


def order_end(
    *,
    organisation: Organisation,
    on: dt.date,
    document: str,
    into: Into | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Order:
    """An organisation ends; a successor is needed where anything is left open in it."""
    keys = (key_of(into),) if into is not None else ()
    return _order("end", [Leaving(organisation, keys)], (into,) if into is not None else (), on, document, chosen)


def _order(
    kind: str,
    leaving: Sequence[Leaving],
    into: tuple[Into, ...],
    on: dt.date,
    document: str,
    chosen: Mapping[str, str] | None,
) -> Order:
    change = Change(kind, on, document, tuple(leaving), successors_of(into, on), dict(chosen or {}))
    return Order(change, into)


def _require_each_once(sources: Sequence[Organisation]) -> None:
    if len({one.pk for one in sources}) != len(sources):
        raise BadInput("sources", _("Một tổ chức chỉ nhập vào một tổ chức."))
