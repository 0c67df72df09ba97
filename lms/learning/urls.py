from django.urls import path

from . import views

app_name = "lms_learning"
urlpatterns = [
    path("sign-up/", views.open_trainings, name="open_trainings"),
    path("sign-up/<str:code>/", views.sign_up, name="sign_up"),
    path("my-lessons/<int:pk>/", views.lesson, name="lesson"),
    path("my-path/", views.my_path, name="my_path"),
    path("my-practice/<int:pk>/", views.practice, name="practice"),
    path("sign-off/", views.sign_off_thanks, name="sign_off_thanks"),
    path("sign-off/<str:token>/", views.sign_off, name="sign_off"),
    path(
        "trainings/<str:code>/practice/",
        views.training_practice,
        name="training_practice",
    ),
]
