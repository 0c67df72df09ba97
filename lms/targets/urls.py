"""Pages in a language: a host includes them within its `i18n_patterns`."""

from django.urls import path

from . import views

app_name = "lms_targets"
urlpatterns = [path("progress/", views.progress, name="progress")]
