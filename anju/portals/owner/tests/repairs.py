"""Buildings whose homes share repairs, and who looks at it."""

from typing import Any

from anju.fund.tests.world import OwnerTerms, receive, signed_in
from anju.homes.models import Community
from anju.people import actions as people
from anju.people.models import Person
from anju.tests.pages import Pages
from anju.works.models import Share
from anju.works.tests.world import DEPARTMENT, accounts_of, an_owner
from anju.works.tests.world import a_community as a_community_of


def a_building_with(
    owner: OwnerTerms, *, homes: int = 5, balance: int = 50_000_00, sold_public: bool = False
) -> Community:
    """A community of one building with so many homes, the first of which is this owner's; areas as in rule B6.9."""
    terms: dict[str, Any] = {}
    if sold_public:
        unit = people.record_organisation(
            name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=DEPARTMENT
        )
        terms = {"kind": "sold_public", "selling_unit_id": unit.pk}
    community = a_community_of([owner, *map(an_owner, range(1, homes))], balance, **terms)
    if sold_public:
        for account in accounts_of(community):
            receive(account, 3 * balance, ":unit")
    return community


def at_home_of(owner: OwnerTerms) -> Pages:
    """This owner's window, signed in."""
    pages = Pages()
    pages.sign_in_as(Person.objects.get(pk=signed_in(owner).person_id))
    return pages


def own(order: Any, owner: OwnerTerms) -> Share:
    """The share of this owner's home."""
    shares = Share.objects.filter(order=order).select_related("dwelling", "account__dwelling")
    return next(
        one
        for one in shares
        if one.dwelling.owners.filter(until__isnull=True).first().name == owner.name
    )
