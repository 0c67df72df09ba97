import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0010_planning"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckIn",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("phone", models.CharField(max_length=64)),
                (
                    "doubts",
                    models.JSONField(blank=True, default=list, verbose_name="doubts"),
                ),
                ("code_made_at", models.DateTimeField(verbose_name="code shown at")),
                ("said_at", models.DateTimeField(verbose_name="said at")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for the trainer"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="decided at"
                    ),
                ),
            ],
            options={
                "verbose_name": "self check-in",
                "verbose_name_plural": "self check-ins",
                "ordering": ("said_at", "pk"),
                "default_permissions": ("view",),
            },
        ),
        migrations.AddField(
            model_name="checkin",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="enrolment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="check_ins",
                to="lms_delivery.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="check_ins",
                to="lms_delivery.session",
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="walk_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="lms_delivery.walkin",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("enrolment__isnull", False),
                    models.Q(("status", "refused"), _negated=True),
                ),
                fields=("session", "enrolment"),
                name="unique_check_in",
            ),
        ),
    ]
