"""An office with its three administrators, made as an installation makes them."""

from django.contrib.auth.models import User

from anju.core.actors import CLOCK, Actor
from anju.people import actions
from anju.people.models import Post
from anju.people.queries import powers_of
from anju.people.rules import Duty, Office


def administrator_of(office: Office, duty: Duty, number: int = 1) -> Actor:
    username = f"{duty.value}.{office.value}.{number}"
    actions.open_administrator_of_office(
        office=office, duty=duty, username=username, name=f"{duty.label}{number}", by=CLOCK
    )
    return acting(User.objects.get(username=username).pk)


def acting(user_id: int) -> Actor:
    """The actor of a member of staff who has signed in with a second factor."""
    user = User.objects.get(pk=user_id)
    return Actor(user.username, user.staff_member.office, powers_of(user_id), staff_id=user_id)


def opened(by: Actor, username: str = "li.qiang", duty: Duty = Duty.BUSINESS) -> int:
    member_id, _ = actions.open_staff(
        username=username,
        name="李强",
        office=Office(by.portal),
        duty=duty,
        phone="13800000009",
        mail="li@example.cn",
        by=by,
    )
    return member_id


def post_of(office: Office, name: str) -> int:
    return Post.objects.get(office=office, name=name).pk
