from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0006_delete_supersededmark"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="session",
            name="unique_session_start",
        ),
        migrations.AddField(
            model_name="session",
            name="cancel_reason",
            field=models.CharField(
                blank=True, max_length=255, verbose_name="reason of the cancellation"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="cancelled_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="called off at"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True)),
                fields=("training", "date", "starts"),
                name="unique_session_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_at__isnull", True),
                    models.Q(("cancel_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="session_called_off_with_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="sheet_code",
            field=models.CharField(
                editable=False,
                max_length=10,
                null=True,
                verbose_name="code of the sign-in sheet",
            ),
        ),
    ]
