"""Changes of structure (sắp xếp tổ chức): merge, split, rename, move, end."""

from .carrying_out import key_of
from .changing import end_organisation, merge_organisations, split_organisation
from .moving import move_organisation
from .naming import rename_organisation
from .orders import Order, order_end, order_merge, order_split

__all__ = [
    "Order",
    "end_organisation",
    "key_of",
    "merge_organisations",
    "move_organisation",
    "order_end",
    "order_merge",
    "order_split",
    "rename_organisation",
    "split_organisation",
]
