"""What an organisation has open in reminders: notices under way, consequences not yet decided."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import OpenWork

from ..models import OPEN_DRAFTS, Consequence, Notice
from ..workflow import SENT

OPEN_NOTICES = (*OPEN_DRAFTS, *SENT)


def open_work(organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
    """Notices to and from the organisations, consequences about them and before them. Four queries."""
    del on  # a notice or consequence that is open now was not closed on the day either
    return [*_notices(organisations, viewer), *_consequences(organisations, viewer)]


def _notices(organisations: Collection[int], viewer: Viewer) -> list[OpenWork]:
    """A notice goes where its task goes; the clock belongs to the task, so that no count begins anew (domain.md 8.2)."""
    ours = Q(addressee__in=organisations) | Q(issuer__in=organisations)
    rows = Notice.objects.filter(ours, state__in=OPEN_NOTICES)
    readable = set(rows & Notice.objects.visible_to(viewer)) if viewer.person_id is not None else set()
    found = []
    for row in rows.select_related("task", "document__register").order_by("id"):
        label = f"{row.number} {row.task.title}".strip()[:160] if row in readable else ""
        detail = _("lần %(level)s, %(state)s") % {"level": row.level, "state": row.get_state_display()} if label else ""
        words: dict[str, Any] = {"label": label, "detail": detail, "path": row.get_absolute_url(), "state": row.state}
        if row.addressee_id in organisations:
            task = f"tasks.lead:{row.task_id}"
            found.append(OpenWork("reminders.addressee", row.pk, row.addressee_id, follows=task, **words))
        if row.issuer_id in organisations:
            task = f"tasks.assigner:{row.task_id}" if row.task.assigner_id == row.issuer_id else ""
            found.append(OpenWork("reminders.issuer", row.pk, row.issuer_id, follows=task, **words))
    return found


def _consequences(organisations: Collection[int], viewer: Viewer) -> list[OpenWork]:
    ours = Q(organisation__in=organisations) | Q(decider__in=organisations)
    rows = Consequence.objects.filter(ours, state="proposed")
    readable = set(rows & Consequence.objects.visible_to(viewer)) if viewer.person_id is not None else set()
    found = []
    for row in rows.select_related("notice", "person").order_by("id"):
        label = str(row.get_kind_display()) if row in readable else ""
        words: dict[str, Any] = {"label": label, "path": row.get_absolute_url(), "state": row.state}
        if row.organisation_id in organisations:
            task = f"tasks.lead:{row.notice.task_id}"
            found.append(OpenWork("reminders.organisation", row.pk, row.organisation_id, follows=task, **words))
        if row.decider_id in organisations:
            found.append(OpenWork("reminders.decider", row.pk, row.decider_id, **words))
    return found
