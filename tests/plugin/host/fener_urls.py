"""The addresses of `wagtail start`, and those of each app that has some."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from host.urls import urlpatterns as host_urlpatterns

urlpatterns = [
    *(
        path("", include(f"{app}.{urls}"))
        for app in settings.FLOORS
        for urls in ("urls", "plain_urls")
        if find_spec(f"{app}.{urls}")
    ),
    *host_urlpatterns,
]
