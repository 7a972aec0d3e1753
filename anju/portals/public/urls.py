from django.urls import path

from anju.portals.public import views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("verify", views.verify, name="verify"),
    path("verify/<str:no>", views.certificate, name="certificate"),
    path("ledger", views.ledger, name="ledger"),
]
