"""The outbox: every letter to a participant, what became of it and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from lms.delivery import conf
from lms.delivery.domain.sending import LetterRefused, send_again
from lms.delivery.enums import LetterState
from lms.delivery.models import Enrolment, Letter
from lms.delivery.tasks import send_due_letters
from trainers_pool.viewsets.search import PeopleIndexView

from .deeds import DeedView
from .ledger import LedgerViewSet


def _when(letter: Letter) -> datetime:
    """When it left, was tried, or is to leave."""
    if letter.state == LetterState.DUE:
        return letter.due_at
    return letter.sent_at or letter.claimed_at or letter.made_at


class LetterIndexView(PeopleIndexView):
    person_prefix = "professional__"
    template_name = "lms_delivery/admin/outbox.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        without = Enrolment.objects.unreachable(today=timezone.localdate()).count()
        return super().get_context_data(
            *args,
            is_switched_off=not conf.mail_enabled(),
            without_address=without,
            without_address_url=f"{reverse('enrolment:index')}?unreachable=true",
            **kwargs,
        )

    def get_list_more_buttons(self, instance: Letter) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        if instance.state == LetterState.FAILED and self.user_has_permission("resend"):
            url = reverse("letter:again", args=[instance.pk])
            buttons.append(Button(_("Send again"), url, icon_name="mail", priority=5))
        return buttons


class SendAgainView(DeedView):
    page_title = gettext_lazy("Send again")
    header_icon = "mail"
    permission_required = "resend"
    question = gettext_lazy(
        "The letter goes to the e-mail that the person has now. If the earlier one left "
        "after all, the person gets it twice."
    )
    button_label = gettext_lazy("Send the letter again")
    refused = LetterRefused

    def act(self) -> str:
        letter = send_again(self.object, by=self.person, now=timezone.now())
        send_due_letters.enqueue()
        return _("%(letter)s: on its way.") % {"letter": letter}


class LetterViewSet(LedgerViewSet):
    model = Letter
    icon = "mail"
    menu_label = gettext_lazy("Outbox")
    index_view_class = LetterIndexView
    list_display = (
        Column(
            "professional",
            label=gettext_lazy("Person"),
            sort_key="professional__folded_name",
        ),
        Column("get_kind_display", label=gettext_lazy("Kind"), sort_key="kind"),
        Column("training.code", label=gettext_lazy("Training"), sort_key="training__code"),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("when", label=gettext_lazy("When"), accessor=_when),
        Column("why", label=gettext_lazy("Why")),
    )  # fmt: skip
    select_related = ("professional", "training")
    list_filter = ("state", "kind", "training")
    list_export = (
        "professional.full_name", "address", "get_kind_display", "training.code",
        "get_state_display", "tries", "made_at", "sent_at", "why",
    )  # fmt: skip
    export_headings = {
        "professional.full_name": gettext_lazy("Person"),
        "training.code": gettext_lazy("Training"),
        "why": gettext_lazy("Why"),
    }
    export_filename = "outbox"
    search_backend_name = None
    inspect_view_fields = (
        "professional", "kind", "training", "state", "reason", "server_words",
        "address", "language", "tries", "made_at", "due_at", "claimed_at", "sent_at",
    )  # fmt: skip

    @property
    def again_view(self) -> Any:
        return self.construct_view(SendAgainView)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("again/<int:pk>/", self.again_view, name="again"),
        ]
