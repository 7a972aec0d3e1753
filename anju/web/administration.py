"""【系统管理】 in the menu of every office: what its three administrators open."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.people import queries as people
from anju.people.rules import ADMINISTRATIVE, Power
from anju.web.menus import place_of

ENTRIES = (
    ("users", _("用户管理"), ADMINISTRATIVE),
    ("posts", _("岗位管理"), ADMINISTRATIVE),
    ("approvals", _("岗位核准"), {Power.SECURITY_KEEP}),
    ("audit", _("审计"), {Power.AUDIT_READ}),
)


def administration_menu(actor: Actor, here: str = "") -> list[dict[str, Any]]:
    """The entries that somebody may open; none for who is no administrator."""
    return [
        {
            "url": place_of(f"administration:{name}"),
            "label": label,
            "is_here": name == here,
            "count": people.postings_to_approve(actor).count() if name == "approvals" else 0,
        }
        for name, label, powers in ENTRIES
        if actor.may & powers
    ]
