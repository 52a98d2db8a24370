"""What pages, reviews and statistics read about discipline."""

from .cases import Detail, detail, detail_of, found_people, listed
from .competence import Body, Competences, competences, person_membership
from .figures import Sanctions, forms_in_year, sanctions
from .rolls import known_roll

__all__ = [
    "Body",
    "Competences",
    "Detail",
    "Sanctions",
    "competences",
    "detail",
    "detail_of",
    "forms_in_year",
    "found_people",
    "known_roll",
    "listed",
    "person_membership",
    "sanctions",
]
