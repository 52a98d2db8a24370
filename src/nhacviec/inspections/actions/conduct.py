"""Conduct and closing: start, assess each official, opinion, conclusion (I-4, I-20, S-5)."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from nhacviec.documents.actions import attach
from nhacviec.documents.uploads import CheckedUpload
from nhacviec.notifications.actions import notify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import responsible_person
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from .. import access, workflow
from ..models import Assessment, Inspection, Photo, assessment_choices
from .common import locked, require, told, wanted_text

MOST_PHOTOS = 20


@transaction.atomic
def start_inspection(*, viewer: Viewer, inspection: Inspection, now: dt.datetime) -> Inspection:
    """Công bố quyết định, bắt đầu: the decision is shown on arrival, the head and the officials are told now (I-23)."""
    inspection = locked(inspection)
    require(access.may_start(viewer, inspection))
    workflow.check("start", inspection.state)
    if clock.local(now).date() < inspection.decided_on:
        raise NotPossible(_("Chưa đến ngày của quyết định kiểm tra."))
    inspection.state, inspection.started_at = "running", now
    inspection.save()
    told(viewer=viewer, inspection=inspection, verb="start_inspection", records=[inspection], now=now)
    head = responsible_person(inspection.unit, clock.local(now).date())
    notify(
        person_ids=[head.pk if head else None, *(a.person_id for a in inspection.assessments.all())],
        office=True,
        message=gettext_noop("Đoàn kiểm tra đã công bố quyết định số %(number)s tại %(unit)s."),
        params={"number": inspection.decision_number, "unit": inspection.unit.name},
        path=reverse("inspections:inspection", args=[inspection.pk]),
        urgent=True,
        now=now,
        key=f"inspection-started:{inspection.pk}",
    )
    return inspection


@transaction.atomic
def assess_official(
    *,
    viewer: Viewer,
    inspection: Inspection,
    person: Person,
    marks: Mapping[int, str],
    remark: str,
    now: dt.datetime,
    photo: CheckedUpload | None = None,
) -> Assessment:
    """Nhận xét một công chức: a mark ("met", "correct", "not_met") for every point, and a remark (I-20, S-5).

    By a member of the team. The remark is obligatory where a point is not met. May be corrected until the official
    has answered; every version is in the ledger. BadInput names "item_<id>" for a point.
    """
    inspection = locked(inspection)
    require(access.in_team(viewer, inspection) and not viewer.concerns(person.pk))
    workflow.check("assess", inspection.state)
    assessment = next((a for a in inspection.assessments.all() if a.person_id == person.pk), None)
    if assessment is None:
        raise BadInput("person", _("Người này không ở trong danh sách được kiểm tra."))
    if assessment.opinion:
        raise NotPossible(_("Người được kiểm tra đã nêu ý kiến về nhận xét này; không sửa nhận xét nữa."))
    kept = _checked_marks(inspection, marks)
    remark = remark.strip()
    if not remark and any(mark != "met" for mark in kept.values()):
        raise BadInput(
            "remark", _("Có mục chưa đạt hoặc cần sửa: ghi nhận xét để người được kiểm tra biết phải sửa gì.")
        )
    assessment.marks, assessment.remark = kept, remark
    assessment.assessed_by_id, assessment.assessed_at = viewer.person_id, now
    assessment.save()
    told(viewer=viewer, inspection=inspection, verb="assess_official", records=[assessment], now=now)
    if photo is not None:
        add_photo(viewer=viewer, assessment=assessment, upload=photo, now=now)
    notify(
        person_ids=[person.pk],
        message=gettext_noop("Đồng chí có nhận xét của đoàn kiểm tra %(code)s; có thể nêu ý kiến."),
        params={"code": inspection.code},
        path=reverse("inspections:inspection", args=[inspection.pk]),
        now=now,
        key=f"inspection-assessed:{assessment.pk}",
    )
    return assessment


def _checked_marks(inspection: Inspection, marks: Mapping[int, str]) -> dict[str, str]:
    """Marks by the id of the point, as text for JSON. BadInput at the first point without a right mark."""
    allowed = dict(assessment_choices())
    points = list(inspection.items.all())
    for point in points:
        if marks.get(point.pk) not in allowed:
            raise BadInput(f"item_{point.pk}", gettext("Chưa chấm mục “%(item)s”.") % {"item": point.text})
    if set(marks) - {point.pk for point in points}:
        raise BadInput("", _("Có mục không thuộc cuộc kiểm tra này."))
    return {str(point.pk): marks[point.pk] for point in points}


@transaction.atomic
def add_photo(
    *, viewer: Viewer, assessment: Assessment, upload: CheckedUpload, now: dt.datetime, caption: str = ""
) -> Photo:
    """Lưu ảnh bằng chứng beside an assessment, by the team while the inspection runs; kept as sent."""
    inspection = locked(assessment.inspection)
    require(access.in_team(viewer, inspection))
    workflow.check("assess", inspection.state)
    if Photo.objects.filter(assessment=assessment).count() >= MOST_PHOTOS:
        raise BadInput("photo", _("Mỗi người tối đa 20 ảnh."))
    attachment = attach(viewer=viewer, upload=upload, now=now)
    photo = Photo(
        inspection=inspection, assessment=assessment, attachment=attachment, taken_at=now, caption=caption.strip()[:200]
    )
    photo.save()
    told(viewer=viewer, inspection=inspection, verb="add_photo", records=[attachment, photo], now=now)
    return photo


@transaction.atomic
def give_opinion(*, viewer: Viewer, assessment: Assessment, opinion: str, now: dt.datetime) -> Assessment:
    """Nêu ý kiến: the official answers what was said of him or her, once, also after the conclusion (principle 7)."""
    inspection = locked(assessment.inspection)
    assessment = Assessment.objects.select_related("inspection").get(pk=assessment.pk)
    require(access.may_answer(viewer, assessment))
    workflow.check("answer", inspection.state)
    if not assessment.done:
        raise NotPossible(_("Đoàn kiểm tra chưa nhận xét."))
    if assessment.opinion:
        raise NotPossible(_("Đồng chí đã nêu ý kiến."))
    assessment.opinion = wanted_text(opinion, "opinion", _("Chưa ghi ý kiến."))
    assessment.opinion_at = now
    assessment.save()
    told(viewer=viewer, inspection=inspection, verb="give_opinion", records=[assessment], now=now)
    notify(
        person_ids=[m.person_id for m in inspection.team.all() if m.leads],
        message=gettext_noop("Người được kiểm tra đã nêu ý kiến trong cuộc kiểm tra %(code)s."),
        params={"code": inspection.code},
        path=reverse("inspections:inspection", args=[inspection.pk]),
        now=now,
        key=f"inspection-opinion:{assessment.pk}",
    )
    return assessment


@transaction.atomic
def conclude_inspection(*, viewer: Viewer, inspection: Inspection, conclusion: str, now: dt.datetime) -> Inspection:
    """Kết luận: not possible while an official is without assessment; the head and the officials are told (I-4)."""
    inspection = locked(inspection)
    if access.assessed(viewer, inspection):
        raise NotAllowed(_("Người được kiểm tra không kết luận cuộc kiểm tra."))
    require(access.may_conclude(viewer, inspection))
    workflow.check("conclude", inspection.state)
    waiting = sum(not a.done for a in inspection.assessments.all())
    if waiting:
        raise NotPossible(gettext("Còn %(n)s người chưa được nhận xét.") % {"n": waiting})
    inspection.conclusion = wanted_text(conclusion, "conclusion", _("Chưa ghi kết luận."))
    inspection.state, inspection.concluded_on = "concluded", clock.local(now).date()
    inspection.save()
    told(viewer=viewer, inspection=inspection, verb="conclude_inspection", records=[inspection], now=now)
    head = responsible_person(inspection.unit, inspection.concluded_on)
    notify(
        person_ids=[head.pk if head else None, *(a.person_id for a in inspection.assessments.all())],
        office=True,
        message=gettext_noop("Đã có kết luận kiểm tra %(code)s."),
        params={"code": inspection.code},
        path=reverse("inspections:inspection", args=[inspection.pk]),
        now=now,
        key=f"inspection-concluded:{inspection.pk}",
    )
    return inspection
