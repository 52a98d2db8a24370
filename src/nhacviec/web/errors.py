"""What can go wrong on purpose: three kinds, turned into pages and answers in one place (middleware.py).

Messages are in Vietnamese through ``gettext_lazy`` and say what to do.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Message = str | Promise


class DomainError(Exception):
    """Base of every error that a person can understand and act upon.

    ``status`` is the HTTP status that the error becomes when no page handles it.
    """

    status = 400

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)

    def as_dict(self) -> dict[str, Any]:
        """The error as an API answer."""
        return {"message": str(self.message)}


class NotAllowed(DomainError):
    """The viewer's posts give no right to this. Never says whether a record exists."""

    status = 403

    def __init__(self, message: Message = "") -> None:
        super().__init__(message or _("Đồng chí không được thực hiện việc này."))


class NotPossible(DomainError):
    """The record is not in a state that allows this step; ``reason`` says why and what comes first."""

    status = 409

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


class BadInput(DomainError):
    """A value cannot be accepted. ``field`` names the form field ("" for the form as a whole)."""

    status = 400

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(message)
        self.field = field

    def as_dict(self) -> dict[str, Any]:
        """The error as an API answer, with the field."""
        return {"field": self.field, "message": str(self.message)}
