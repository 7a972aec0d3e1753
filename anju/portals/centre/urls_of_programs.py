from django.urls import path

from anju.portals.centre.views import programs, subscriptions
from anju.web.subscriptions import TURNS

ONE = "programs/subscriptions/<id:subscription_id>"
urlpatterns = [
    path("programs", programs.keys, name="programs"),
    path("programs/new", programs.new_key, name="new_platform_key"),
    path("programs/<id:api_key_id>", programs.key, name="program"),
    path("programs/<id:api_key_id>/revoke", programs.revoke, name="revoke_program"),
    path("programs/<id:api_key_id>/subscribe", subscriptions.subscribe, name="subscribe"),
    path("programs/trouble", programs.trouble, name="programs_in_trouble"),
    path("programs/subscriptions", subscriptions.subscriptions, name="subscriptions"),
    path(ONE, subscriptions.subscription, name="subscription"),
    path(f"{ONE}/change", subscriptions.change, name="change_subscription"),
    path(f"{ONE}/secret", subscriptions.rotate, name="rotate_secret"),
    *(
        path(f"{ONE}/{verb}", subscriptions.turn, {"verb": verb}, name=f"{verb}_subscription")
        for verb in TURNS
    ),
    path("programs/deliveries", subscriptions.deliveries, name="deliveries"),
    path("programs/deliveries/<id:delivery_id>", subscriptions.delivery, name="delivery"),
    path("programs/deliveries/<id:delivery_id>/resend", subscriptions.resend, name="resend"),
]
