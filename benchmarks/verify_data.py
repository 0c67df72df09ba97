"""Who verifies what, and whose roll call is handed in meanwhile.

Run inside the site (`manage.py shell`), printed as JSON.
"""

from __future__ import annotations

import json
import sys

from django.test import Client
from django.urls import reverse

from certificates.models import Certificate
from home.domain.demo_logins import LOGINS
from home.roles import TRAINERS
from lms.delivery.models import Session
from users.models import User


def write() -> None:
    name = next(login.username for login in LOGINS if login.role == TRAINERS)
    session = Session.objects.filter(
        training__facilitators__trainer__professional__user__username=name
    ).latest("date")
    client = Client()
    client.force_login(
        User.objects.get(username=name),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    found = {
        "codes": list(Certificate.objects.valid().values_list("code", flat=True)),
        "cookie": f"sessionid={client.cookies['sessionid'].value}",
        "roster": reverse("lms_delivery_plain:api_roll_call", args=[session.pk]),
        "marks": reverse("lms_delivery_plain:api_marks", args=[session.pk]),
        "who": list(session.training.enrolments.values_list("pk", flat=True)),
    }
    json.dump(found, sys.stdout)
