from django.urls import path

from . import views

app_name = "certificates"
urlpatterns = [
    path("verify/", views.verify_search, name="verify_search"),
    path("verify/<path:code>/", views.verify, name="verify"),
    path("certificates/<int:pk>/file/", views.download, name="download"),
]
