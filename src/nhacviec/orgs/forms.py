"""Forms of organisations, people and the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhacviec.web.forms import BaseForm, DateField, RecordChoiceField, VietnameseTextField

from .kinds import SECTORS, hierarchy_choices, organisation_kind_choices, post_kind_choices
from .models import Organisation, Post


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


class AccountForm(BaseForm):
    """Give a person a way in."""

    username = VietnameseTextField(label=_("Tên đăng nhập"), max_length=60)
    password = forms.CharField(
        label=_("Mật khẩu ban đầu"),
        max_length=200,
        strip=False,
        help_text=_("Ít nhất 10 ký tự. Người dùng đổi lại sau lần đăng nhập đầu."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class CalendarDayForm(BaseForm):
    """A day off or a worked day of the calendar."""

    day = DateField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Loại"), choices=[("off", _("nghỉ")), ("working", _("làm việc bù"))])
    name = VietnameseTextField(label=_("Tên"), max_length=160)
    source = VietnameseTextField(label=_("Căn cứ"), max_length=300, help_text=_("Số và ngày của văn bản."))


class NoFieldsForm(BaseForm):
    """A page with one button: what it does stands in words beside it."""
