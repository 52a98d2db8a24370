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


class StartForm(BaseForm):
    """Which file, under which directive, in whose name."""

    directive = RecordChoiceField(label=_("Văn bản giao việc"), queryset=Directive.objects.none())
    assigner = RecordChoiceField(label=_("Cơ quan giao việc"), queryset=Organisation.objects.none())
    file = forms.FileField(
        label=_("Tệp phụ lục"),
        help_text=_("Word (.docx) hoặc Excel (.xlsx), tối đa 20 MB. Không tải văn bản có dấu mật."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["directive"].queryset = readable(viewer).order_by("-issued_on", "-pk")  # type: ignore[attr-defined]
        self.fields["assigner"].queryset = assigner_choices(viewer)  # type: ignore[attr-defined]


class ConfirmForm(BaseForm):
    """Nothing to fill in: the rows themselves are the answer."""
