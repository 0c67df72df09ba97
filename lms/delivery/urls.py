from django.urls import path

from . import views

app_name = "lms_delivery"
urlpatterns = [
    path("trainer/", views.today, name="today"),
    path("trainer/new/", views.training_create, name="training_create"),
    path("trainer/calendar/", views.calendar_address, name="calendar_address"),
    path("trainer/roll-call/", views.roll_call_shell, name="roll_call_shell"),
    path("trainer/sheet/", views.signed_sheet, name="signed_sheet"),
    path("trainer/session/<int:pk>/", views.roll_call, name="roll_call"),
    path(
        "trainer/session/<int:pk>/sheet.pdf", views.sign_in_sheet, name="sign_in_sheet"
    ),
    path("trainer/session/<int:pk>/move/", views.session_move, name="session_move"),
    path(
        "trainer/session/<int:pk>/call-off/",
        views.session_call_off,
        name="session_call_off",
    ),
    path("trainer/invitation/<int:pk>/", views.invitation, name="invitation"),
    path("trainer/session/<int:pk>/disputes/", views.disputes, name="disputes"),
    path("trainer/session/<int:pk>/check-in/", views.check_in, name="check_in"),
    path("here/", views.here, name="here"),
    path("trainer/evidence/<int:pk>/", views.evidence, name="evidence"),
    path("trainer/<str:code>/", views.training, name="training"),
    path(
        "trainer/<str:code>/calendar.ics",
        views.training_calendar,
        name="training_calendar",
    ),
    path("trainer/<str:code>/person/<int:pk>/", views.attendance, name="attendance"),
    path("trainer/<str:code>/session/", views.session_add, name="session_add"),
    path(
        "trainer/<str:code>/sessions/", views.session_generate, name="session_generate"
    ),
    path("trainer/<str:code>/sessions/copy/", views.session_copy, name="session_copy"),
    path("trainer/<str:code>/evidence/", views.evidence_add, name="evidence_add"),
    path("trainer/<str:code>/import/", views.sheet_import, name="sheet_import"),
    path(
        "trainer/<str:code>/import/<uuid:pk>/",
        views.sheet_preview,
        name="sheet_preview",
    ),
    path("nominations/", views.nominations, name="nominations"),
    path("nominations/<str:code>/", views.nominate, name="nominate"),
    path(
        "nominations/take-back/<int:pk>/",
        views.nomination_take_back,
        name="nomination_take_back",
    ),
    path("trainer/<str:code>/walk-ins/", views.walk_ins, name="walk_ins"),
    path(
        "trainer/<str:code>/nominations/",
        views.nominations_decide,
        name="nominations_decide",
    ),
    path("learning/briefings/<int:pk>/", views.my_briefings, name="my_briefings"),
    path(
        "learning/briefings/<int:pk>/remove/",
        views.briefing_remove,
        name="briefing_remove",
    ),
    path("trainer/<str:code>/briefings/", views.briefings, name="briefings"),
    path("evaluation/<str:token>/", views.evaluation, name="evaluation"),
    path(
        "trainer/<str:code>/evaluation/",
        views.evaluation_results,
        name="evaluation_results",
    ),
    path(
        "trainer/<str:code>/evaluation/form.pdf",
        views.evaluation_paper,
        name="evaluation_paper",
    ),
    path(
        "trainer/<str:code>/evaluation/enter/",
        views.evaluation_entry,
        name="evaluation_entry",
    ),
    path("trainer/<str:code>/approval/", views.approval, name="approval"),
    path("trainer/<str:code>/pack/", views.handover_pack, name="handover_pack"),
    path("trainer/<str:code>/report/", views.trainer_report, name="trainer_report"),
]
