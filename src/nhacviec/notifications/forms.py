"""Forms of the inbox."""

from nhacviec.web.forms import BaseForm, IdField


class ReadForm(BaseForm):
    """One message to mark as read; without one, all."""

    message = IdField(required=False)
