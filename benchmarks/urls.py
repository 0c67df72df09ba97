"""The site's addresses, and before them two that the others are measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.views import serve as serve_page

from config.urls import *  # noqa: F403


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def bare(request: HttpRequest) -> HttpResponse:
    """The page that addresses.py adds, through Wagtail's own view and no other."""
    return serve_page(request, "benchmark/")


urlpatterns = [
    path("benchmark/empty/", empty),
    path("benchmark/bare/", bare),
    *urlpatterns,  # noqa: F405
]
