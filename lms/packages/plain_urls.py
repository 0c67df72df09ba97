"""Addresses without a language, for the frame: each is signed for one person."""

from django.urls import path

from . import views

app_name = "lms_packages_plain"
urlpatterns = [
    path("package/<str:token>/state.js", views.package_state, name="package_state"),
    path("package/<str:token>/h5p.html", views.h5p_page, name="h5p_page"),
    path(
        "package/<str:token>/files/<path:name>", views.package_file, name="package_file"
    ),
]
