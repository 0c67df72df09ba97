"""What the apps above may listen to; sent on commit."""

from django.dispatch import Signal

#: A decided row brought a person into a training that was already closed;
#: carries ``enrolment_id``.
enrolled_after_closing = Signal()
