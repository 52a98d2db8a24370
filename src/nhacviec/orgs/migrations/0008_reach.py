"""The derived table of who stands above whom, filled from the links and successions that are there."""

import django.db.models.deletion
from django.db import migrations, models

from nhacviec.orgs.actions.reach import rebuild_reach


def fill(apps, schema_editor):
    if apps.get_model("orgs", "Organisation").objects.exists():
        rebuild_reach()


class Migration(migrations.Migration):
    dependencies = [("orgs", "0007_no_overlap_anywhere")]

    operations = [
        migrations.CreateModel(
            name="Reach",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "top_id",
                        "organisation_id",
                        "since",
                        "until",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orgs.organisation",
                    ),
                ),
                (
                    "top",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orgs.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "top", "since", "until"], name="orgs_reach_upward"),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
