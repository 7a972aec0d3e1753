from django.urls import path

from anju.portals.enterprise.views import keys, subscriptions
from anju.web.subscriptions import TURNS

urlpatterns = [
    path("programs", keys.keys, name="programs"),
    path("programs/keys/new", keys.new_key, name="new_key"),
    path("programs/keys/<api_key_id:api_key_id>", keys.key, name="key"),
    path("programs/keys/<api_key_id:api_key_id>/replace", keys.replace, name="replace_key"),
    path("programs/keys/<api_key_id:api_key_id>/revoke", keys.revoke, name="revoke_key"),
    path("programs/calls", keys.calls, name="calls"),
    path("programs/subscriptions", subscriptions.subscriptions, name="subscriptions"),
    path("programs/subscriptions/new", subscriptions.subscribe, name="subscribe"),
    path(
        "programs/subscriptions/<subscription_id:subscription_id>",
        subscriptions.subscription,
        name="subscription",
    ),
    path(
        "programs/subscriptions/<subscription_id:subscription_id>/change",
        subscriptions.change,
        name="change_subscription",
    ),
    path(
        "programs/subscriptions/<subscription_id:subscription_id>/secret",
        subscriptions.rotate,
        name="rotate_secret",
    ),
    *(
        path(
            f"programs/subscriptions/<subscription_id:subscription_id>/{verb}",
            subscriptions.turn,
            {"verb": verb},
            name=f"{verb}_subscription",
        )
        for verb in TURNS
    ),
    path("programs/deliveries", subscriptions.deliveries, name="deliveries"),
    path("programs/deliveries/<delivery_id:delivery_id>", subscriptions.delivery, name="delivery"),
    path(
        "programs/deliveries/<delivery_id:delivery_id>/resend",
        subscriptions.resend,
        name="resend",
    ),
]
