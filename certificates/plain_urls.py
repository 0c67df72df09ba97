"""Addresses without a language: a host includes them outside its `i18n_patterns`.

The first two are the ones printed on paper.
"""

from django.urls import path

from . import views

app_name = "certificates_plain"
urlpatterns = [
    path("verify/", views.verify_search, name="verify_search"),
    path("verify/<path:code>/", views.verify, name="verify"),
    path(
        "api/v1/certificates/<path:code>/",
        views.api_certificate,
        name="api_certificate",
    ),
]
