import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0003_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WalkIn",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "institution",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="institution"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Not matched yet"),
                            ("matched", "Matched"),
                            ("dismissed", "No participant"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "device",
                    models.UUIDField(
                        default=uuid.UUID("00000000-0000-0000-0000-000000000000")
                    ),
                ),
                (
                    "device_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="time on the device"
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="decided at"
                    ),
                ),
            ],
            options={
                "verbose_name": "walk-in",
                "verbose_name_plural": "walk-ins",
                "ordering": ("received_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="MarkEvent",
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
                (
                    "value",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("late", "Late"),
                            ("excused", "Excused"),
                            ("absent", "Absent"),
                        ],
                        max_length=8,
                        verbose_name="mark",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("live", "Roll call"),
                            ("offline", "Roll call without network"),
                            ("paper", "Signed sheet"),
                            ("import", "Imported sheet"),
                            ("self", "Self check-in"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                (
                    "device",
                    models.UUIDField(
                        default=uuid.UUID("00000000-0000-0000-0000-000000000000"),
                        verbose_name="device",
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("seen", models.PositiveBigIntegerField(default=0)),
                (
                    "device_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="time on the device"
                    ),
                ),
                (
                    "clock_ahead",
                    models.IntegerField(default=0, verbose_name="clock ahead, s"),
                ),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "cell",
                    models.CharField(blank=True, max_length=12, verbose_name="cell"),
                ),
            ],
            options={
                "verbose_name": "word about a mark",
                "verbose_name_plural": "words about marks",
                "ordering": ("session", "number"),
                "default_permissions": ("view",),
            },
        ),
        migrations.AddField(
            model_name="walkin",
            name="added_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written down by",
            ),
        ),
        migrations.AddField(
            model_name="walkin",
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
            model_name="walkin",
            name="enrolment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="walk_ins",
                to="lms_delivery.enrolment",
                verbose_name="enrolment",
            ),
        ),
        migrations.AddField(
            model_name="walkin",
            name="training",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="walk_ins",
                to="lms_delivery.training",
            ),
        ),
        migrations.AddField(
            model_name="markevent",
            name="enrolment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="lms_delivery.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="markevent",
            name="said_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="marked by",
            ),
        ),
        migrations.AddField(
            model_name="markevent",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="lms_delivery.session",
            ),
        ),
        migrations.AddField(
            model_name="markevent",
            name="sheet_row",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="events",
                to="lms_delivery.sheetrow",
                verbose_name="row of the sheet",
            ),
        ),
        migrations.AddField(
            model_name="markevent",
            name="walk_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="lms_delivery.walkin",
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="is_disputed",
            field=models.BooleanField(default=False, verbose_name="disputed"),
        ),
        migrations.AddConstraint(
            model_name="walkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "matched"), _negated=True),
                    ("enrolment__isnull", False),
                    _connector="OR",
                ),
                name="matched_walk_in_has_an_enrolment",
            ),
        ),
        migrations.AddIndex(
            model_name="markevent",
            index=models.Index(
                fields=["enrolment", "session"], name="mark_event_of_whom"
            ),
        ),
        migrations.AddConstraint(
            model_name="markevent",
            constraint=models.UniqueConstraint(
                fields=("session", "number"), name="unique_mark_event_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="markevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("enrolment__isnull", False),
                    ("walk_in__isnull", False),
                    _connector="OR",
                ),
                name="mark_event_is_about_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="markevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen__lt", models.F("number"))),
                name="mark_event_saw_earlier_ones",
            ),
        ),
    ]
