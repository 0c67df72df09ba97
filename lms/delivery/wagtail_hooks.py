from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from .permissions import user_can_edit_training, user_can_see_all_trainings
from .views.home_panels import WaitingPanel, WeekPanel
from .viewsets import DeliveryViewSetGroup


@hooks.register("register_admin_viewset")
def register_viewsets() -> DeliveryViewSetGroup:
    return DeliveryViewSetGroup()


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    if user_can_edit_training(request.user):
        panels.append(WaitingPanel())
    if user_can_see_all_trainings(request.user):
        panels.append(WeekPanel())


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    deeds = {
        "create_training": (_("Create"), _("Training created")),
        "cancel_training": (_("Cancel"), _("Training cancelled")),
        "mark_held": (_("Mark as held"), _("First attendance arrived")),
        "add_session": (_("Add session"), _("Session added")),
        "move_session": (_("Move session"), _("Session moved")),
        "call_off_session": (_("Call off session"), _("Session called off")),
        "put_back_session": (_("Put back session"), _("Session put back")),
        "add_facilitator": (_("Add facilitator"), _("Facilitator added")),
        "ask_facilitator": (_("Ask facilitator"), _("Facilitator asked")),
        "answer_invitation": (_("Answer"), _("Facilitator answered")),
        "remove_facilitator": (_("Remove facilitator"), _("Facilitator removed")),
        "enrol": (_("Enrol"), _("Participant enrolled")),
        "withdraw": (_("Withdraw"), _("Participant withdrawn")),
        "put_on_waiting_list": (_("Waiting list"), _("Put on the waiting list")),
        "move_up": (_("Move up"), _("Moved up from the waiting list")),
        "nominate": (_("Nominate"), _("Participant nominated")),
        "take_back_nomination": (_("Take back"), _("Nomination taken back")),
        "accept_nomination": (_("Accept"), _("Nomination accepted")),
        "decline_nomination": (_("Decline"), _("Nomination not accepted")),
        "mark_session": (_("Roll call"), _("Attendance marked")),
        "match_walk_in": (_("Match"), _("Person who walked in matched")),
        "dismiss_walk_in": (_("Dismiss"), _("Person who walked in is no participant")),
        "take_up_walk_in": (_("Take up again"), _("Person who walked in waits again")),
        "check_in": (_("Check in"), _("Somebody checked in on the phone")),
        "confirm_check_in": (_("Confirm"), _("Check-in confirmed")),
        "refuse_check_in": (_("Refuse"), _("Check-in refused")),
        "settle_dispute": (_("Decide"), _("Disagreement about a mark decided")),
        "import_sheet": (_("Import sheet"), _("Attendance sheet imported")),
        "add_person": (_("Add from a sheet"), _("Person added from a sheet")),
        "decide_row": (_("Decide"), _("Decided who a row is")),
        "add_briefing": (_("Brief"), _("Colleagues briefed noted")),
        "remove_briefing": (_("Take out"), _("Note of a briefing taken out")),
        "hand_over": (_("Hand over"), _("Handover pack taken")),
        "open_evaluation": (_("Open the evaluation"), _("Evaluation opened")),
        "make_feed": (_("Calendar address"), _("Private calendar address made")),
        "approval": (_("Approval"), _("Step of the approval taken")),
        "write_report": (_("Report"), _("Trainer's report written")),
        "resend_letter": (_("Send again"), _("Failed letter sent again")),
        "add_evidence": (_("Add evidence"), _("Evidence added")),
    }
    for deed, (label, message) in deeds.items():
        actions.register_action(f"lms_delivery.{deed}", label, message)
