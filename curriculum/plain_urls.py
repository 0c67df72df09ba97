"""Addresses without a language: a host includes them outside its `i18n_patterns`."""

from django.urls import path

from . import views

app_name = "curriculum_plain"
urlpatterns = [
    path("reading-worker.js", views.reading_worker, name="reading_worker"),
]
