from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SealCertificate(models.Model):
    """What sealed: the public certificate of a key, as it was at its first seal.

    Rows are never changed; another key, or the same one certified anew, is another row.
    """

    fingerprint = models.CharField("SHA-256", max_length=64, primary_key=True)
    name = models.CharField(_("whose seal"), max_length=255)
    issuer = models.CharField(_("issuer"), max_length=255)
    begins_at = models.DateTimeField(_("valid from"))
    ends_at = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("certificate of a seal")
        verbose_name_plural = _("certificates of seals")
        ordering = ("-begins_at", "fingerprint")

    def __str__(self) -> str:
        return self.name
