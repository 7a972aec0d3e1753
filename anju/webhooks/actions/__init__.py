"""What can be done: tell an event, keep a subscription, note what became of each sending."""

from anju.webhooks.actions.sending import claim_lanes, put_back, record_attempt
from anju.webhooks.actions.subscriptions import (
    change_subscription,
    end_of_dead_keys,
    end_subscription,
    give_up_what_is_over,
    pause_subscription,
    resend,
    resume_subscription,
    revoke_program,
    rotate_secret,
    send_test_event,
    subscribe,
    subscribe_platform,
)
from anju.webhooks.actions.telling import tell, tell_many

__all__ = [
    "change_subscription",
    "claim_lanes",
    "end_of_dead_keys",
    "end_subscription",
    "give_up_what_is_over",
    "pause_subscription",
    "put_back",
    "record_attempt",
    "resend",
    "resume_subscription",
    "revoke_program",
    "rotate_secret",
    "send_test_event",
    "subscribe",
    "subscribe_platform",
    "tell",
    "tell_many",
]
