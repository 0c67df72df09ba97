"""What apps on the floors above may listen to."""

from django.dispatch import Signal

#: A training was closed; carries ``training``. Sent inside the transaction that closes
#: it, so what a receiver does stands or falls with the closing.
training_closed = Signal()
