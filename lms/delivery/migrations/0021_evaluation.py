import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lms.delivery.models.evaluation


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0020_briefing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
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
                    "token",
                    models.CharField(
                        default=lms.delivery.models.evaluation.new_token,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation",
                        to="lms_delivery.training",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation",
                "verbose_name_plural": "evaluations",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="EvaluationAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("answered_on", models.DateField(verbose_name="day")),
                ("ratings", models.JSONField(default=dict)),
                ("most_useful", models.CharField(blank=True, max_length=1000)),
                ("to_improve", models.CharField(blank=True, max_length=1000)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="lms_delivery.evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer of an evaluation",
                "verbose_name_plural": "answers of evaluations",
                "ordering": ("pk",),
                "default_permissions": (),
            },
        ),
    ]
