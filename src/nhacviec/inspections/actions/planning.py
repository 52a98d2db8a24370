"""Planning: who is inspected, by whom, on what (I-4, I-21)."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from nhacviec.notifications.actions import notify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Appointment, Organisation, Person
from nhacviec.orgs.queries import responsible_person
from nhacviec.web import clock
from nhacviec.web.errors import BadInput

from .. import access
from ..models import UNTOLD_KINDS, Assessment, ChecklistItem, Inspection, TeamMember, inspection_kind_choices
from .common import require, told, wanted_text

Team = Sequence[tuple[Person, bool]]
Officials = Sequence[tuple[Person, str]]


@transaction.atomic
def plan_inspection(
    *,
    viewer: Viewer,
    unit: Organisation,
    kind: str,
    decided_by: Organisation,
    decision_number: str,
    decided_on: dt.date,
    subject: str,
    team: Team,
    items: Sequence[str],
    officials: Officials,
    now: dt.datetime,
) -> Inspection:
    """Lập cuộc kiểm tra: team (person, leads), checklist points, officials to be assessed (person, post title).

    One member leads; nobody of the team is assessed; each official works in the unit or below it. An unannounced
    inspection or duty inspection stays unknown to the unit until it starts (I-23); of the others it is told at once.
    """
    require(access.may_plan(viewer, decided_by.pk))
    on = clock.local(now).date()
    _check_unit(unit, decided_by, kind, decided_on, on)
    points = _checked_items(items, officials)
    _check_team(team, officials)
    posts = _checked_officials(unit, officials, on)
    inspection = Inspection(
        kind=kind,
        unit=unit,
        decided_by=decided_by,
        decision_number=wanted_text(decision_number, "decision_number", _("Chưa ghi số quyết định kiểm tra.")),
        decided_on=decided_on,
        subject=wanted_text(subject, "subject", _("Chưa ghi nội dung kiểm tra.")),
    )
    _save_numbered(inspection, decided_on.year)
    members = [TeamMember(inspection=inspection, person=person, leads=leads) for person, leads in team]
    lines = [ChecklistItem(inspection=inspection, order=i, text=text) for i, text in enumerate(points, 1)]
    people = [Assessment(inspection=inspection, person=person, post_title=posts[person.pk]) for person, _t in officials]
    for record in (*members, *lines, *people):
        record.save()
    told(
        viewer=viewer,
        inspection=inspection,
        verb="plan_inspection",
        records=[inspection, *members, *lines, *people],
        now=now,
    )
    _notify(inspection, team, on, now)
    return inspection


def _check_unit(unit: Organisation, decided_by: Organisation, kind: str, decided_on: dt.date, on: dt.date) -> None:
    if kind not in dict(inspection_kind_choices()):
        raise BadInput("kind", _("Không có loại kiểm tra này."))
    if decided_on > on:
        raise BadInput("decided_on", _("Ngày quyết định chưa đến."))
    below = Organisation.objects.existing(on).below((decided_by.pk,), on)
    if not below.filter(pk=unit.pk).exists():
        raise BadInput("unit", _("Đơn vị này không thuộc cơ quan quyết định kiểm tra."))


def _checked_items(items: Sequence[str], officials: Officials) -> list[str]:
    points = [text.strip() for text in items if text.strip()]
    if officials and not points:
        raise BadInput("items", _("Chưa có mục nào để nhận xét công chức."))
    if any(len(text) > 300 for text in points) or len(points) > 40:
        raise BadInput("items", _("Tối đa 40 mục, mỗi mục tối đa 300 chữ cái."))
    return points


def _check_team(team: Team, officials: Officials) -> None:
    if not team:
        raise BadInput("team", _("Đoàn kiểm tra chưa có người nào."))
    if sum(leads for _person, leads in team) != 1:
        raise BadInput("team", _("Đoàn kiểm tra có đúng một trưởng đoàn."))
    if max(Counter(person.pk for person, _l in team).values()) > 1:
        raise BadInput("team", _("Có người được ghi hai lần."))
    if {person.pk for person, _l in team} & {person.pk for person, _t in officials}:
        raise BadInput("officials", _("Thành viên đoàn kiểm tra không thể là người được kiểm tra."))


def _checked_officials(unit: Organisation, officials: Officials, on: dt.date) -> dict[int, str]:
    """Post title by person id, the title in the unit where none was given. BadInput for who does not work there."""
    wanted = [person.pk for person, _t in officials]
    if len(wanted) != len(set(wanted)):
        raise BadInput("officials", _("Có người được ghi hai lần."))
    inside = Organisation.objects.below((unit.pk,), on).values("pk")
    held = (
        Appointment.objects.on(on)
        .filter(person__in=wanted, post__organisation__in=inside)
        .select_related("post")
        .order_by("-id")
    )
    titles = {a.person_id: a.post.title for a in held}
    strangers = [person.full_name for person, _t in officials if person.pk not in titles]
    if strangers:
        raise BadInput(
            "officials",
            gettext("Không làm việc tại đơn vị được kiểm tra: %(names)s.") % {"names": ", ".join(strangers)},
        )
    return {person.pk: (title.strip() or titles[person.pk])[:160] for person, title in officials}


def _save_numbered(inspection: Inspection, year: int, tries: int = 5) -> None:
    """Save under the next free code of the year; another writer may take it first, then the one after."""
    prefix = f"KT-{year}-"
    last = Inspection.objects.filter(code__startswith=prefix).order_by("-id").values_list("code", flat=True).first()
    number = int(last.removeprefix(prefix)) if last else 0
    for attempt in range(1, tries + 1):
        inspection.code = f"{prefix}{number + attempt:03d}"
        try:
            with transaction.atomic():
                inspection.save(force_insert=True)
            return
        except IntegrityError:
            if attempt == tries or not Inspection.objects.filter(code=inspection.code).exists():
                raise


def _notify(inspection: Inspection, team: Team, on: dt.date, now: dt.datetime) -> None:
    path = reverse("inspections:inspection", args=[inspection.pk])
    notify(
        person_ids=[person.pk for person, _leads in team],
        message=gettext_noop("Đồng chí ở trong đoàn kiểm tra %(code)s."),
        params={"code": inspection.code},
        path=path,
        now=now,
        key=f"inspection-team:{inspection.pk}",
    )
    head = responsible_person(inspection.unit, on)
    if head is not None and inspection.kind not in UNTOLD_KINDS:
        notify(
            person_ids=[head.pk],
            message=gettext_noop("Có quyết định kiểm tra %(unit)s, số %(number)s."),
            params={"unit": inspection.unit.name, "number": inspection.decision_number},
            path=path,
            now=now,
            key=f"inspection-announced:{inspection.pk}",
            office=True,
        )
