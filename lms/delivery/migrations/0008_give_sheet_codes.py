from django.db import migrations

from lms.delivery.models.session import new_sheet_code


def give_codes(apps, schema_editor):
    Session = apps.get_model("lms_delivery", "Session")
    for session in Session.objects.filter(sheet_code__isnull=True):
        session.sheet_code = new_sheet_code()
        session.save(update_fields=["sheet_code"])


class Migration(migrations.Migration):
    dependencies = [("lms_delivery", "0007_sessions_that_move")]

    operations = [migrations.RunPython(give_codes, migrations.RunPython.noop)]
