"""The two desks of the fund centre, rents in custody and the maintenance fund: the way from one to the other."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.people.rules import OF_FUND, POWERS_OF, Office
from anju.web.menus import place_of

CENTRE, FUND = "centre", "fund_desk"
DESKS = (
    (CENTRE, _("租赁资金监管"), POWERS_OF[Office.CENTRE] - OF_FUND),
    (FUND, _("维修资金"), OF_FUND),
)


def other_desks(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The entry that leads to the other desk, for who has work there."""
    return [
        {"url": place_of(f"{name}:home"), "label": label, "is_here": False}
        for name, label, powers in DESKS
        if name != here and actor.may & powers
    ]
