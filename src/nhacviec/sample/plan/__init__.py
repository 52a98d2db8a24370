"""The plan of the sample city."""

from .figures import (
    AGENCIES,
    CITY_END,
    DEPARTMENTS,
    FIRST_MERGER,
    LONG_AGO,
    SECTORS,
    Grassroots,
    Sector,
    Unit,
    Ward,
    wards,
)
from .units import (
    NEW_PARTY_ROOT,
    NEW_STATE_ROOT,
    PARTY_ROOT,
    STATE_ROOT,
    central,
    grassroots,
    state_side,
    top,
)

__all__ = [
    "AGENCIES",
    "CITY_END",
    "DEPARTMENTS",
    "FIRST_MERGER",
    "LONG_AGO",
    "NEW_PARTY_ROOT",
    "NEW_STATE_ROOT",
    "PARTY_ROOT",
    "SECTORS",
    "STATE_ROOT",
    "Grassroots",
    "Sector",
    "Unit",
    "Ward",
    "central",
    "grassroots",
    "state_side",
    "top",
    "wards",
]
