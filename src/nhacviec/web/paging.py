"""Keyset paging: the next page starts after the last row shown, so page 1,000 costs what page 1 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput

Order = Sequence[tuple[str, str]]
SIZE = 50
LARGEST_SIZE = 500
_SALT = "nhacviec.web.paging"


@dataclass(frozen=True)
class Page:
    """One page of a list: ``items``, and ``next_token`` for the address of the next one ("" on the last).

    ``start`` is the number of rows before this page. The number of all rows is not counted here: a page that
    knows it from a counter gives it to the ``{% pager %}`` tag.
    """

    items: list[Any]
    next_token: str
    size: int
    start: int = 0

    @property
    def first(self) -> int:
        """Number of the first row shown, counted from 1; 0 on an empty page."""
        return self.start + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.start + len(self.items)

    @property
    def is_first(self) -> bool:
        """Whether the list starts on this page."""
        return self.start == 0

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def keyset(
    queryset: QuerySet[Any], *, order: Order, after: str | None = None, size: int = SIZE, filled: Sequence[str] = ()
) -> Page:
    """The page of ``queryset`` that follows the token ``after``, in ``order``; empty values come last.

    ``filled`` names fields that may be empty in the model but are not in this list: both engines can then walk an
    ordinary index, from the row that the token names on.

    ``order`` lists (field, "asc" or "desc"); a lookup path ("lead__name") or an annotation may stand for a field.
    The primary key is added when the order does not end in it, so that no two rows tie.
    A token that was not made for this order raises ``BadInput("after", ...)``.
    """
    return _read([queryset], _complete(queryset.model, order), 0, after=after, size=size, filled=filled)


def keyset_of(
    parts: Sequence[QuerySet[Any]],
    *,
    order: Order,
    after: str | None = None,
    size: int = SIZE,
    filled: Sequence[str] = (),
) -> Page:
    """`keyset` of a list that comes in parts: the first field of `order` has one value in a part, and rises with them.

    Each part can then be read along an index of its own, and those are read alone of which the page shows something.
    """
    return _read(parts, _complete(parts[0].model, order), 1, after=after, size=size, filled=filled)


def _read(
    parts: Sequence[QuerySet[Any]],
    keys: list[tuple[str, str]],
    first: int,
    *,
    after: str | None,
    size: int,
    filled: Sequence[str],
) -> Page:
    """The page; the rows of a part are put in the order of the keys from `first` on."""
    model = parts[0].model
    size = max(1, min(size, LARGEST_SIZE))
    start, values = _read_token(after, keys) if after else (0, [])
    ordering = [_ordering(model, key, filled) for key in keys[first:]]
    rows: list[Any] = []
    for part in parts:
        found = part.filter(_beyond(model, keys, values, filled)) if values else part
        rows += found.order_by(*ordering)[: size + 1 - len(rows)]
        if len(rows) > size:
            break
    items = rows[:size]
    token = _make_token(keys, items[-1], start + size) if len(rows) > size else ""
    return Page(items=items, next_token=token, size=size, start=start)


def _complete(model: type[Model], order: Order) -> list[tuple[str, str]]:
    keys = list(order)
    for name, direction in keys:
        if direction not in ("asc", "desc"):
            raise ValueError(f"order of {name}: {direction}")
    if not keys or keys[-1][0] not in ("id", "pk", model._meta.pk.name):
        keys.append(("pk", "asc"))
    return keys


def _may_be_empty(model: type[Model], path: str, filled: Sequence[str]) -> bool:
    """Whether a field path can give NULL in this list. An annotation is taken to be able to."""
    if path in filled:
        return False
    current: Any = model
    for part in path.split("__"):
        if part == "pk":
            return False
        try:
            found = current._meta.get_field(part)
        except FieldDoesNotExist:
            return not any(part == f.attname and not f.null for f in current._meta.concrete_fields)
        if getattr(found, "null", True):
            return True
        current = found.related_model if found.is_relation else None
        if current is None:
            return False
    return False


def _ordering(model: type[Model], key: tuple[str, str], filled: Sequence[str]) -> OrderBy | str:
    name, direction = key
    if not _may_be_empty(model, name, filled):
        # The plain form lets both engines use an ordinary index.
        return name if direction == "asc" else f"-{name}"
    column = F(name)
    return column.asc(nulls_last=True) if direction == "asc" else column.desc(nulls_last=True)


def _beyond(model: type[Model], keys: list[tuple[str, str]], values: list[Any], filled: Sequence[str]) -> Q:
    """Rows strictly after ``values``: (a > x) or (a = x and b > y) or ... with empty values last."""
    found = Q(pk__in=[])
    same = Q()
    for (name, direction), value in zip(keys, values, strict=True):
        if value is None:
            same &= Q(**{f"{name}__isnull": True})
            continue
        step = Q(**{f"{name}__{'gt' if direction == 'asc' else 'lt'}": value})
        if _may_be_empty(model, name, filled):
            step |= Q(**{f"{name}__isnull": True})
        found |= same & step
        same &= Q(**{name: value})
    return _leading(model, keys[0], values[0], filled) & found


def _leading(model: type[Model], key: tuple[str, str], value: Any, filled: Sequence[str]) -> Q:
    """A condition that follows from the rest and gives the index a place to start."""
    name, direction = key
    if value is None or _may_be_empty(model, name, filled):
        return Q()
    return Q(**{f"{name}__{'gte' if direction == 'asc' else 'lte'}": value})


def _value_of(item: Any, path: str) -> Any:
    if isinstance(item, dict):
        return item[path]
    for part in path.split("__"):
        if item is None:
            return None
        item = getattr(item, part)
    return item.pk if isinstance(item, Model) else item


_FROM_TEXT: dict[str, Any] = {"t": datetime.fromisoformat, "d": date.fromisoformat, "n": Decimal, "u": UUID}


def _pack(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return ["t" if isinstance(value, datetime) else "d", value.isoformat()]
    if isinstance(value, Decimal | UUID):
        return ["n" if isinstance(value, Decimal) else "u", str(value)]
    raise TypeError(f"cannot page by a value of type {type(value).__name__}")


def _unpack(value: Any) -> Any:
    return _FROM_TEXT[value[0]](value[1]) if isinstance(value, list) else value


def _signature(keys: list[tuple[str, str]]) -> str:
    return ",".join(f"{name}:{direction}" for name, direction in keys)


def _make_token(keys: list[tuple[str, str]], item: Any, start: int) -> str:
    content = [start, [_pack(_value_of(item, name)) for name, _direction in keys]]
    return signing.dumps(content, salt=f"{_SALT}:{_signature(keys)}", compress=False)


def _read_token(token: str, keys: list[tuple[str, str]]) -> tuple[int, list[Any]]:
    try:
        start, values = signing.loads(token, salt=f"{_SALT}:{_signature(keys)}")
        return int(start), [_unpack(value) for value in values]
    except (signing.BadSignature, ValueError) as error:
        raise BadInput(
            "after", _("Địa chỉ của trang danh sách này không còn đúng. Mở lại danh sách từ đầu.")
        ) from error
