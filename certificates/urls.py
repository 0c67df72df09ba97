from django.urls import path

from . import badge_views, views

app_name = "certificates"
urlpatterns = [
    path("verify/", views.verify_search, name="verify_search"),
    path("verify/<path:code>/badge/", badge_views.badge, name="badge"),
    path("verify/<path:code>/", views.verify, name="verify"),
    path("certificates/<int:pk>/file/", views.download, name="download"),
]
