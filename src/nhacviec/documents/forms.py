"""Forms of registers."""

from django.utils.translation import gettext_lazy as _

from nhacviec.web.forms import BaseForm, VietnameseTextField


class ReserveForm(BaseForm):
    """Who holds the document of a reserved number."""

    note = VietnameseTextField(
        label=_("Nơi giữ văn bản"),
        help_text=_("Chỉ ghi nơi giữ, không ghi nội dung. Văn bản mật không được nhập vào chương trình."),
        max_length=200,
    )
