from django.urls import path

from . import views

app_name = "lms_packages"
urlpatterns = [
    path("packages/", views.packages, name="packages"),
    path("packages/<int:pk>/", views.package, name="package"),
    path("packages/<int:pk>/report/", views.report, name="report"),
    path("trainer/<str:code>/packages/", views.reports, name="reports"),
]
