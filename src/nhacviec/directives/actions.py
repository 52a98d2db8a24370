"""Changes of directives: register one, add clauses."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.documents.actions import attach
from nhacviec.documents.models import Attachment
from nhacviec.documents.uploads import CheckedUpload
from nhacviec.ledger.actions import append
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.rules.text import fold, nfc, nfc_lines
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotAllowed

from .access import may_register_for
from .models import Clause, Directive, directive_kind_choices

ClauseText = tuple[str, str]


@transaction.atomic
def register_directive(
    *,
    viewer: Viewer,
    issuer: Organisation,
    kind: str,
    number: str,
    symbol: str,
    issued_on: dt.date,
    subject: str,
    clauses: Sequence[ClauseText] = (),
    implements: Directive | None = None,
    file: Attachment | None = None,
    secrecy: str = "",
    now: dt.datetime,
) -> Directive:
    """Register a directive with its clauses, as (label, text) in order.

    The issuer is a body that the viewer speaks for or serves as clerk, or one above it. A text under a secrecy
    mark is refused: such texts never enter the program (X-9). Raises NotAllowed, BadInput.
    """
    if not Organisation.objects.filter(pk=issuer.pk, pk__in=may_register_for(viewer)).exists():
        raise NotAllowed
    _refuse_secrets(secrecy)
    directive = Directive(
        issuer=issuer,
        kind=_known_kind(kind),
        number=_text("number", number, 20),
        symbol=_text("symbol", symbol, 40),
        issued_on=_not_after("issued_on", issued_on, clock.local(now).date()),
        subject=_text("subject", subject, 600),
        implements=implements,
        file=file,
    )
    directive.folded = fold(f"{directive.full_number} {directive.subject} {issuer.name} {issuer.short_name}")
    try:
        with transaction.atomic():
            directive.save(force_insert=True)
    except IntegrityError as error:
        raise BadInput("number", _("Văn bản số, ký hiệu và ngày này đã được đăng ký.")) from error
    added = _save_clauses(directive, clauses, first=1)
    records: list[Covered] = [directive, *added, *([file] if file else [])]
    append(actor=viewer.actor, chain=issuer.pk, verb="register_directive", records=records, now=now)
    return directive


@transaction.atomic
def register_with_upload(
    *, viewer: Viewer, upload: CheckedUpload | None = None, now: dt.datetime, **given: Any
) -> Directive:
    """`register_directive` with a checked upload as its file; nothing is kept when the registration is refused."""
    _refuse_secrets(str(given.get("secrecy", "")))
    file = attach(viewer=viewer, upload=upload, now=now) if upload else None
    return register_directive(viewer=viewer, file=file, now=now, **given)


@transaction.atomic
def add_clauses(
    *, viewer: Viewer, directive: Directive, clauses: Sequence[ClauseText], now: dt.datetime
) -> list[Clause]:
    """Add clauses after those that the directive has. Raises NotAllowed, BadInput."""
    if not Organisation.objects.filter(pk=directive.issuer_id, pk__in=may_register_for(viewer)).exists():
        raise NotAllowed
    Directive.objects.select_for_update().get(pk=directive.pk)  # one writer numbers the clauses at a time
    known = dict(directive.clauses.values_list("label", "order"))
    for label, _text_of_clause in clauses:
        if nfc(label) in known:
            raise BadInput("clauses", _("Mục %(label)s đã có trong văn bản.") % {"label": nfc(label)})
    added = _save_clauses(directive, clauses, first=max(known.values(), default=0) + 1)
    append(actor=viewer.actor, chain=directive.issuer_id, verb="add_clauses", records=added, now=now)
    return added


def _refuse_secrets(secrecy: str) -> None:
    if secrecy.strip():
        message = _("Văn bản có dấu độ mật không được đưa vào chương trình. Chỉ ghi số đã giữ trong sổ văn bản.")
        raise BadInput("secrecy", message)


def _known_kind(kind: str) -> str:
    if kind not in dict(directive_kind_choices()):
        raise BadInput("kind", _("Chọn loại văn bản trong danh sách."))
    return kind


def _text(field: str, value: str, most: int) -> str:
    text = nfc(value)
    if not text:
        raise BadInput(field, _("Chưa có nội dung ở mục này."))
    if len(text) > most:
        raise BadInput(field, _("Tối đa %(most)d chữ cái.") % {"most": most})
    return text


def _not_after(field: str, day: dt.date, today: dt.date) -> dt.date:
    if day > today:
        raise BadInput(field, _("Ngày ban hành không được sau hôm nay."))
    return day


def _save_clauses(directive: Directive, clauses: Sequence[ClauseText], *, first: int) -> list[Clause]:
    seen: set[str] = set()
    made = []
    for place, (label, text) in enumerate(clauses):
        name = nfc(label)
        if not name or len(name) > 60:
            raise BadInput("clauses", _("Ký hiệu mục phải có từ 1 đến 60 chữ cái: %(label)s") % {"label": name[:80]})
        if name in seen:
            raise BadInput("clauses", _("Mục %(label)s ghi hai lần.") % {"label": name})
        seen.add(name)
        made.append(Clause(directive=directive, label=name, text=nfc_lines(text), order=first + place))
    return Clause.objects.bulk_create(made)
