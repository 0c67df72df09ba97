from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lms_delivery", "0005_copy_earlier_marks")]

    operations = [migrations.DeleteModel(name="SupersededMark")]
