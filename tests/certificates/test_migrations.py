from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from certificates.models import Certificate, SealCertificate
from certificates.seal.naming import fingerprint


def apart(deed, *args):
    """In a thread of its own: a browser of an earlier test may hold this one's loop."""

    def do():
        try:
            return deed(*args)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


@pytest.mark.django_db(transaction=True)
def test_seals_of_before_get_their_rows(issue_to, sealing, shelf):
    """What was sealed under the earlier column is known by its certificate after it."""
    [plain] = apart(issue_to, "Arta Gashi").issued
    sealing()
    [sealed] = apart(issue_to, "Besa Krasniqi").issued
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("certificates", "0008_templates")])
        old = executor.loader.project_state([("certificates", "0008_templates")]).apps
        rows = old.get_model("certificates", "Certificate").objects
        assert dict(rows.values_list("pk", "sealed_by")) == {
            plain.pk: "",
            sealed.pk: fingerprint(shelf.rsa.certificate),
        }
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    after = Certificate.objects.in_bulk()
    assert (after[plain.pk].seal, after[plain.pk].seal_profile) == (None, "")
    assert after[sealed.pk].seal_profile == "B-B"
    row = SealCertificate.objects.get()
    assert (after[sealed.pk].seal, row.name) == (row, "TEST – Seal, TEST")
    assert row.ends_at == shelf.rsa.certificate.not_valid_after_utc
