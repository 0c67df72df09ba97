"""Addresses without a language: a host includes them outside its `i18n_patterns`.

The first two are the ones printed on paper; those of badges stand in every badge.
"""

from django.urls import path

from . import badge_views, views

app_name = "certificates_plain"
urlpatterns = [
    path("verify/", views.verify_search, name="verify_search"),
    path("verify/<path:code>/", views.verify, name="verify"),
    path(
        "api/v1/certificates/<path:code>/badge/",
        badge_views.api_badge,
        name="api_badge",
    ),
    path(
        "api/v1/certificates/<path:code>/",
        views.api_certificate,
        name="api_certificate",
    ),
    path("badges/did.json", badge_views.badge_issuer, name="badge_issuer"),
    path("badges/keys.json", badge_views.badge_keys, name="badge_keys"),
    path("badges/status/<int:block>/", badge_views.badge_status, name="badge_status"),
]
