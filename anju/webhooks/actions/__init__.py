"""What can be done: tell an event, keep a subscription, note what became of each sending."""

from anju.webhooks.actions.telling import tell, tell_many

__all__ = ["tell", "tell_many"]
