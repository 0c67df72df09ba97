import django.db.models.deletion
from django.db import migrations, models

import lms.delivery.models.calendar_feed


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0023_letter"),
        ("trainers_pool", "0002_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
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
                        default=lms.delivery.models.calendar_feed.new_feed_token,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "trainer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to="trainers_pool.trainer",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
                "default_permissions": (),
            },
        ),
    ]
