"""Forms of organisations, people and the calendar."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nhacviec.web.forms import BaseForm, DateField, RecordChoiceField, VietnameseTextField

from .kinds import AREAS, MEMBERSHIP_ENDS, SECTORS, hierarchy_choices, organisation_kind_choices, post_kind_choices
from .models import Organisation, Person, Post
from .workflow import LEAVING


class FoundForm(BaseForm):
    """Found an organisation below a parent."""

    name = VietnameseTextField(label=_("Tên"), max_length=300)
    short_name = VietnameseTextField(label=_("Tên viết tắt"), max_length=120, required=False)
    code = VietnameseTextField(label=_("Mã"), max_length=40)
    kind = forms.ChoiceField(label=_("Loại tổ chức"), choices=organisation_kind_choices)
    sector = forms.ChoiceField(
        label=_("Khối"), required=False, choices=lambda: [("", _("Không thuộc khối nào")), *SECTORS.items()]
    )
    place = VietnameseTextField(label=_("Địa danh"), max_length=120, required=False)
    hierarchy = forms.ChoiceField(label=_("Trực thuộc theo"), choices=hierarchy_choices)
    founded_on = DateField(label=_("Thành lập ngày"))


class NewPersonForm(BaseForm):
    """Enter a person with the first post in a unit."""

    full_name = VietnameseTextField(label=_("Họ và tên"), max_length=120)
    code = VietnameseTextField(
        label=_("Mã"), max_length=40, help_text=_("Mã nhận biết trong hệ thống, không trùng ai.")
    )
    born_on = DateField(label=_("Ngày sinh"), required=False)
    kind = forms.ChoiceField(label=_("Loại chức vụ"), choices=post_kind_choices, initial="official")
    title = VietnameseTextField(
        label=_("Chức danh"), max_length=160, required=False, help_text=_("Để trống thì dùng tên loại chức vụ.")
    )
    since = DateField(label=_("Từ ngày"))


class AppointForm(BaseForm):
    """Put a known person into a post of a unit."""

    post = RecordChoiceField(Post.objects.none(), label=_("Chức vụ"))
    code = VietnameseTextField(label=_("Mã của người"), max_length=40, help_text=_("Mã ghi trên trang của người ấy."))
    since = DateField(label=_("Từ ngày"))
    acting = forms.BooleanField(label=_("Tạm quyền, giao phụ trách"), required=False)

    def __init__(self, *args: Any, unit: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.filter(organisation=unit).order_by("kind", "title", "id")
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class EndForm(BaseForm):
    """End something on a day, by a document."""

    on = DateField(label=_("Từ ngày"), help_text=_("Ngày đầu tiên không còn giữ chức vụ."))
    document = VietnameseTextField(label=_("Căn cứ"), max_length=200, required=False)


_CELL_HELP = _("Mã hoặc tên chi bộ.")


class MembershipStepForm(BaseForm):
    """A change of a membership from a day, by a document."""

    on = DateField(label=_("Từ ngày"))
    document = VietnameseTextField(label=_("Căn cứ"), max_length=200, required=False)


class AdmitForm(BaseForm):
    """Enter a member in a cell."""

    cell = VietnameseTextField(label=_("Chi bộ"), max_length=200, help_text=_CELL_HELP)
    admitted_on = DateField(label=_("Ngày kết nạp"))
    official_on = DateField(label=_("Ngày chính thức"), required=False, help_text=_("Để trống nếu là đảng viên dự bị."))
    since = DateField(
        label=_("Sinh hoạt ở chi bộ này từ ngày"), required=False, help_text=_("Để trống thì lấy ngày kết nạp.")
    )


class TransferForm(BaseForm):
    """Move a member to another cell."""

    cell = VietnameseTextField(label=_("Chi bộ chuyển đến"), max_length=200, help_text=_CELL_HELP)
    on = DateField(label=_("Từ ngày"))
    document = VietnameseTextField(label=_("Giấy giới thiệu"), max_length=200)


class TemporaryForm(BaseForm):
    """Send a member to another cell for a time."""

    cell = VietnameseTextField(label=_("Nơi sinh hoạt tạm thời"), max_length=200, help_text=_CELL_HELP)
    since = DateField(label=_("Từ ngày"))
    until = DateField(label=_("Đến trước ngày"), required=False)
    document = VietnameseTextField(label=_("Giấy giới thiệu"), max_length=200)


class LeaveForm(BaseForm):
    """End a membership for good."""

    reason = forms.ChoiceField(
        label=_("Lý do"), choices=lambda: [("", _("Chọn")), *((one, MEMBERSHIP_ENDS[one]) for one in LEAVING)]
    )
    on = DateField(label=_("Từ ngày"))
    document = VietnameseTextField(label=_("Quyết định"), max_length=200)


class DeathForm(BaseForm):
    """Record a death."""

    on = DateField(label=_("Ngày từ trần"))
    document = VietnameseTextField(label=_("Căn cứ"), max_length=200, required=False)


class ExtendForm(BaseForm):
    """Another last day of an appointment."""

    until = DateField(label=_("Đến trước ngày"), required=False)
    document = VietnameseTextField(label=_("Căn cứ"), max_length=200)


class CorrectForm(BaseForm):
    """Put an appointment right that was entered wrong."""

    post = RecordChoiceField(Post.objects.none(), label=_("Chức vụ"))
    since = DateField(label=_("Từ ngày"))
    until = DateField(label=_("Đến trước ngày"), required=False)
    acting = forms.BooleanField(label=_("Tạm quyền, giao phụ trách"), required=False)
    reason = VietnameseTextField(label=_("Lý do sửa"), max_length=200)

    def __init__(self, *args: Any, unit: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.filter(organisation=unit).order_by("kind", "title", "id")
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class ReasonForm(BaseForm):
    """Why."""

    reason = VietnameseTextField(label=_("Lý do"), max_length=200)


class SubstituteForm(BaseForm):
    """Name who acts for somebody absent: a colleague from the list, or anybody by code."""

    substitute = RecordChoiceField(Person.objects.none(), label=_("Người thay mặt"), required=False)
    code = VietnameseTextField(
        label=_("Hoặc mã của người khác"),
        max_length=40,
        required=False,
        help_text=_("Dùng khi người ấy không có trong danh sách."),
    )
    areas = forms.MultipleChoiceField(
        label=_("Phạm vi"),
        choices=lambda: list(AREAS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Không chọn mục nào là mọi việc của chức vụ."),
    )
    since = DateField(label=_("Từ ngày"))
    last_day = DateField(label=_("Đến hết ngày"))
    reason = VietnameseTextField(label=_("Lý do vắng"), max_length=200)
    document = VietnameseTextField(label=_("Văn bản"), max_length=200, required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = people  # type: ignore[attr-defined]


class EndSubstitutionForm(BaseForm):
    """End a substitution before its time."""

    on = DateField(label=_("Từ ngày"), help_text=_("Ngày đầu tiên không còn thay mặt."))


class CalendarDayForm(BaseForm):
    """A day off or a worked day of the calendar."""

    day = DateField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Loại"), choices=[("off", _("nghỉ")), ("working", _("làm việc bù"))])
    name = VietnameseTextField(label=_("Tên"), max_length=160)
    source = VietnameseTextField(label=_("Căn cứ"), max_length=300, help_text=_("Số và ngày của văn bản."))


class NoFieldsForm(BaseForm):
    """A page with one button: what it does stands in words beside it."""
