"""Letters that a page does not wait for."""

from __future__ import annotations

from django_tasks import task

from .domain.sending import send_letters


@task()
def send_due_letters() -> dict[str, int]:
    """One round of sending; the answer counts and names nobody."""
    done = send_letters()
    return {"written": done.written, "due": len(done.letters)}
