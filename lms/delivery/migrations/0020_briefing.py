import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0019_trainer_report"),
        ("trainers_pool", "0002_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Briefing",
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
                ("briefed_on", models.DateField(verbose_name="day")),
                (
                    "people",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="colleagues",
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=120, verbose_name="place"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=255, verbose_name="note"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="briefings",
                        to="lms_delivery.enrolment",
                        verbose_name="briefed by",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trainers_pool.institution",
                        verbose_name="institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "briefing of colleagues",
                "verbose_name_plural": "briefings of colleagues",
                "ordering": ("-briefed_on", "-pk"),
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("people__range", (1, 500))),
                        name="briefing_has_people",
                    )
                ],
            },
        ),
    ]
