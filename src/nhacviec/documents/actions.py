"""Changes of registers, issued documents and attachments.

Except for `reserve_number`, these are steps of other rooms' actions: they run in the caller's transaction and the
caller's ledger entry covers the records they return (for a number: the document and its `register`).
"""

import datetime as dt
import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import Draft, append, append_many
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation, Person
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from . import access, numbering
from .models import Attachment, IssuedDocument, Register
from .uploads import CheckedUpload


def attach(*, viewer: Viewer, upload: CheckedUpload, now: dt.datetime) -> Attachment:
    """Keep a checked upload under a random name and return its record, which the caller's ledger entry must cover.

    Who may read it is decided by the record that owns it. Call `check_upload` first.
    """
    attachment = Attachment(
        name=upload.name,
        size=upload.size,
        kind=upload.kind,
        sha256=upload.sha256,
        uploaded_by_id=viewer.person_id,
        uploaded_at=now,
    )
    upload.file.seek(0)
    # The name that a person gave never touches the disk.
    attachment.file.save(f"{secrets.token_hex(16)}.{upload.kind}", upload.file, save=False)
    try:
        attachment.save()
    except Exception:
        attachment.file.delete(save=False)
        raise
    return attachment


def register_for(*, issuer: Organisation, kind: str, on: dt.date) -> Register:
    """The register of `issuer` for documents of `kind` ("TB") on that day, made when it does not exist (P-4, P-12).

    Raises NotPossible when the rule set names no term of the committee for that day.
    """
    if issuer.ended_on is not None and issuer.ended_on <= on:
        raise NotPossible(_("%(name)s đã kết thúc, không ban hành văn bản nữa.") % {"name": issuer.label})
    series = numbering.series_of(issuer, on)
    if series is None:
        raise NotPossible(_("Chưa có nhiệm kỳ cấp ủy cho ngày ban hành, chưa mở được sổ số văn bản."))
    register, _made = Register.objects.get_or_create(
        issuer=issuer,
        family=numbering.family_of(issuer),
        kind=kind,
        series=series,
        defaults={"symbol": numbering.symbol_of(issuer, kind)},
    )
    return register


def take_number(
    *,
    register: Register,
    on: dt.date,
    signer: Person | None,
    signer_post: str,
    subject: str,
    path: str = "",
) -> IssuedDocument:
    """Give the next number of `register` to a document issued on `on`: gapless, never used twice (P-4, P-12).

    The register's row stays locked until the caller's transaction ends; when that fails, the number is not used.
    The caller's ledger entry must cover the returned document and its `register`. `path`: page of the document.
    Raises NotPossible when `on` lies before the last document of the register or outside its series.
    """
    locked = Register.objects.select_for_update().select_related("issuer").get(pk=register.pk)
    if locked.closed_on is not None and locked.closed_on <= on:
        raise NotPossible(_("Sổ này đã đóng cùng với tổ chức ban hành. Lấy số ở sổ của tổ chức kế thừa."))
    if numbering.series_of(locked.issuer, on) != locked.series:
        raise NotPossible(_("Ngày ban hành không thuộc kỳ đánh số của sổ này."))
    latest = locked.documents.order_by("-number").first()
    if latest is not None and latest.issued_on > on:
        raise NotPossible(
            _("Số gần nhất của sổ ban hành ngày %(day)s, không cấp số lùi ngày.")
            % {"day": f"{latest.issued_on:%d/%m/%Y}"}
        )
    locked.last += 1
    locked.save(update_fields=["last"])
    return IssuedDocument.objects.create(
        register=locked,
        number=locked.last,
        issued_on=on,
        subject=subject,
        signer=signer,
        signer_post=signer_post,
        path=path,
    )


def withdraw_document(*, document: IssuedDocument, reason: str) -> IssuedDocument:
    """Mark a document as withdrawn; its number stays used (T-26). The caller's ledger entry must cover it.

    Raises NotPossible when it is withdrawn already, BadInput("reason") without a reason.
    """
    if not reason.strip():
        raise BadInput("reason", _("Ghi lý do thu hồi."))
    locked = IssuedDocument.objects.select_for_update().select_related("register").get(pk=document.pk)
    if locked.state == "withdrawn":
        raise NotPossible(_("Văn bản này đã thu hồi."))
    locked.state = "withdrawn"
    locked.withdrawal_reason = reason.strip()
    locked.save(update_fields=["state", "withdrawal_reason"])
    return locked


def close_registers(
    *, viewer: Viewer, registers: Collection[int], on: dt.date, now: dt.datetime, document: str
) -> None:
    """Close the books of issuers that end: from `on` no number is taken from them. A step of a change of structure."""
    rows = list(Register.objects.select_for_update().filter(pk__in=registers, closed_on=None).order_by("pk"))
    for row in rows:
        row.closed_on = on
    Register.objects.filter(pk__in=[row.pk for row in rows]).update(closed_on=on)
    drafts = [Draft(row.issuer_id, "close_register", [row], {"document": document, "last": row.last}) for row in rows]
    append_many(actor=viewer.actor, drafts=drafts, now=now)


@transaction.atomic
def reserve_number(*, viewer: Viewer, register: Register, on: dt.date, note: str, now: dt.datetime) -> IssuedDocument:
    """Take a number for a document that is not kept here, for instance one under a secrecy mark (P-4, X-9).

    `note` says who holds it, never what it says. Raises NotAllowed, BadInput("note").
    """
    if not access.may_take_numbers(viewer, register.issuer_id):
        raise NotAllowed
    if not note.strip():
        raise BadInput("note", _("Ghi nơi giữ văn bản, không ghi nội dung."))
    document = take_number(register=register, on=on, signer=None, signer_post="", subject=note.strip())
    document.state = "reserved"
    document.save(update_fields=["state"])
    append(
        actor=viewer.actor,
        chain=register.issuer_id,
        verb="reserve_number",
        records=[document.register, document],
        now=now,
    )
    return document
