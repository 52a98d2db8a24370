"""Pages of organisations, people and the calendar."""

from . import calendar, changes, pages

__all__ = ["calendar", "changes", "pages"]
