"""App registration of the room `orgs`, and the one list that rooms above fill."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.functional import Promise

if TYPE_CHECKING:
    from nhacviec.orgs.access import Viewer
    from nhacviec.orgs.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Panel:
    """A box on the page of an organisation or a person, drawn from the template of the room that offers it."""

    title: "str | Promise"
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    path: str = ""
    order: int = 50


class OrgExtension:
    """What a room above shows on the pages of organisations and people; register with `org_extensions.append`."""

    def organisation_panel(self, *, organisation: "Organisation", viewer: "Viewer") -> Panel | None:
        """A panel about an organisation, None if the viewer may not see it. At most two queries."""
        return None

    def person_panel(self, *, person: "Person", viewer: "Viewer") -> Panel | None:
        """A panel about a person, None if the viewer may not see it. At most two queries."""
        return None


org_extensions: list[OrgExtension] = []


class OrgsConfig(AppConfig):
    """Tổ chức và con người: organisations, people, posts, and the rights that follow from them."""

    name = "nhacviec.orgs"
    label = "orgs"
    default_auto_field = "django.db.models.BigAutoField"
