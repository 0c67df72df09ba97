"""What a host site may listen to; sent on commit."""

from django.dispatch import Signal

#: A certificate is safely stored; carries ``certificate_id``.
certificate_issued = Signal()
