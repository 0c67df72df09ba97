"""Register numbers: neither gap nor duplicate."""

from __future__ import annotations

from certificates.models import CertificateKind, RegisterCounter


def take_number(kind: CertificateKind, *, year: int) -> int:
    """The next number of the kind in that year; call it inside the transaction.

    The row of the counter stays locked until the transaction ends: a number that is
    not used in the end goes back, and nobody else gets it in between.
    """
    counter, _is_new = RegisterCounter.objects.get_or_create(kind=kind, year=year)
    counter = RegisterCounter.objects.select_for_update().get(pk=counter.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def next_number(kind: CertificateKind, *, year: int) -> int:
    """The number that comes next, if nobody else takes it before."""
    counters = RegisterCounter.objects.filter(kind=kind, year=year)
    return 1 + (counters.values_list("last", flat=True).first() or 0)


def as_number(kind: CertificateKind, *, year: int, sequence: int) -> str:
    return f"{kind.prefix}-{year}-{sequence:04}"
