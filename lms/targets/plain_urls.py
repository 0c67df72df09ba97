"""Addresses without a language: a host includes them outside its `i18n_patterns`."""

from django.urls import path

from . import views

app_name = "lms_targets_plain"
urlpatterns = [path("api/v1/targets/", views.api_targets, name="api_targets")]
