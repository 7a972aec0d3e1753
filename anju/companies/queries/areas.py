from typing import Any

from django.db.models import QuerySet

from anju.companies.models import Area
from anju.core.actors import Actor
from anju.homes import queries as homes


def areas_now(actor: Actor) -> QuerySet[Area]:
    """What a company serves now; nothing for everybody who has not signed in as one."""
    if not actor.is_company:
        return Area.objects.none()
    return Area.objects.filter(
        company__organisation=actor.organisation_id, until__isnull=True
    ).select_related("community")


def communities_of(actor: Actor) -> QuerySet[Any]:
    """The communities a company serves now, by name."""
    return homes.communities_among(areas_now(actor).values("community"))


def manages(actor: Actor, community_id: int) -> bool:
    """Whether a company serves a community now."""
    return areas_now(actor).filter(community=community_id).exists()


def area_of(community_id: int) -> Area | None:
    """By which company a community is served now."""
    found = Area.objects.filter(community=community_id, until__isnull=True)
    return found.select_related("company").first()
