"""Pages of keepers about one person: party membership as it goes on, death. One page, one question."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed
from nhacviec.web.pages import act

from .. import access, actions, forms, queries
from ..access import Viewer
from ..models import Membership, Person, TemporaryActivity
from ..workflow import STEPS

# Word in the address → step of the workflow.
STEP_WORDS = {
    "chinh-thuc": "make_official",
    "mien-sinh-hoat": "exempt",
    "thoi-mien": "lift_exemption",
    "dinh-chi": "suspend",
    "tro-lai": "resume",
}
STEP_PATHS = {step: word for word, step in STEP_WORDS.items()}
EXPLAIN = {
    "make_official": _(
        "Từ ngày ghi dưới đây người này là đảng viên chính thức. Chi bộ và tuổi đảng không đổi; quá trình trước giữ nguyên."
    ),
    "exempt": _("Trong thời gian được miễn, người này không kiểm điểm, không xếp loại. Vẫn là đảng viên của chi bộ."),
    "lift_exemption": _("Từ ngày ghi dưới đây người này sinh hoạt như các đảng viên khác."),
    "suspend": _("Trong thời gian đình chỉ sinh hoạt đảng, người này không kiểm điểm, không xếp loại."),
    "resume": _("Từ ngày ghi dưới đây người này sinh hoạt như các đảng viên khác."),
}


def person_to_keep(request: HttpRequest, pk: int) -> tuple[Viewer, Person]:
    """The viewer and a person whose records he keeps. Raises Http404 for an unknown person, NotAllowed."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not access.keeps_records(viewer):
        raise NotAllowed
    person = queries.person_for(viewer, pk)
    if person is None:
        raise Http404
    if not access.may_keep_person(viewer, person) or viewer.concerns(person.pk):
        raise NotAllowed
    return viewer, person


def membership_to_keep(request: HttpRequest, pk: int) -> tuple[Viewer, Membership]:
    """The viewer and the running membership of a person whose records he keeps. Raises Http404, NotAllowed."""
    viewer, person = person_to_keep(request, pk)
    row = Membership.objects.select_related("cell", "person").filter(person=person, valid_until=None).first()
    if row is None:
        raise Http404
    if not access.may_keep(viewer, row.cell_id):
        raise NotAllowed
    return viewer, row


def _page(
    request: HttpRequest,
    person: Person,
    *,
    title: "str | Promise",
    form: type[django_forms.BaseForm],
    run: Callable[[dict[str, Any]], object],
    success: "str | Promise",
    explain: "str | Promise" = "",
    initial: dict[str, Any] | None = None,
    cell: object = None,
) -> HttpResponse:
    back = reverse("orgs:person", args=[person.pk])

    def done(data: dict[str, Any]) -> str:
        run(data)
        return back

    context = {"person": person, "title": title, "explain": explain, "cell": cell, "back": back}
    template = "orgs/member_act.html"
    return act(request, form_class=form, template=template, run=done, initial=initial, context=context, success=success)


def admit(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi đảng viên vào chi bộ: somebody who is in no cell now."""
    viewer, person = person_to_keep(request, pk)

    def run(data: dict[str, Any]) -> None:
        cell = queries.cell_by_words(data.pop("cell"), data["since"] or data["admitted_on"])
        draft = actions.MembershipDraft(person=person, cell=cell, **data)
        actions.add_memberships(viewer=viewer, drafts=[draft], now=clock.now())

    return _page(
        request,
        person,
        title=_("Ghi đảng viên vào chi bộ"),
        form=forms.AdmitForm,
        run=run,
        success=_("Đã ghi nơi sinh hoạt đảng."),
        explain=_("Đảng viên mới kết nạp, hoặc từ nơi khác chuyển đến. Mỗi lúc một người chỉ sinh hoạt ở một chi bộ."),
    )


def step(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """A change of state of the membership: `workflow.STEPS`."""
    if word not in STEP_WORDS:
        raise Http404
    viewer, row = membership_to_keep(request, pk)
    taken = STEPS[STEP_WORDS[word]]

    def run(data: dict[str, Any]) -> None:
        actions.change_membership(viewer=viewer, membership=row, step=taken.code, now=clock.now(), **data)

    return _page(
        request,
        row.person,
        title=taken.label,
        form=forms.MembershipStepForm,
        run=run,
        success=taken.done,
        explain=EXPLAIN[taken.code],
        initial={"on": viewer.on},
        cell=row.cell,
    )


def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Chuyển sinh hoạt chính thức."""
    viewer, row = membership_to_keep(request, pk)

    def run(data: dict[str, Any]) -> None:
        cell = queries.cell_by_words(data.pop("cell"), data["on"])
        actions.transfer_membership(viewer=viewer, membership=row, cell=cell, now=clock.now(), **data)

    return _page(
        request,
        row.person,
        title=_("Chuyển sinh hoạt đảng"),
        form=forms.TransferForm,
        run=run,
        success=_("Đã ghi chuyển sinh hoạt."),
        explain=_(
            "Từ ngày ghi dưới đây chi bộ mới quản lý và xếp loại; kết quả đã có ở chi bộ cũ giữ nguyên. "
            "Sinh hoạt tạm thời đang có kết thúc cùng ngày."
        ),
        initial={"on": viewer.on},
        cell=row.cell,
    )


def temporary(request: HttpRequest, pk: int) -> HttpResponse:
    """Giới thiệu sinh hoạt tạm thời (G-7)."""
    viewer, row = membership_to_keep(request, pk)

    def run(data: dict[str, Any]) -> None:
        cell = queries.cell_by_words(data.pop("cell"), data["since"])
        actions.start_temporary_activity(viewer=viewer, membership=row, cell=cell, now=clock.now(), **data)

    return _page(
        request,
        row.person,
        title=_("Giới thiệu sinh hoạt tạm thời"),
        form=forms.TemporaryForm,
        run=run,
        success=_("Đã ghi sinh hoạt tạm thời."),
        explain=_(
            "Vẫn là đảng viên của chi bộ chính thức; chi bộ ấy xếp loại, có nhận xét của nơi sinh hoạt tạm thời."
        ),
        initial={"since": viewer.on},
        cell=row.cell,
    )


def end_temporary(request: HttpRequest, pk: int) -> HttpResponse:
    """Kết thúc sinh hoạt tạm thời."""
    row = TemporaryActivity.objects.select_related("cell").filter(pk=pk).first()
    if row is None:
        raise Http404
    viewer, person = person_to_keep(request, row.person_id)

    def run(data: dict[str, Any]) -> None:
        actions.end_temporary_activity(viewer=viewer, activity=row, now=clock.now(), **data)

    return _page(
        request,
        person,
        title=_("Kết thúc sinh hoạt tạm thời"),
        form=forms.MembershipStepForm,
        run=run,
        success=_("Đã ghi kết thúc sinh hoạt tạm thời."),
        explain=_("Ngày ghi dưới đây là ngày đầu tiên trở về chi bộ chính thức."),
        initial={"on": viewer.on},
        cell=row.cell,
    )


def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ra khỏi Đảng: left, struck off, expelled."""
    viewer, row = membership_to_keep(request, pk)

    def run(data: dict[str, Any]) -> None:
        actions.leave_party(viewer=viewer, membership=row, now=clock.now(), **data)

    return _page(
        request,
        row.person,
        title=_("Ra khỏi Đảng"),
        form=forms.LeaveForm,
        run=run,
        success=_("Đã ghi ra khỏi Đảng."),
        explain=_(
            "Ghi theo quyết định của cấp có thẩm quyền. Từ ngày này không còn là đảng viên; chức vụ không tự kết thúc."
        ),
        initial={"on": viewer.on},
        cell=row.cell,
    )


def death(request: HttpRequest, pk: int) -> HttpResponse:
    """Từ trần: membership, posts and substitutions end with the day."""
    viewer, person = person_to_keep(request, pk)

    def run(data: dict[str, Any]) -> None:
        actions.record_death(viewer=viewer, person=person, now=clock.now(), **data)

    return _page(
        request,
        person,
        title=_("Ghi từ trần"),
        form=forms.DeathForm,
        run=run,
        success=_("Đã ghi. Sinh hoạt đảng, chức vụ và việc thay mặt kết thúc cùng ngày."),
        explain=_("Sinh hoạt đảng, mọi chức vụ và việc thay mặt kết thúc hết ngày này. Kết quả đã có giữ nguyên."),
        initial={"on": viewer.on},
    )
