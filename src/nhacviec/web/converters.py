"""Path converters. ``<rid:pk>`` matches only numbers that can be the key of a record."""

from django.urls import register_converter


class RecordId:
    """A positive whole number of at most 18 digits: anything longer is no key and answers 404."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number in the address."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number for the address."""
        return str(value)


def register() -> None:
    """Make ``<rid:...>`` known; called once when the app is ready."""
    register_converter(RecordId, "rid")
