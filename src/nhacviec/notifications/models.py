"""The inbox (thông tin đến)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# In `params` of a message to a substitute: the substitution, and the name of the absent person.
STAND_IN, ABSENT = "_stand_in", "_absent"


class Message(models.Model):
    """Tin báo: something happened that a person must know. Not a notice: a notice is a document (principle 6).

    `message` is a message id with placeholders and `params` its values, so that each reader gets it in his own
    language. `key` makes a message unique: the same event is told once.
    """

    person_id = models.BigIntegerField(_("người nhận"))
    at = models.DateTimeField(_("lúc"))
    message = models.CharField(max_length=300)
    params = models.JSONField(default=dict)
    path = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    urgent = models.BooleanField(_("khẩn"), default=False)
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    class Meta:
        verbose_name = _("tin báo")
        indexes = [models.Index(fields=["person_id", "read_at", "-at"])]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.message}"
