"""Reads of registers and the numbers in them."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import OpenWork
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


def open_work(organisations: Collection[int], on: dt.date) -> list[OpenWork]:
    """The books that these organisations still keep: each stays and is closed at its last number. Two queries.

    A number taken on the day of the change or after it would belong to nobody: it stands in the way.
    """
    rows = Register.objects.filter(issuer__in=organisations, closed_on=None).order_by("issuer", "kind", "series", "id")
    reserved = Count("documents", filter=Q(documents__state="reserved"))
    late = Count("documents", filter=Q(documents__issued_on__gte=on))
    return [_book(row) for row in rows.annotate(reserved=reserved, late=late)]


def _book(row: Register) -> OpenWork:
    facts = vars(row)
    detail = _("đóng ở số %(last)s") % {"last": row.last}
    if facts["reserved"]:
        detail += ", " + _("giữ %(number)s số") % {"number": facts["reserved"]}
    problem = _("Sổ %(book)s đã cấp số từ ngày này trở đi. Thu hồi hoặc chọn ngày khác.") % {"book": row}
    return OpenWork(
        kind="documents.register",
        record_id=row.pk,
        source=row.issuer_id,
        label=str(row),
        detail=detail,
        state=str(row.last),
        stays=True,
        problem=problem if facts["late"] else "",
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
