from django.db import migrations, models
from django.db.models import F


def give_moments(apps, schema_editor):
    waiting = apps.get_model("lms_delivery", "Enrolment").objects.filter(
        status="waiting", waiting_since=None
    )
    waiting.update(waiting_since=F("enrolled_at"))


class Migration(migrations.Migration):
    dependencies = [("lms_delivery", "0021_evaluation")]

    operations = [
        migrations.RunPython(give_moments, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "waiting"), _negated=True),
                    ("waiting_since__isnull", False),
                    _connector="OR",
                ),
                name="waiting_list_has_an_order",
            ),
        ),
    ]
