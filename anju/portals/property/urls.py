from django.urls import include, path

from anju.portals.property.views import home, sign_in

app_name = "property"

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-in/unverified", sign_in.sign_in_unverified, name="sign_in_unverified"),
    path("application", home.application, name="application"),
    path("", include("anju.portals.property.urls_of_orders")),
    path("", include("anju.portals.property.urls_of_votes")),
]
