"""What was sealed before there were rows for it, read from the files themselves."""

from django.db import migrations


def keep(apps, schema_editor):
    sealed = apps.get_model("certificates", "Certificate").objects.exclude(sealed_by="")
    files = apps.get_model("certificates", "CertificateFile").objects
    known = set()
    for pk, fingerprint in list(sealed.values_list("pk", "sealed_by")):
        pdf = bytes(files.get(certificate=pk).pdf)
        if fingerprint not in known:
            known.add(fingerprint)
            _keep(apps, fingerprint, pdf)
        sealed.filter(pk=pk).update(
            seal=fingerprint,
            # No other kinds were made.
            seal_profile="B-LT" if b"/DSS" in pdf else "B-B",
        )


def _keep(apps, fingerprint, pdf):
    from certificates.seal.reading import made_by  # noqa: PLC0415 -- heavy

    facts = made_by(pdf)
    apps.get_model("certificates", "SealCertificate").objects.get_or_create(
        fingerprint=fingerprint,
        defaults={
            name: getattr(facts, name)
            for name in ("name", "issuer", "begins_at", "ends_at")
        },
    )


def forget(apps, schema_editor):
    certificates = apps.get_model("certificates", "Certificate").objects
    for fingerprint in certificates.exclude(seal=None).values_list("seal", flat=True):
        certificates.filter(seal=fingerprint).update(sealed_by=fingerprint)


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0009_seal_certificates"),
    ]

    operations = [migrations.RunPython(keep, forget)]
