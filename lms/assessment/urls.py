from django.urls import path

from . import views

app_name = "lms_assessment"
urlpatterns = [
    path("trainer/<str:code>/scores/", views.scores, name="scores"),
    path("trainer/<str:code>/close/", views.close, name="close"),
]
