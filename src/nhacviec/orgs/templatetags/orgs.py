"""Tags that the pages of all rooms use to speak of organisations."""

from typing import Any

from django import template

from ..queries.vacancies import Above, Vacancies

register = template.Library()


@register.inclusion_tag("orgs/vacant.html")
def vacant(organisation_id: int | None, vacancies: Vacancies | None) -> dict[str, Any]:
    """A mark beside an organisation that nobody heads today, with the way to fill the post for those who may."""
    found = vacancies or Vacancies()
    return {"shown": organisation_id in found, "pk": organisation_id, "keeps": organisation_id in found.kept}


@register.inclusion_tag("orgs/vacancy_note.html")
def vacancy_note(vacancies: Vacancies | None, above: Above | None = None) -> dict[str, Any]:
    """A note on a page where something waits for organisations without a head: which, and what to do."""
    found = vacancies or Vacancies()
    rows = [{"pk": pk, "name": found.names[pk], "keeps": pk in found.kept} for pk in sorted(found.units)]
    return {"rows": rows, "above": above}
