"""Homes of the maintenance fund: whose, where, and who owned them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.identity_numbers import normalise, normalise_name
from anju.core.search import found, words_in
from anju.homes.estate import Sale
from anju.homes.models import Community, Dwelling, Owner
from anju.people import queries as people

WITH_PLACE = ("building__community",)


def owner_digest(name: str, id_number: str) -> bytes:
    """What finds the homes of one owner: name and number together, never one of them. (manual 002, 2.2.1)"""
    return digest(f"owner:{normalise_name(name)}:{normalise(id_number)}")


def digest_of(actor: Actor) -> bytes | None:
    """The digest of who is signed in; None for nobody."""
    if actor.organisation_id is not None:
        organisation = people.organisation(actor.organisation_id)
        return owner_digest(organisation.name, organisation.uscc)
    if actor.person_id is not None:
        person = people.person(actor.person_id)
        return owner_digest(person.name, person.id_number)
    return None


def dwellings_of(actor: Actor) -> QuerySet[Dwelling]:
    """The homes that are this person's or organisation's now."""
    found = digest_of(actor)
    if found is None:
        return Dwelling.objects.none()
    owned = Owner.objects.filter(digest=found, until__isnull=True).values("dwelling")
    return Dwelling.objects.filter(pk__in=owned).select_related(*WITH_PLACE)


def is_owned_by(dwelling: Dwelling, actor: Actor) -> bool:
    found = digest_of(actor)
    return found is not None and owners_now(dwelling).filter(digest=found).exists()


def community(community_id: int) -> Community:
    return Community.objects.get(pk=community_id)


def is_owner(dwelling: Dwelling, name: str, id_number: str) -> bool:
    """Whether somebody of this name and number is one of the owners now."""
    return owners_now(dwelling).filter(digest=owner_digest(name, id_number)).exists()


def dwelling(dwelling_id: int) -> Dwelling:
    return Dwelling.objects.select_related(*WITH_PLACE).get(pk=dwelling_id)


def dwellings_found(words: str, *, district: str = "") -> QuerySet[Dwelling]:
    """Homes of a district, or of all, whose address holds every word of two or more characters; page by id."""
    there = Dwelling.objects.select_related(*WITH_PLACE).order_by("pk")
    if district:
        there = there.filter(building__community__district=district)
    return found(there, words_in("grams", words))


def dwelling_by(
    *, address: str = "", contract_no: str = "", sale: str = Sale.NEW, certificate_no: str = ""
) -> Dwelling | None:
    """The home with exactly this address, contract number (网签合同编号) or certificate number (不动产权证号)."""
    wanted = {"address": address, "contract_no": contract_no, "certificate_no": certificate_no}
    asked = {field: normalise(text) for field, text in wanted.items() if text.strip()}
    if not asked:
        return None
    if contract_no:
        asked["sale"] = sale
    return Dwelling.objects.filter(Q(**asked)).select_related(*WITH_PLACE).order_by("pk").first()


def owners_now(dwelling: Dwelling) -> QuerySet[Owner]:
    return Owner.objects.filter(dwelling=dwelling, until__isnull=True).order_by("pk")


def owners_of(dwellings: Iterable[Dwelling]) -> dict[int, list[Owner]]:
    """The owners now of several homes, by the home's id."""
    listed = [home.pk for home in dwellings]
    found: dict[int, list[Owner]] = {pk: [] for pk in listed}
    for owner in Owner.objects.filter(dwelling__in=listed, until__isnull=True).order_by("pk"):
        found[owner.dwelling_id].append(owner)
    return found


def owner_history(dwelling: Dwelling) -> QuerySet[Owner]:
    return Owner.objects.filter(dwelling=dwelling).order_by("pk")


def communities_of(district: str) -> QuerySet[Community]:
    """The communities of one district, or of the whole city (""), page by key."""
    every = Community.objects.select_related("developer")
    if not district:
        return every.order_by("pk")
    return every.filter(district=district).order_by("name", "pk")


def communities_built_by(actor: Actor) -> QuerySet[Community]:
    """The communities that this organisation builds and sells (开发单位)."""
    if actor.organisation_id is None:
        return Community.objects.none()
    return Community.objects.filter(developer=actor.organisation_id).order_by("pk")


def community_named(district: str, name: str) -> Community | None:
    return Community.objects.filter(district=district, name=name.strip()).first()


def dwelling_at(building_id: int, unit: str, room: str) -> Dwelling | None:
    return Dwelling.objects.filter(building=building_id, unit=unit, room=room).first()
