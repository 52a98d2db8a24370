"""Forms of intake."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhacviec.directives.models import Directive
from nhacviec.directives.queries import readable
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.web.forms import BaseForm, RecordChoiceField

from .queries import assigner_choices

_MOST_DIRECTIVES = 500


class StartForm(BaseForm):
    """Which file, under which directive, in whose name."""

    directive = RecordChoiceField(label=_("Văn bản giao việc"), queryset=Directive.objects.none())
    assigner = RecordChoiceField(label=_("Cơ quan giao việc"), queryset=Organisation.objects.none())
    file = forms.FileField(
        label=_("Tệp phụ lục"),
        help_text=_("Word (.docx) hoặc Excel (.xlsx), tối đa 20 MB. Không tải văn bản có dấu mật."),
        allow_empty_file=True,  # check_upload says it in its own words
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx"}),
        error_messages={
            "required": _("Chưa chọn tệp."),
            "invalid": _("Chưa chọn tệp."),
            "missing": _("Chưa chọn tệp."),
        },
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        directives = readable(viewer).order_by("-issued_on", "-pk")
        assigners = assigner_choices(viewer)
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]
        self.fields["assigner"].queryset = assigners  # type: ignore[attr-defined]
        if assigners.count() == 1:
            self.fields["assigner"].initial = assigners[0].pk
