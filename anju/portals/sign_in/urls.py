from django.urls import path

from anju.portals.sign_in import user_notices, views

app_name = "sign_in"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", views.landing, name="landing"),
    path("sign-in/start", views.start, name="start"),
    path("sign-in/callback", views.callback, name="callback"),
    path("enter/<slug:ticket>", views.enter, name="enter"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("capacity", views.capacity, name="capacity"),
    path("consent", user_notices.notice, name="notice"),
    path("consent/versions", user_notices.versions, name="notices"),
    path("consent/versions/<slug:version>", user_notices.one_version, name="notice_version"),
    path(
        "consent/versions/<slug:version>/<slug:language>.txt",
        user_notices.words,
        name="notice_words",
    ),
]
