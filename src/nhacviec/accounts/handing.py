"""Handing links over: on a sheet to print, as a table, by e-mail. They are shown once and kept nowhere."""

import csv
import io
import logging
from collections.abc import Iterable, Sequence
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from nhacviec.web import formats

from .actions import Issued
from .qr import qr_svg

FORMULA = ("=", "+", "-", "@", "\t", "\r")
log = logging.getLogger(__name__)


def address_of(request: HttpRequest, issued: Issued) -> str:
    """The whole address of a link."""
    return request.build_absolute_uri(reverse("accounts:open_link", args=[issued.token]))


def hand_over(
    request: HttpRequest, made: Sequence[tuple[Issued, str]], *, back: str, table: bool = False
) -> HttpResponse:
    """The answer that shows new links with the names of their owners, this once: a sheet to print, or a CSV table.

    Whoever has an e-mail address receives the link there too.
    """
    rows: list[dict[str, Any]] = [
        {
            "name": name or one.user.username,
            "username": one.user.username,
            "address": address_of(request, one),
            "expires_at": one.link.expires_at,
            "sent": bool(one.user.email) and send(one, address_of(request, one)),
            "email": one.user.email,
        }
        for one, name in made
    ]
    if table:
        return _csv(rows)
    for row in rows:
        row["qr"] = qr_svg(str(row["address"]), _("Mã QR của liên kết"))
    response = render(request, "accounts/links.html", {"rows": rows, "back": back})
    response["Cache-Control"] = "no-store"
    return response


def send(issued: Issued, address: str) -> bool:
    """Send a link to the account's address. False when mail is not set up or the server does not take it."""
    if not settings.EMAIL_HOST:
        return False
    context = {"user": issued.user, "link": issued.link, "address": address}
    text = render_to_string("accounts/link_mail.txt", context)
    message = EmailMessage(_("Liên kết đặt mật khẩu Nhắc Việc"), text, to=[issued.user.email])
    try:
        return message.send() == 1
    except (OSError, SMTPException):
        log.warning("a one-time link could not be sent", exc_info=True)
        return False


def _csv(rows: Iterable[dict[str, Any]]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Họ và tên"), _("Tên đăng nhập"), _("Liên kết"), _("Hết hạn")])
    for row in rows:
        cells = [row["name"], row["username"], row["address"], formats.moment(row["expires_at"])]
        writer.writerow([plain(str(cell)) for cell in cells])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lien-ket.csv"'
    response["Cache-Control"] = "no-store"
    return response


def plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
