"""Duties of all rooms as lines of one list: what, until when, for whom, and the one next step (guide, 02)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from nhacviec.inspections.models import Inspection
from nhacviec.reminders.models import Consequence
from nhacviec.reminders.queries import NoticeDuty
from nhacviec.tasks.queries import Duty
from nhacviec.tasks.workflow import VERB_LABELS
from nhacviec.web import formats, states

from ..queries.work import ReviewDuty, Work

_ICONS = {
    "receive": "check",
    "report": "send",
    "report_obstacle": "flag",
    "submit": "check",
    "accept": "clipboard-check",
    "return": "arrow-right",
    "answer_obstacle": "messages",
    "refer_obstacle": "stairs",
    "decide_extension": "calendar",
}
_NOTICE_ICONS = {"sign": "signature", "serve": "send", "acknowledge": "check", "reply": "messages", "decide": "gavel"}


@dataclass(frozen=True, slots=True)
class Step:
    """A button: its words, icon and address."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `days` are working days left, negative when over; `theirs`: the clock belongs to somebody else."""

    label: str
    icon: str
    title: str
    url: str
    due: dt.date | None = None
    days: int | None = None
    meta: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    more: str = ""
    answer: bool = False
    theirs: bool = False

    @property
    def late_days(self) -> int:
        """Working days over."""
        return max(-(self.days or 0), 0)


@dataclass(frozen=True)
class Group:
    """Lines under one head, with a word on whose clock it is."""

    key: str
    label: str
    hint: str
    chip: str
    items: list[Item] = field(default_factory=list)


def groups_of(work: Work, me: str) -> list[Group]:
    """The groups of "my work" in their order of urgency; the one of new things only when there are any. `me`: my name."""
    notices = [_of_notice(one) for one in work.notices]
    decide = [item for one, item in zip(work.notices, notices, strict=True) if one.kind in ("sign", "serve", "decide")]
    answer = [item for one, item in zip(work.notices, notices, strict=True) if one.kind in ("acknowledge", "reply")]
    reviews = [(one.kind, _of_review(one)) for one in work.reviews]
    late_answers = [item for item in answer if item.days is not None and item.days < 0]
    new = [item for item in answer if item not in late_answers]
    new += [item for kind, item in reviews if kind != "decide"]
    new += [_of_inspection(one) for one in work.inspections]
    decide += [_to_answer(one) for one in work.answers]
    decide += [item for kind, item in reviews if kind == "decide"]
    decide += [_of_case(one) for one in work.cases]
    found = [
        Group(
            "qua-han", _("Quá hạn"), _("đã trừ thời gian chờ cấp trên"), _("Quá hạn"),
            [*late_answers, *_of_tasks(work.late, me)],
        ),
        Group("7-ngay", _("Đến hạn trong 7 ngày"), "", _("Trong 7 ngày"), _of_tasks(work.soon, me)),
        Group(
            "tiep-nhan", _("Cần tiếp nhận, phản hồi"), _("việc mới giao, thông báo, xếp loại, kiểm tra"),
            _("Cần tiếp nhận"), [*new, *_of_tasks(work.receive, me)],
        ),
        Group(
            "quyet", _("Cần tôi quyết"), _("cấp dưới đang chờ, thời gian chờ không tính cho họ"), _("Cần tôi quyết"),
            sorted(decide, key=lambda item: item.due or dt.date.min),
        ),
        Group(
            "dang-cho", _("Đang chờ người khác"), _("không phải làm gì, đồng hồ thuộc về nơi phải trả lời"),
            _("Đang chờ"), [_waiting(one) for one in work.waits],
        ),
    ]  # fmt: skip
    return [group for group in found if group.items or group.key != "tiep-nhan"]


def to_answer(answers: Iterable[Duty], notices: Iterable[NoticeDuty]) -> list[Item]:
    """The box of the first screen: what waits for a signature, a decision or an answer of mine, soonest first."""
    found = [_of_notice(one) for one in notices] + [_to_answer(one) for one in answers]
    return sorted(found, key=lambda item: item.due or dt.date.min)


def _of_tasks(duties: Iterable[Duty], me: str) -> list[Item]:
    return [
        Item(
            label=str(VERB_LABELS[one.verbs[0]]),
            icon=_ICONS.get(one.verbs[0], ""),
            title=one.title,
            url=reverse("tasks:detail", args=[one.task_id]),
            due=one.due,
            days=one.days,
            meta=_task_meta(one, me),
            steps=_steps(one),
            more=reverse("tasks:detail", args=[one.task_id]),
        )
        for one in duties
    ]


def _task_meta(duty: Duty, me: str) -> tuple[str, ...]:
    assigned = _("%(who)s giao") % {"who": duty.who}
    parts = [
        _("Sản phẩm: %(product)s") % {"product": duty.product},
        f"{assigned}, {duty.source}" if duty.source else assigned,
        _("Chịu trách nhiệm: %(name)s") % {"name": duty.responsible} if duty.responsible not in ("", me) else "",
        str(states.WORKING_STATES["returned"].label) if duty.state == "returned" else "",
    ]
    return tuple(part for part in parts if part)


def _steps(duty: Duty) -> tuple[Step, ...]:
    """The next step and one beside it; the page of the task has the rest."""
    return tuple(
        Step(str(VERB_LABELS[verb]), reverse(f"tasks:{verb}", args=[duty.target]), _ICONS.get(verb, ""))
        for verb in duty.verbs[:2]
    )


def _to_answer(duty: Duty) -> Item:
    words = {
        "answer_obstacle": (_("Trả lời"), _("%(who)s báo vướng mắc %(day)s"), duty.text or duty.title),
        "decide_extension": (_("Gia hạn"), _("%(who)s xin gia hạn %(day)s"), duty.title),
        "accept": (_("Nghiệm thu"), _("%(who)s nộp %(day)s"), duty.title),
    }
    label, asked, title = words[duty.kind]
    meta = [asked % {"who": duty.who, "day": formats.day(duty.at)}]
    if title != duty.title:
        meta.append(duty.title)
    return Item(
        label=label,
        icon=_ICONS[duty.kind],
        title=title,
        url=reverse(duty.next_url, args=[duty.target]),
        due=duty.due,
        days=duty.days,
        meta=tuple(meta),
        steps=_steps(duty),
        answer=True,
    )


def _waiting(duty: Duty) -> Item:
    words = {
        "answer_obstacle": _("Báo vướng mắc %(day)s, chờ %(who)s trả lời"),
        "decide_extension": _("Xin gia hạn %(day)s, chờ %(who)s quyết định"),
        "accept": _("Nộp %(day)s, chờ %(who)s nghiệm thu"),
    }
    return Item(
        label="",
        icon="hourglass",
        title=duty.title,
        url=reverse("tasks:detail", args=[duty.task_id]),
        due=duty.due,
        days=duty.days,
        meta=(words[duty.kind] % {"day": formats.day(duty.at), "who": duty.who},),
        theirs=True,
    )


def _of_notice(duty: NoticeDuty) -> Item:
    labels = {
        "sign": (_("Ký"), _("Ký thông báo"), _("Trình ký %(day)s")),
        "serve": (_("Giao"), _("Giao thông báo"), _("Đã ký %(day)s")),
        "acknowledge": (_("Tiếp nhận"), _("Tiếp nhận thông báo"), _("Giao ngày %(day)s")),
        "reply": (_("Phản hồi"), _("Phản hồi thông báo"), _("Giao ngày %(day)s")),
        "decide": (_("Quyết định"), _("Quyết định về hệ quả"), _("Đề nghị ngày %(day)s")),
    }
    label, verb, since = labels[duty.kind]
    kind = _("Thông báo nhắc việc lần thứ nhất") if duty.level == 1 else _("Thông báo nhắc việc lần thứ hai")
    name = f"{kind} {duty.number}".strip()
    return Item(
        label=label,
        icon=_NOTICE_ICONS[duty.kind],
        title=_("%(notice)s: %(unit)s") % {"notice": name, "unit": duty.unit},
        url=duty.path,
        due=duty.due,
        days=duty.days,
        meta=(duty.title, since % {"day": formats.day(duty.at)}),
        steps=(Step(verb, duty.path, _NOTICE_ICONS[duty.kind]),),
        answer=True,
    )


def _of_review(duty: ReviewDuty) -> Item:
    year = {"year": duty.year, "name": duty.name, "number": formats.number(duty.number)}
    if duty.kind == "decide":
        url = reverse("reviews:campaign", args=[duty.pk])
        title = _("Quyết định xếp loại năm %(year)s: %(number)s đối tượng đã bỏ phiếu") % year
        return Item(
            _("Xếp loại"), "stairs", title, url, steps=(Step(_("Xem và quyết định"), url, "stairs"),), answer=True
        )
    if duty.kind == "self_grade":
        url = reverse("reviews:self_review", args=[duty.pk])
        title = _("Tự kiểm điểm, tự xếp loại năm %(year)s") % year
        step = Step(_("Tự kiểm điểm"), url, "writing")
    else:
        url = reverse("reviews:reply", args=[duty.pk])
        title = _("Ý kiến về mức xếp loại được đề nghị năm %(year)s") % year
        step = Step(_("Nêu ý kiến"), url, "messages")
    return Item(_("Xếp loại"), "stairs", title, url, duty.due, meta=(duty.name,) if duty.name else (), steps=(step,))


def _of_case(one: Consequence) -> Item:
    """A case that the deciding body wants opened."""
    url = f"{reverse('discipline:open', args=[one.person_id])}?de-nghi={one.pk}"
    title = _("Mở vụ việc kỷ luật: %(name)s") % {"name": one.person.full_name if one.person else ""}
    step = Step(_("Mở vụ việc"), url, "gavel")
    return Item(_("Kỷ luật"), "gavel", title, url, meta=(one.notice.task.title,), steps=(step,), answer=True)


def _of_inspection(one: Inspection) -> Item:
    url = reverse("inspections:inspection", args=[one.pk])
    title = _("Kiểm tra: %(unit)s") % {"unit": one.unit.name}
    step = Step(_("Mở cuộc kiểm tra"), url, "clipboard-check")
    return Item(_("Kiểm tra"), "clipboard-check", title, url, meta=(one.subject,), steps=(step,))
