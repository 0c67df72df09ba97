from django.contrib.auth.views import LogoutView
from django.urls import path

from . import views

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("my/", views.after_login, name="after_login"),
    path("my/learning/", views.my_learning, name="my_learning"),
    path("my/learning/<int:pk>.ics", views.my_calendar, name="my_calendar"),
    path("my/institution/", views.my_institution, name="my_institution"),
    path("search/", views.search, name="search"),
]
