import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0011_self_check_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownHeading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "folded",
                    models.CharField(
                        max_length=200, unique=True, verbose_name="heading"
                    ),
                ),
                ("field", models.CharField(max_length=32, verbose_name="is")),
                ("said_at", models.DateTimeField(verbose_name="said at")),
            ],
            options={
                "verbose_name": "known heading",
                "verbose_name_plural": "known headings",
                "ordering": ("folded",),
                "default_permissions": ("view", "delete"),
            },
        ),
        migrations.AddField(
            model_name="knownheading",
            name="said_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="said by",
            ),
        ),
        migrations.AddField(
            model_name="pendingsheet",
            name="columns",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="pendingsheet",
            name="fixes",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="pendingsheet",
            name="people",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="sheetimport",
            name="sheet_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="sheet"),
        ),
        migrations.AddField(
            model_name="sheetrow",
            name="fixes",
            field=models.JSONField(default=dict, verbose_name="corrected cells"),
        ),
    ]
