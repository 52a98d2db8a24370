"""Reads of registers and the numbers in them."""

import datetime as dt

from django.db.models import QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation

from . import access, numbering
from .models import IssuedDocument, Register


def registers_for(viewer: Viewer) -> QuerySet[Register]:
    """The books that the viewer may open, newest series first."""
    return (
        Register.objects.filter(issuer__in=access.register_issuers(viewer))
        .select_related("issuer")
        .order_by("issuer__name", "kind", "-series", "id")
    )


def documents_of(register: Register) -> QuerySet[IssuedDocument]:
    """The numbers of a book with their signers; the caller has checked the right to open it."""
    return register.documents.select_related("register", "signer")


def open_register(issuer: Organisation, kind: str, on: dt.date) -> Register | None:
    """The register in which the next number of that kind would be taken on that day; None when not yet opened."""
    return Register.objects.filter(
        issuer=issuer, family=numbering.family_of(issuer), kind=kind, series=numbering.series_of(issuer, on) or ""
    ).first()


def expected_number(issuer: Organisation, kind: str, on: dt.date) -> int:
    """The number that a signature would take now. Only a sign of what comes: it is given at signature."""
    register = open_register(issuer, kind, on)
    return (register.last if register else 0) + 1
