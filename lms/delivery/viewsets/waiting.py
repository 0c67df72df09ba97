"""What waits for the office, each thing with the one deed that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from lms.delivery.domain.waiting import Waiting, waiting
from lms.delivery.enums import WaitingKind
from lms.delivery.links import CLOSE, TrainingLink, deeds_of
from lms.delivery.permissions import user_can_edit_training

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

    User = _User | AnonymousUser


class WaitingView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "lms_delivery/admin/waiting.html"
    page_title = gettext_lazy("What waits")
    header_icon = "warning"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not user_can_edit_training(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        queues = [
            (queue, [(row, deed_for(user, queue.kind, row)) for row in queue.rows])
            for queue in waiting(now=timezone.now())
        ]
        return super().get_context_data(queues=queues, **kwargs)


def deed_for(user: User, kind: WaitingKind, row: Waiting) -> TrainingLink:
    """What mends the thing; where no app can do that, the page of the training."""
    code, pk = row.training.code, row.subject.pk
    match kind:
        case WaitingKind.UNLED:
            url = reverse("training:edit", args=[row.training.pk])
            return TrainingLink(_("Find a trainer"), url)
        case WaitingKind.UNMARKED:
            url = reverse("lms_delivery:roll_call", args=[pk])
            return TrainingLink(_("Roll call"), url)
        case WaitingKind.UNSIGNED:
            url = f"{reverse('lms_delivery:signed_sheet')}?session={pk}"
            return TrainingLink(_("Hand in a signed sheet"), url)
        case WaitingKind.DISPUTED:
            url = reverse("lms_delivery:disputes", args=[row.subject.session_id])
            return TrainingLink(_("Decide"), url)
        case WaitingKind.IN_REVIEW:
            return TrainingLink(_("Decide"), reverse("lms_delivery_review:index"))
        case WaitingKind.SUBMITTED:
            url = reverse("lms_delivery:approval", args=[code])
            return TrainingLink(_("Decide"), url)
        case WaitingKind.NOMINATED:
            url = reverse("lms_delivery:nominations_decide", args=[code])
            return TrainingLink(_("Decide"), url)
        case WaitingKind.WALK_IN:
            url = reverse("lms_delivery:walk_ins", args=[code])
            return TrainingLink(_("Say who they are"), url)
        case WaitingKind.TO_CLOSE:
            for link in deeds_of(user, row.training):
                if link.deed == CLOSE:
                    return link
    page = reverse("lms_delivery:training", args=[code])
    return TrainingLink(_("Open the training"), page)


class WaitingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_edit_training(request.user)


class WaitingViewSet(ViewSet):
    name = "lms_delivery_waiting"
    url_prefix = "training-waiting"
    icon = "warning"
    menu_label = gettext_lazy("What waits")
    menu_item_class = WaitingMenuItem

    @cached_property
    def menu_url(self) -> str:
        return reverse("lms_delivery_waiting:index")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.construct_view(WaitingView), name="index")]
