from django.urls import include, path

from anju.portals.property.views import application, home, keys, registration, sign_in

app_name = "property"

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-in/unverified", sign_in.sign_in_unverified, name="sign_in_unverified"),
    path("sign-in/confirm", sign_in.confirm, name="confirm"),
    path("register", registration.register, name="register"),
    path("register/activation", registration.activation, name="activation"),
    path("register/activation/code", registration.ask_code, name="ask_code"),
    path("register/activation/link", registration.ask_link, name="ask_link"),
    path("register/activate", registration.activate_by_code, name="activate_by_code"),
    path("register/activated", registration.activated, name="activated"),
    path("activate/<slug:token>", registration.activate_by_link, name="activate_by_link"),
    path("application", application.application, name="application"),
    path("application/done", application.applied, name="applied"),
    path("application/print", application.print_application, name="print_application"),
    path("key", keys.enrol, name="enrol"),
    path("password", keys.password, name="password"),
    path("", include("anju.portals.property.urls_of_areas")),
    path("", include("anju.portals.property.urls_of_orders")),
    path("", include("anju.portals.property.urls_of_votes")),
]
