"""Forms of the import and export of organisations and people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.web.forms import BaseForm, DateField, RecordChoiceField

from .queries import export_roots


class UploadForm(BaseForm):
    """Which workbook."""

    file = forms.FileField(
        label=_("Tệp Excel"),
        help_text=_("Tệp .xlsx theo mẫu, tối đa 20 MB. Kiểm tra trước; chưa xác nhận thì chưa ghi gì."),
        allow_empty_file=True,  # check_upload says it in its own words
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Chưa chọn tệp."),
            "invalid": _("Chưa chọn tệp."),
            "missing": _("Chưa chọn tệp."),
        },
    )


class ExportForm(BaseForm):
    """What is taken out: below which organisation, as it stood on which day."""

    below = RecordChoiceField(label=_("Phạm vi"), queryset=Organisation.objects.none(), required=False)
    on = DateField(label=_("Số liệu ngày"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["below"].queryset = export_roots(viewer)  # type: ignore[attr-defined]
        self.fields["below"].empty_label = _("Tất cả tổ chức đồng chí giữ hồ sơ")  # type: ignore[attr-defined]
