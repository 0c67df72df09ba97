from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home import views

# Wagtail's own login pages ask neither for a lock nor for our words: one door.
doors = [
    path("admin/login/", views.to_the_door),
    path("_util/login/", views.to_the_door),
]

# Of the media only pictures: documents go through Wagtail, which asks who may have them.
pictures = [
    path(
        "media/images/<path:path>",
        serve,
        {"document_root": settings.MEDIA_ROOT / "images"},
    )
]

has_packages = apps.is_installed("lms.packages")

urlpatterns = [
    path("", views.best_language),
    path("healthz", views.healthz, name="healthz"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("", include("curriculum.plain_urls")),
    path("", include("lms.targets.plain_urls")),
    path("", include("lms.delivery.plain_urls")),
    *([path("", include("lms.packages.plain_urls"))] if has_packages else []),
    *doors,
    path("", include("certificates.plain_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *(pictures if getattr(settings, "FENER_SERVES_PICTURES", False) else []),
]
urlpatterns += i18n_patterns(
    path("", include("home.urls")),
    path("", include("lms.delivery.urls")),
    path("", include("lms.assessment.urls")),
    *([path("", include("lms.packages.urls"))] if has_packages else []),
    path("", include("lms.learning.urls")),
    path("", include("certificates.urls")),
    path("", include("lms.targets.urls")),
    *doors,
    re_path(wagtail_urls.serve_pattern, views.serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
)
