"""Which builder makes the walk of which portal. Addresses without a namespace are those of staff accounts."""

from collections.abc import Callable
from functools import partial

from anju.tests.walks import (
    Walk,
    administration,
    agency,
    association,
    authority,
    centre,
    developer,
    enterprise,
    entrance,
    fund_desk,
    owner,
    property,
    public,
    tenant,
)


def on_the_phone() -> list[Walk]:
    """The portal, and before and after it the way in. It is made first, because that moves the clock."""
    inside = tenant.walks("tenant_mobile")
    return [*entrance.from_the_mini_program(), *inside, *entrance.on_the_phone()]


WALKS: dict[str, Callable[[], list[Walk]]] = {
    "": entrance.staff,
    "sign_in": entrance.sign_in,
    "tenant_web": partial(tenant.walks, "tenant_web"),
    "tenant_mobile": on_the_phone,
    "owner": owner.walks,
    "enterprise": enterprise.walks,
    "centre": centre.walks,
    "fund_desk": fund_desk.walks,
    "developer": developer.walks,
    "association": association.walks,
    "authority": authority.walks,
    "agency": agency.walks,
    "administration": administration.walks,
    "property": property.walks,
    "public": public.walks,
}
