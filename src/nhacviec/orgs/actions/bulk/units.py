"""Corrections and new names of many organisations at once."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.rules.text import fold
from nhacviec.web.errors import BadInput, NotPossible

from ...access import Viewer
from ...kinds import ORGANISATION_KINDS, SECTORS
from ...models import Organisation, OrganisationName
from ..common import BATCH, check_day, clean, require_keeper, tell
from .locks import locked


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    """Fields of an organisation to be put right: those that bear no date. `fields` holds the new values by name."""

    organisation: Organisation
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NameDraft:
    """A new name, short name and official code of an organisation, from a day."""

    organisation: Organisation
    name: str
    since: dt.date
    short_name: str = ""
    official_code: str = ""
    document: str = ""


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


@transaction.atomic
def rename_organisations(*, viewer: Viewer, drafts: Sequence[NameDraft], now: dt.datetime) -> list[OrganisationName]:
    """Give organisations new names from their days; the old ones stay with their period.

    An organisation may be renamed several times in one call, in the order of the days. Raises NotAllowed,
    BadInput("name" | "since"), NotPossible (ended, or a later naming stands already).
    """
    require_keeper(viewer, [d.organisation.pk for d in drafts])
    units = locked(Organisation, [d.organisation.pk for d in drafts])
    names = _open_names(units)
    written: dict[int, OrganisationName] = {}
    for draft in sorted(drafts, key=lambda d: d.since):
        unit = units[draft.organisation.pk]
        old = names.get(unit.pk) or _first_name(unit)
        new = _naming(unit, old, draft)
        old.valid_until = draft.since
        names[unit.pk] = new
        written.update({id(old): old, id(new): new})
        unit.name, unit.short_name, unit.official_code = new.name, new.short_name, new.official_code
        unit.folded = fold(f"{unit.name} {unit.short_name}")[:450]
    rows = list(written.values())
    OrganisationName.objects.bulk_update([r for r in rows if r.pk], ["valid_until"], batch_size=500)
    OrganisationName.objects.bulk_create([r for r in rows if not r.pk], batch_size=BATCH)
    Organisation.objects.bulk_update(units.values(), ["name", "short_name", "official_code", "folded"], batch_size=500)
    records = [(o.pk, o) for o in units.values()] + [(r.organisation_id, r) for r in rows]
    tell(viewer=viewer, verb="rename_organisation", records=records, now=now)
    return [row for row in rows if row.valid_until is None]


def _first_name(unit: Organisation) -> OrganisationName:
    """The naming of an organisation from before names were kept through time."""
    return OrganisationName(
        organisation=unit,
        name=unit.name,
        short_name=unit.short_name,
        official_code=unit.official_code,
        valid_from=unit.founded_on,
    )


def _naming(unit: Organisation, old: OrganisationName, draft: NameDraft) -> OrganisationName:
    check_day(draft.since, "since")
    if unit.ended_on is not None and draft.since >= unit.ended_on:
        raise NotPossible(_("%(name)s đã kết thúc vào ngày này.") % {"name": unit.label})
    if draft.since <= old.valid_from:
        raise BadInput("since", _("Ngày đổi tên phải sau ngày bắt đầu của tên đang dùng."))
    return OrganisationName(
        organisation=unit,
        name=clean(draft.name, "name", most=300),
        short_name=clean(draft.short_name, "short_name", most=120, empty=True),
        official_code=clean(draft.official_code, "official_code", most=40, empty=True),
        document=clean(draft.document, "document", most=200, empty=True),
        valid_from=draft.since,
    )
