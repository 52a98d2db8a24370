from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="issueddocument",
            name="path",
            field=models.CharField(blank=True, max_length=200, verbose_name="trang của văn bản"),
        ),
    ]
