"""The REST door of organisations and people; `config.api` mounts it. Only reading: every change is an action of a page."""

from .organisations import router as organisations
from .people import router as people

__all__ = ["organisations", "people"]
