"""Officers of the sample world as those who act."""

from functools import cache

from django.contrib.auth import get_user_model

from anju.core.actors import Actor
from sample.people import SampleStaff


@cache
def officer(member: SampleStaff) -> Actor:
    """A member of the housing authority's staff, at their desk."""
    user = get_user_model().objects.get(username=member.username)
    return Actor(member.username, "authority", frozenset(member.powers), staff_id=user.pk)
