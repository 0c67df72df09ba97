import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0018_reopening"),
        ("trainers_pool", "0002_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainerReport",
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
                ("went_well", models.TextField(verbose_name="what went well")),
                (
                    "difficulties",
                    models.TextField(blank=True, verbose_name="difficulties"),
                ),
                ("risks", models.TextField(blank=True, verbose_name="risks")),
                ("follow_up", models.TextField(blank=True, verbose_name="follow-up")),
                (
                    "planned_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="planned days"
                    ),
                ),
                (
                    "held_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="days held"
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="lms_delivery.training",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "trainer's report",
                "verbose_name_plural": "trainers' reports",
                "ordering": ("-written_at", "-pk"),
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="CostLine",
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
                ("what", models.CharField(max_length=120, verbose_name="what")),
                (
                    "planned",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="planned, €",
                    ),
                ),
                (
                    "actual",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="paid, €",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trainers_pool.institution",
                        verbose_name="funder",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="lms_delivery.training",
                    ),
                ),
            ],
            options={
                "verbose_name": "cost",
                "verbose_name_plural": "costs",
                "ordering": ("pk",),
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned__isnull", True),
                            ("planned__gte", 0),
                            _connector="OR",
                        ),
                        name="planned_cost_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actual__isnull", True),
                            ("actual__gte", 0),
                            _connector="OR",
                        ),
                        name="paid_cost_is_not_negative",
                    ),
                ],
            },
        ),
    ]
