"""What pages, reviews and statistics read about discipline."""

from .cases import (
    Detail,
    about_organisation,
    about_person,
    counts,
    detail,
    detail_of,
    found_people,
    listed,
    openable,
    waiting,
)
from .competence import (
    Body,
    Competences,
    bodies_of,
    choices_of,
    committee_above,
    competences,
    line_above,
    person_membership,
    rules_of,
)
from .figures import Sanctions, counted_cases, forms_in_year, sanctions
from .open_work import open_work
from .rolls import known_roll, signers, who_may_sign

__all__ = [
    "Body",
    "Competences",
    "Detail",
    "Sanctions",
    "about_organisation",
    "about_person",
    "bodies_of",
    "choices_of",
    "committee_above",
    "competences",
    "counted_cases",
    "counts",
    "detail",
    "detail_of",
    "forms_in_year",
    "found_people",
    "known_roll",
    "line_above",
    "listed",
    "open_work",
    "openable",
    "person_membership",
    "rules_of",
    "sanctions",
    "signers",
    "waiting",
    "who_may_sign",
]
