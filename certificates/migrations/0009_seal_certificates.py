import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0008_templates"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealCertificate",
            fields=[
                (
                    "fingerprint",
                    models.CharField(
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                        verbose_name="SHA-256",
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="whose seal")),
                ("issuer", models.CharField(max_length=255, verbose_name="issuer")),
                ("begins_at", models.DateTimeField(verbose_name="valid from")),
                ("ends_at", models.DateTimeField(verbose_name="valid until")),
            ],
            options={
                "verbose_name": "certificate of a seal",
                "verbose_name_plural": "certificates of seals",
                "ordering": ("-begins_at", "fingerprint"),
            },
        ),
        migrations.AddField(
            model_name="certificate",
            name="seal",
            field=models.ForeignKey(
                help_text="Empty: no key was set when it was issued.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="certificates.sealcertificate",
                verbose_name="seal",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="seal_profile",
            field=models.CharField(
                blank=True,
                choices=[
                    ("B-B", "Baseline (PAdES B-B)"),
                    ("B-T", "With a time stamp (PAdES B-T)"),
                    ("B-LT", "For the long term (PAdES B-LT)"),
                    ("B-LTA", "For the long term (PAdES B-LTA)"),
                ],
                default="",
                max_length=5,
                verbose_name="kind of seal",
            ),
        ),
    ]
