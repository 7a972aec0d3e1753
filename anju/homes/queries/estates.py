"""Homes of the maintenance fund: whose, where, and who owned them."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import among
from anju.core.identity_numbers import normalise, normalise_name
from anju.core.refusals import Refused
from anju.core.search import MOST_RARE, by_index, found, words_in
from anju.homes.estate import CustodyMode, Refusal, Sale
from anju.homes.models import Building, Community, Dwelling, Loss, Owner
from anju.people import queries as people
from anju.people.rules import Power

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


def losses_of(dwelling: Dwelling) -> QuerySet[Loss]:
    """When it was recorded as lost, and taken back; the newest first."""
    return dwelling.losses.order_by("-pk")


def lost_dwellings() -> QuerySet[Dwelling]:
    """Homes that are no more."""
    lost = Loss.objects.filter(withdrawn_at__isnull=True).values("dwelling")
    return Dwelling.objects.filter(pk__in=lost)


def owned_by(name: str, id_number: str) -> QuerySet[Owner]:
    """What somebody of this name and number owns now, both exactly."""
    found = owner_digest(name, id_number)
    return Owner.objects.filter(digest=found, until__isnull=True)


def community(community_id: int) -> Community:
    return Community.objects.get(pk=community_id)


def communities_among(community_ids: Any) -> QuerySet[Community]:
    """Those of some ids, or of a question for ids, by district and name."""
    return Community.objects.filter(pk__in=community_ids).order_by("district", "name")


def communities_of_developer(district: str, words: str) -> QuerySet[Community]:
    """The communities of a district whose developer's name holds these words, by name."""
    there = Community.objects.filter(district=district).select_related("developer")
    named = [
        Q(developer__name__icontains=word) for word in unicodedata.normalize("NFKC", words).split()
    ]
    return there.filter(*named).order_by("name") if named else there.none()


def is_owner(dwelling: Dwelling, name: str, id_number: str) -> bool:
    """Whether somebody of this name and number is one of the owners now."""
    return owners_now(dwelling).filter(digest=owner_digest(name, id_number)).exists()


def dwelling(dwelling_id: int) -> Dwelling:
    return Dwelling.objects.select_related(*WITH_PLACE).get(pk=dwelling_id)


def dwellings_of_ids(ids: Iterable[int]) -> list[Dwelling]:
    """Several homes by id, in their order."""
    every = Dwelling.objects.filter(pk__in=list(ids))
    return list(every.select_related(*WITH_PLACE).order_by("pk"))


def dwellings_found(words: str, *, district: str = "") -> QuerySet[Dwelling]:
    """Homes of a district, or of all, whose address holds every word of two or more characters; page by id."""
    there = Dwelling.objects.select_related(*WITH_PLACE).order_by("pk")
    if district:
        there = there.filter(building__community__district=district)
    return found(there, words_in("grams", words))


def self_managed_found(
    *, words: str = "", contract_no: str = "", certificate_no: str = ""
) -> QuerySet[Dwelling]:
    """Homes of communities whose owners keep their fund themselves: some with these words, or by number. (rule B1.4)"""
    found = Dwelling.objects.filter(building__community__custody_mode=CustodyMode.SELF_MANAGED)
    if contract_no:
        found = found.filter(contract_no=normalise(contract_no))
    if certificate_no:
        found = found.filter(certificate_no=normalise(certificate_no))
    if words:
        some = by_index(Dwelling.objects.filter(words_in("grams", words)), MOST_RARE)
        found = found.filter(pk__in=some)
    return found.select_related(*WITH_PLACE).order_by("pk")


def dwellings_in(community_id: int) -> QuerySet[Dwelling]:
    """All homes of a community in the order of buildings, units and rooms."""
    there = Dwelling.objects.filter(building__community=community_id)
    return there.select_related(*WITH_PLACE).order_by("building_id", "unit", "room", "pk")


def dwelling_by(
    *, address: str = "", contract_no: str = "", sale: str = Sale.NEW, certificate_no: str = ""
) -> Dwelling | None:
    """The home with exactly this address, contract number (网签合同编号) or certificate number (不动产权证号)."""
    return _named(
        Dwelling.objects.select_related(*WITH_PLACE), address, contract_no, sale, certificate_no
    )


def own_dwelling_by(
    actor: Actor, *, contract_no: str = "", sale: str = Sale.NEW, certificate_no: str = ""
) -> Dwelling | None:
    """The same, only among this person's or organisation's own: one question, whether others have it or nobody."""
    return _named(dwellings_of(actor), "", contract_no, sale, certificate_no)


def _named(
    among: QuerySet[Dwelling], address: str, contract_no: str, sale: str, certificate_no: str
) -> Dwelling | None:
    return _with(among, address, contract_no, sale, certificate_no).order_by("pk").first()


def _with(
    among: QuerySet[Dwelling], address: str, contract_no: str, sale: str, certificate_no: str
) -> QuerySet[Dwelling]:
    wanted = {"address": address, "contract_no": contract_no, "certificate_no": certificate_no}
    asked = {field: normalise(text) for field, text in wanted.items() if text.strip()}
    if not asked:
        return among.none()
    if contract_no:
        asked["sale"] = sale
    return among.filter(**asked)


def dwellings_meant(
    words: str,
    district: str,
    most: int,
    *,
    address: str = "",
    contract_no: str = "",
    sale: str = Sale.NEW,
    certificate_no: str = "",
) -> list[Dwelling]:
    """The homes of a district with exactly this address or number, and so many that hold all words; in one question."""
    there = Dwelling.objects.filter(building__community__district=district)
    ids = _with(there, address, contract_no, sale, certificate_no).order_by().values("pk")[:most]
    meant = Q(pk__in=ids)
    if words.strip():
        meant |= Q(pk__in=by_index(there.filter(words_in("grams", words)), most))
    return list(Dwelling.objects.filter(meant).select_related(*WITH_PLACE).order_by("pk"))


def owners_now(dwelling: Dwelling) -> QuerySet[Owner]:
    return Owner.objects.filter(dwelling=dwelling, until__isnull=True).order_by("pk")


def owners_of(dwellings: Iterable[Dwelling]) -> dict[int, list[Owner]]:
    """The owners now of several homes, by the home's id."""
    listed = [home.pk for home in dwellings]
    found: dict[int, list[Owner]] = {pk: [] for pk in listed}
    for owner in Owner.objects.filter(dwelling__in=listed, until__isnull=True).order_by("pk"):
        found[owner.dwelling_id].append(owner)
    return found


def owner_digests_of(dwelling_ids: Iterable[int]) -> dict[int, list[tuple[bytes, int]]]:
    """Who owns each of several homes now, as digest and id; a home without anybody is not in it."""
    found: dict[int, list[tuple[bytes, int]]] = {}
    owners = Owner.objects.filter(dwelling__in=among(dwelling_ids), until__isnull=True)
    for pk, dwelling_id, who in owners.order_by("pk").values_list("pk", "dwelling_id", "digest"):
        found.setdefault(dwelling_id, []).append((bytes(who), pk))
    return found


def owners_of_ids(ids: Iterable[int]) -> dict[int, Owner]:
    """Several owners by their id."""
    return Owner.objects.in_bulk(list(ids))


def owner_names_of(dwellings: QuerySet[Any, Any]) -> list[str]:
    """The names of who owns homes now, these given by a question for their ids."""
    owners = Owner.objects.filter(dwelling__in=dwellings, until__isnull=True)
    return [owner.name for owner in owners.only("name").order_by("pk")]


def owned_since(dwelling: OuterRef) -> Subquery:
    """Since when a home has the owners it has now: a part of another question."""
    now = Owner.objects.filter(dwelling=dwelling, until__isnull=True)
    return Subquery(now.order_by("since").values("since")[:1])


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


def building(building_id: int) -> Building | None:
    return Building.objects.select_related("community").filter(pk=building_id).first()


def buildings_found(district: str, name: str, most: int) -> list[Building]:
    """The buildings of those communities of a district whose name holds these characters, of so many at most."""
    named = Community.objects.filter(district=district, name__icontains=name.strip())
    communities = list(named.order_by("name").values_list("pk", flat=True)[:most])
    found = Building.objects.filter(community__in=communities).select_related("community")
    return sorted(found, key=lambda one: (one.community.name, len(one.name), one.name))


def never_resold(communities: QuerySet[Community]) -> QuerySet[Dwelling]:
    """Homes of these communities that are their first owners'."""
    former = Owner.objects.filter(dwelling=OuterRef("pk"), until__isnull=False)
    there = Dwelling.objects.filter(building__community__in=communities.order_by().values("pk"))
    return there.filter(~Exists(former)).order_by()


def unsold(communities: QuerySet[Community]) -> QuerySet[Dwelling]:
    """Homes of these communities that are nobody's now (未售): the developer stands for them. (rule B6.5)"""
    owned = Owner.objects.filter(dwelling=OuterRef("pk"), until__isnull=True)
    there = Dwelling.objects.filter(building__community__in=communities.order_by().values("pk"))
    return there.filter(~Exists(owned)).order_by()


def areas_of_communities(community_ids: Iterable[int]) -> dict[int, int]:
    """The area of all homes of each of these communities, in hundredths of m²."""
    there = Dwelling.objects.filter(building__community__in=list(community_ids)).order_by()
    areas = there.values_list("building__community").annotate(area=Sum("area_hundredths"))
    return dict(areas)


def owned_among(dwelling_ids: Iterable[int]) -> set[int]:
    """Those of these homes that are somebody's now."""
    owners = Owner.objects.filter(dwelling__in=list(dwelling_ids), until__isnull=True)
    return set(owners.values_list("dwelling", flat=True))


def buildings_with_homes(community_id: int) -> list[tuple[Building, int]]:
    """The buildings of a community, each with how many homes it has."""
    there = Building.objects.filter(community=community_id).annotate(n=Count("dwellings"))
    return [(one, one.n) for one in there.order_by("pk")]


def check_may_enter(community: Community, actor: Actor) -> None:
    """Who may enter homes of a community and ask for their deposits: its developer, and its department."""
    if actor.organisation_id is not None:
        if community.developer_id != actor.organisation_id:
            raise Refused(Refusal.NOT_THE_DEVELOPER)
        return
    people.check_power(actor, Power.FUND_ENTER)
    people.check_department(actor, community.district)


def community_named(district: str, name: str) -> Community | None:
    return Community.objects.filter(district=district, name=name.strip()).first()


def building_named(community_id: int, name: str) -> Building | None:
    return Building.objects.filter(community=community_id, name=name.strip()).first()


def dwelling_at(building_id: int, unit: str, room: str) -> Dwelling | None:
    return Dwelling.objects.filter(building=building_id, unit=unit, room=room).first()
