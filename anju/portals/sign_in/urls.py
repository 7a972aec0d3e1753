from django.urls import path

from anju.portals.sign_in import views

app_name = "sign_in"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", views.landing, name="landing"),
    path("sign-in/start", views.start, name="start"),
    path("sign-in/callback", views.callback, name="callback"),
    path("enter/<slug:ticket>", views.enter, name="enter"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("capacity", views.capacity, name="capacity"),
    path("consent", views.notice, name="notice"),
]
