"""Corrections of many organisations at once: what bears no date."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.rules.text import fold
from nhacviec.web.errors import BadInput

from ...access import Viewer
from ...kinds import ORGANISATION_KINDS, SECTORS
from ...models import Organisation, OrganisationName
from ..common import BATCH, clean, require_keeper, tell
from .locks import locked


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    """Fields of an organisation to be put right: those that bear no date. `fields` holds the new values by name."""

    organisation: Organisation
    fields: Mapping[str, Any]


_FIELDS = ("kind", "sector", "place", "short_name", "official_code")


@transaction.atomic
def correct_organisations(
    *, viewer: Viewer, changes: Sequence[OrganisationChange], now: dt.datetime
) -> list[Organisation]:
    """Put right kind, sector, place, or fill in a short name or official code. Raises NotAllowed, BadInput."""
    require_keeper(viewer, [c.organisation.pk for c in changes])
    found = locked(Organisation, [c.organisation.pk for c in changes])
    for change in changes:
        _correct(found[change.organisation.pk], change.fields)
    made = list(found.values())
    Organisation.objects.bulk_update(made, [*_FIELDS, "folded"], batch_size=500)
    names = _open_names(found)
    for row in names.values():
        unit = found[row.organisation_id]
        row.short_name, row.official_code = unit.short_name, unit.official_code
    OrganisationName.objects.bulk_update(names.values(), ["short_name", "official_code"], batch_size=500)
    records = [(o.pk, o) for o in made] + [(n.organisation_id, n) for n in names.values()]
    tell(viewer=viewer, verb="correct_organisation", records=records, now=now)
    return made


def _correct(unit: Organisation, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(_FIELDS)
    if unknown:
        raise BadInput(min(unknown), _("Mục này không sửa được."))
    if fields.get("kind", unit.kind) not in ORGANISATION_KINDS:
        raise BadInput("kind", _("Chọn loại tổ chức trong danh sách."))
    if fields.get("sector") and fields["sector"] not in SECTORS:
        raise BadInput("sector", _("Chọn khối trong danh sách."))
    for name, most in (("place", 120), ("short_name", 120), ("official_code", 40)):
        if name in fields:
            setattr(unit, name, clean(fields[name], name, most=most, empty=True))
    unit.kind = fields.get("kind", unit.kind)
    unit.sector = fields.get("sector", unit.sector)
    unit.folded = fold(f"{unit.name} {unit.short_name}")[:450]


def _open_names(units: Iterable[int]) -> dict[int, OrganisationName]:
    """Organisation id → the naming that is in force without an end."""
    wanted = sorted(units)
    found: dict[int, OrganisationName] = {}
    for start in range(0, len(wanted), BATCH):
        rows = OrganisationName.objects.filter(organisation__in=wanted[start : start + BATCH], valid_until=None)
        found.update({row.organisation_id: row for row in rows})
    return found
