from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_document_path"),
    ]

    operations = [
        migrations.AddField(
            model_name="register",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="đóng sổ ngày"),
        ),
    ]
