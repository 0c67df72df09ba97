from django.conf import settings
from django.db import migrations, models

import lms.delivery.models.session


class Migration(migrations.Migration):
    dependencies = [
        ("lms_delivery", "0008_give_sheet_codes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="session",
            name="sheet_code",
            field=models.CharField(
                default=lms.delivery.models.session.new_sheet_code,
                editable=False,
                max_length=10,
                unique=True,
                verbose_name="code of the sign-in sheet",
            ),
        ),
    ]
