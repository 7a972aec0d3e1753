"""Which builder makes the walk of which portal. Addresses without a namespace are those of staff accounts."""

from collections.abc import Callable
from functools import partial

from anju.tests.walks import Walk, association, centre, enterprise, entrance, public, tenant

WALKS: dict[str, Callable[[], list[Walk]]] = {
    "": entrance.staff,
    "sign_in": entrance.sign_in,
    "tenant_web": partial(tenant.walks, "tenant_web"),
    "tenant_mobile": partial(tenant.walks, "tenant_mobile"),
    "enterprise": enterprise.walks,
    "centre": centre.walks,
    "association": association.walks,
    "public": public.walks,
}
