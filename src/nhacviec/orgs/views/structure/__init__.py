"""Pages that change the structure: a form, a preview of all that happens, a confirmation. Nothing is done before it."""

from .changing import end, merge, split
from .many import many
from .menu import menu
from .simple import move, rename

__all__ = ["end", "many", "menu", "merge", "move", "rename", "split"]
