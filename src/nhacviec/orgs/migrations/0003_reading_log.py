"""Who read whose membership data; the two kinds of calendar days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orgs", "0002_organisation_sector")]

    operations = [
        migrations.CreateModel(
            name="ReadingLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField(verbose_name="người được xem")),
                ("reader_person_id", models.BigIntegerField(blank=True, null=True, verbose_name="người xem")),
                ("reader_name", models.CharField(max_length=200, verbose_name="tên người xem")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("ground", models.CharField(max_length=200, verbose_name="lý do được xem")),
            ],
            options={
                "verbose_name": "lượt xem",
                "indexes": [models.Index(fields=["person_id", "-at"], name="orgs_readin_person_idx")],
            },
        ),
    ]
