from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0010_seals_of_before"),
    ]

    operations = [
        migrations.RemoveField(model_name="certificate", name="sealed_by"),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=Q(seal=None, seal_profile="")
                | (Q(seal__isnull=False) & ~Q(seal_profile="")),
                name="seal_and_its_profile_together",
            ),
        ),
    ]
