import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0009_unique_sheet_codes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="training",
            options={
                "ordering": ("-start_date", "code"),
                "permissions": (
                    ("import_sheet", "Can import attendance sheets"),
                    ("close_training", "Can close trainings"),
                    ("reopen_training", "Can open closed trainings again"),
                    ("approve_training", "Can approve trainings"),
                ),
                "verbose_name": "training",
                "verbose_name_plural": "trainings",
            },
        ),
        migrations.AddField(
            model_name="training",
            name="approval",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("returned", "Sent back"),
                    ("approved", "Approved"),
                ],
                default="draft",
                max_length=12,
                verbose_name="approval",
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="capacity",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Leave empty if there is no limit.",
                null=True,
                verbose_name="places",
            ),
        ),
        migrations.CreateModel(
            name="ApprovalStep",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("returned", "Sent back"),
                            ("approved", "Approved"),
                        ],
                        max_length=12,
                        verbose_name="approval",
                    ),
                ),
                (
                    "message",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="message"
                    ),
                ),
                ("taken_at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "step of the approval",
                "verbose_name_plural": "steps of the approval",
                "ordering": ("taken_at", "pk"),
                "default_permissions": ("view",),
            },
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="taken_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="training",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="approval_steps",
                to="lms_delivery.training",
            ),
        ),
        migrations.AddField(
            model_name="facilitator",
            name="answer",
            field=models.CharField(
                choices=[
                    ("asked", "Asked"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                ],
                default="accepted",
                max_length=12,
                verbose_name="answer",
            ),
        ),
        migrations.AddField(
            model_name="facilitator",
            name="answer_note",
            field=models.CharField(
                blank=True, max_length=255, verbose_name="words with it"
            ),
        ),
        migrations.AddField(
            model_name="facilitator",
            name="answered_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="answered at"
            ),
        ),
        migrations.AddField(
            model_name="facilitator",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="asked at"),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="decided_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="decided at"
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="decision_note",
            field=models.CharField(
                blank=True, max_length=255, verbose_name="words with it"
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="nominated_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="nominated at"
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="nominated_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="nominated by",
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="waiting_since",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="waiting since"
            ),
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="status",
            field=models.CharField(
                choices=[
                    ("nominated", "Nominated"),
                    ("declined", "Not accepted"),
                    ("waiting", "Waiting list"),
                    ("enrolled", "Enrolled"),
                    ("withdrawn", "Withdrawn"),
                    ("no_show", "Did not come"),
                    ("completed", "Completed"),
                    ("not_completed", "Not completed"),
                ],
                default="enrolled",
                max_length=16,
                verbose_name="status",
            ),
        ),
    ]
