from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from anju.core import clock
from anju.web.jobs import forget_ended_sessions

pytestmark = pytest.mark.django_db


@pytest.mark.covers("SEC-03")
def test_ended_sessions_are_forgotten_and_running_ones_kept():
    now = datetime.now(UTC)
    for key, ends in (("ended", now - timedelta(minutes=1)), ("runs", now + timedelta(minutes=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    forget_ended_sessions(clock.today())
    assert list(Session.objects.values_list("session_key", flat=True)) == ["runs"]
