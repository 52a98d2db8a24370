"""The first tables of this room."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="WorkerBeat",
            fields=[
                (
                    "worker_id",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="tiến trình"),
                ),
                ("host", models.CharField(max_length=255, verbose_name="máy")),
                ("process", models.PositiveIntegerField(verbose_name="số tiến trình")),
                ("beat_at", models.DateTimeField(verbose_name="nhịp gần nhất")),
            ],
            options={
                "verbose_name": "nhịp của tiến trình chạy nền",
            },
        ),
        migrations.CreateModel(
            name="ScheduledRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="việc định kỳ")),
                ("due_at", models.DateTimeField(verbose_name="đến hạn lúc")),
                ("enqueued_at", models.DateTimeField(null=True, verbose_name="đưa vào hàng đợi lúc")),
            ],
            options={
                "verbose_name": "lần chạy theo lịch",
                "constraints": [models.UniqueConstraint(fields=("name", "due_at"), name="scheduled_run_once")],
            },
        ),
    ]
