from django.urls import path

from . import views

app_name = "lms_assessment"
urlpatterns = [
    path("my-tests/", views.tests, name="tests"),
    path("my-tests/<int:pk>/", views.test, name="test"),
    path("my-tests/<uuid:pk>/", views.attempt, name="attempt"),
    path("my-tests/<uuid:pk>/save/", views.attempt_save, name="attempt_save"),
    path("my-tests/<uuid:pk>/result/", views.result, name="result"),
    path("trainer/<str:code>/tests/", views.training_tests, name="training_tests"),
    path(
        "trainer/<str:code>/tests/results/",
        views.training_results,
        name="training_results",
    ),
    path(
        "trainer/<str:code>/tests/<int:pk>/<str:letter>.pdf",
        views.paper_test,
        name="paper_test",
    ),
    path(
        "trainer/<str:code>/tests/<int:pk>/paper/",
        views.paper_entry,
        name="paper_entry",
    ),
    path("my-tests/observation/<int:pk>/", views.observation, name="observation"),
    path("trainer/<str:code>/observations/", views.observations, name="observations"),
    path(
        "trainer/<str:code>/observations/<int:enrolment>/<slug:rubric>/",
        views.observe,
        name="observe",
    ),
    path("trainer/<str:code>/scores/", views.scores, name="scores"),
    path("trainer/<str:code>/close/", views.close, name="close"),
]
