"""The desks of the fund: officers of the centre, and of the departments of two districts."""

from collections.abc import Callable

import pytest

from anju.core.actors import Actor
from anju.people import actions as people
from anju.people.rules import Power
from anju.tests.pages import Pages

KEEPER = Actor("xi.tong", "centre", frozenset({Power.USER_KEEP}), staff_id=999)


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def officer(db) -> Callable[..., Pages]:
    """Somebody with these powers, signed in; of a department where its district is named."""

    def signed_in(
        *powers: str, username: str = "lin.fang", name: str = "林芳", district: str = ""
    ) -> Pages:
        pages = Pages()
        user = pages.as_staff(*powers, username=username, name=name)
        people.place_at_department(member_id=user.pk, district=district, by=KEEPER)
        return pages

    return signed_in
