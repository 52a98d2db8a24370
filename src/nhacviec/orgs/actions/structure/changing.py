"""Merge, split and end: each one action, by one document, in one transaction."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from ...access import Viewer
from ...models import Organisation
from ..drafts import FoundingDocument, Into, Merger
from .carrying_out import carry_out
from .checks import document_text
from .orders import order_end, order_merge, order_split


@transaction.atomic
def merge_organisations(
    *,
    viewer: Viewer,
    mergers: Sequence[Merger],
    on: dt.date,
    document: FoundingDocument,
    now: dt.datetime,
    chosen: Mapping[str, str] | None = None,
    fingerprint: str = "",
) -> list[Organisation]:
    """End organisations and pass what they have to their successors, many into many in one change (O-11, O-13).

    A successor stands already, or is founded on the same day with its head. Everything that `plan_change` shows is
    done: children and members pass, appointments end, open work goes to the successor; history, grades and closed work
    stay; a reminder count does not restart (domain.md 8.2). Returns the successors and receivers in the order of
    `mergers`, each once.

    Raises NotAllowed, BadInput("on" | "document" | "signed_on" | "sources" and what founding raises), NotPossible.
    """
    text = document_text(document, viewer)
    order = order_merge(mergers=mergers, on=on, document=text, chosen=chosen)
    places = carry_out(viewer=viewer, change=order.change, into=order.into, now=now, fingerprint=fingerprint)
    keys = list(order.change.successors)
    return [places[key] for key in keys]


@transaction.atomic
def split_organisation(
    *,
    viewer: Viewer,
    source: Organisation,
    into: Sequence[Into],
    keep_source: bool,
    on: dt.date,
    document: FoundingDocument,
    now: dt.datetime,
    chosen: Mapping[str, str] | None = None,
    fingerprint: str = "",
) -> list[Organisation]:
    """Split an organisation. `chosen` says what goes where: key of a row of the plan → `key_of` a successor.

    What is not chosen stays with a source that lives on, else goes to the first of `into` that can take it. Returns
    the successors in the order of `into`. Raises NotAllowed, BadInput, NotPossible as `merge_organisations`.
    """
    text = document_text(document, viewer)
    order = order_split(source=source, into=into, keep_source=keep_source, on=on, document=text, chosen=chosen)
    places = carry_out(viewer=viewer, change=order.change, into=order.into, now=now, fingerprint=fingerprint)
    return [places[key] for key in order.change.successors]


@transaction.atomic
def end_organisation(
    *,
    viewer: Viewer,
    organisation: Organisation,
    on: dt.date,
    now: dt.datetime,
    document: FoundingDocument,
    successor: Into | None = None,
    chosen: Mapping[str, str] | None = None,
    fingerprint: str = "",
) -> Organisation:
    """End an organisation: `on` is the first day on which it is no more; links and appointments end with it.

    Raises NotPossible without a successor while organisations, members or open work are left in it; else as
    `merge_organisations`.
    """
    text = document_text(document, viewer)
    order = order_end(organisation=organisation, on=on, document=text, into=successor, chosen=chosen)
    carry_out(viewer=viewer, change=order.change, into=order.into, now=now, fingerprint=fingerprint)
    organisation.ended_on = on
    return Organisation.objects.get(pk=organisation.pk)
