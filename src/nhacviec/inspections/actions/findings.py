"""Findings and their remedies (I-24)."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Appointment, Organisation, Person
from nhacviec.tasks.actions import TaskDraft, assign_tasks
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from .. import access, workflow
from ..models import Finding, Inspection
from .common import locked, require, told, wanted_text


@transaction.atomic
def record_finding(
    *,
    viewer: Viewer,
    inspection: Inspection,
    description: str,
    evidence: str,
    now: dt.datetime,
    cause: str = "",
    person: Person | None = None,
) -> Finding:
    """Ghi phát hiện: what was found, the evidence, the cause if known, whom it concerns (I-24). By the team."""
    inspection = locked(inspection)
    require(access.in_team(viewer, inspection))
    workflow.check("find", inspection.state)
    if person is not None and not _belongs(person, inspection, clock.local(now).date()):
        raise BadInput("person", _("Người này không làm việc tại đơn vị được kiểm tra."))
    last = inspection.findings.aggregate(last=Max("order"))["last"] or 0
    finding = Finding(
        inspection=inspection,
        order=last + 1,
        description=wanted_text(description, "description", _("Chưa ghi nội dung phát hiện.")),
        evidence=wanted_text(evidence, "evidence", _("Chưa ghi bằng chứng.")),
        cause=cause.strip(),
        person=person,
    )
    finding.save()
    told(viewer=viewer, inspection=inspection, verb="record_finding", records=[finding], now=now)
    return finding


def _belongs(person: Person, inspection: Inspection, on: dt.date) -> bool:
    if any(a.person_id == person.pk for a in inspection.assessments.all()):
        return True
    inside = Organisation.objects.below((inspection.unit_id,), on).values("pk")
    return Appointment.objects.on(on).filter(person=person, post__organisation__in=inside).exists()


@transaction.atomic
def order_remedy(
    *,
    viewer: Viewer,
    finding: Finding,
    title: str,
    product: str,
    deadline: dt.date,
    now: dt.datetime,
    responsible: Person | None = None,
) -> Finding:
    """Giao khắc phục: the remedy of a finding becomes a task of the unit, with its own deadline and reminders (I-24).

    It is given in the name of the deciding body, or of the viewer's own commission below it; the head of the unit
    answers for it unless `responsible` is named. One remedy a finding. Whoever was inspected cannot order it.
    """
    inspection = locked(finding.inspection)
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    assigner = access.assigner_for(viewer, inspection)
    if assigner is None:
        raise NotAllowed
    workflow.check("remedy", inspection.state)
    if finding.remedy_id is not None:
        raise NotPossible(_("Phát hiện này đã được giao khắc phục."))
    draft = TaskDraft(
        title=wanted_text(title, "title", _("Chưa ghi việc phải khắc phục.")),
        product=wanted_text(product, "product", _("Chưa ghi sản phẩm khắc phục.")),
        assigner=Organisation.objects.get(pk=assigner),
        lead=inspection.unit,
        responsible=responsible,
        deadline_kind="date",
        deadline=deadline,
    )
    finding.remedy = assign_tasks(viewer=viewer, drafts=[draft], on=clock.local(now).date(), now=now)[0]
    finding.save()
    told(
        viewer=viewer,
        inspection=inspection,
        verb="order_remedy",
        records=[finding],
        facts={"task": finding.remedy.code},
        now=now,
    )
    return finding
