"""What the running program remembers of itself: which due times were fired, which workers are alive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledRun(models.Model):
    """One firing of one scheduled job (lần chạy theo lịch).

    The unique key makes it one firing on however many machines a scheduler runs. The first row of a name is the
    moment from which due times count; it fired nothing.
    """

    name = models.CharField(_("việc định kỳ"), max_length=60)
    due_at = models.DateTimeField(_("đến hạn lúc"))
    enqueued_at = models.DateTimeField(_("đưa vào hàng đợi lúc"), null=True)

    class Meta:
        verbose_name = _("lần chạy theo lịch")
        constraints = [models.UniqueConstraint(fields=["name", "due_at"], name="scheduled_run_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at.isoformat()}"


class WorkerBeat(models.Model):
    """The last sign of life of a worker process (nhịp của tiến trình chạy nền), by the database's clock."""

    worker_id = models.CharField(_("tiến trình"), max_length=64, primary_key=True)
    host = models.CharField(_("máy"), max_length=255)
    process = models.PositiveIntegerField(_("số tiến trình"))
    beat_at = models.DateTimeField(_("nhịp gần nhất"))

    class Meta:
        verbose_name = _("nhịp của tiến trình chạy nền")

    def __str__(self) -> str:
        return f"{self.worker_id} {self.host}/{self.process}"
