"""The steps of a reorganisation in one word each, for the tests of the rooms whose work passes."""

import datetime as dt

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import FoundingDocument, Merger, merge_organisations, split_organisation
from nhacviec.orgs.models import Organisation
from tests.factories import at

OPERATOR_NAME = "Nhắc Việc"


def operator(on: dt.date) -> Viewer:
    """Whoever enters what an office has decided."""
    return Viewer(on=on, name=OPERATOR_NAME, operator=True)


def merged(sources: list[Organisation], target: Organisation, on: dt.date, *, by: Viewer | None = None) -> None:
    """The sources end on the day and the target succeeds to them."""
    merge_organisations(
        viewer=by or operator(on),
        mergers=[Merger(sources, target)],
        on=on,
        document=FoundingDocument("1659/NQ-UBTVQH15", on),
        now=at(on, 7),
    )


def split(
    source: Organisation, into: list[Organisation], on: dt.date, chosen: dict[str, str], *, keep: bool = False
) -> None:
    """The source is split on the day; `chosen` says what goes where."""
    split_organisation(
        viewer=operator(on),
        source=source,
        into=into,
        keep_source=keep,
        on=on,
        document=FoundingDocument("1659/NQ-UBTVQH15", on),
        now=at(on, 7),
        chosen=chosen,
    )
