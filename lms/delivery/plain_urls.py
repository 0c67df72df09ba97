"""Addresses without a language: a host includes them outside its `i18n_patterns`.

The worker stands at the root, for it may serve only what is below it.
"""

from django.urls import path

from . import views

app_name = "lms_delivery_plain"
urlpatterns = [
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("calendar/feed/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
    path("e/<str:token>/", views.evaluation_link, name="evaluation_link"),
    path("here/<str:token>/", views.here_link, name="here_link"),
    path(
        "api/v1/sessions/<int:pk>/roll-call/",
        views.api_roll_call,
        name="api_roll_call",
    ),
    path("api/v1/sessions/<int:pk>/marks/", views.api_marks, name="api_marks"),
]
