from django.contrib.auth.views import LogoutView
from django.urls import path

from . import account_views, transcript_views, views

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", account_views.forgotten, name="password_reset"),
    path("password/sent/", account_views.forgotten_done, name="password_reset_done"),
    path(
        "password/again/<str:uidb64>/",
        account_views.link_again,
        name="password_link_again",
    ),
    path(
        "password/<uidb64>/<token>/",
        account_views.ChoosePasswordView.as_view(),
        name="password_reset_confirm",
    ),
    path("my/language/", account_views.my_language, name="my_language"),
    path("my/record/", transcript_views.my_record, name="my_record"),
    path("my/record.pdf", transcript_views.my_record_pdf, name="my_record_pdf"),
    path("people/<int:pk>/record/", transcript_views.record, name="record"),
    path("people/<int:pk>/record.pdf", transcript_views.record_pdf, name="record_pdf"),
    path("my/", views.after_login, name="after_login"),
    path("my/learning/", views.my_learning, name="my_learning"),
    path("my/learning/<int:pk>.ics", views.my_calendar, name="my_calendar"),
    path("my/institution/", views.my_institution, name="my_institution"),
    path("search/", views.search, name="search"),
]
