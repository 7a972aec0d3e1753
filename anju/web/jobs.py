"""What the clock does for the web: sessions whose time is over are forgotten."""

from datetime import date

from django.contrib.sessions.backends.db import SessionStore

from anju.core.days import daily


@daily("web.sessions")
def forget_ended_sessions(day: date) -> None:
    SessionStore.clear_expired()
