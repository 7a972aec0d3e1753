"""单位信息: how a company's data changed, and whether a new name was checked. (PRP-13)"""

from django.db.models import QuerySet

from anju.companies.models import Company, NameCheck, UnitChange
from anju.companies.queries.companies import company_of
from anju.companies.units import CHECK_LASTS, LONGEST_SEALED, CheckStatus
from anju.core import clock
from anju.core.actors import Actor


def longest(name: str) -> int:
    """So many characters a field of the auxiliary data has at the most."""
    return getattr(Company._meta.get_field(name), "max_length", None) or LONGEST_SEALED


def changes_of(company: Company) -> QuerySet[UnitChange]:
    """What was changed by whom, newest first, with its lines."""
    return company.changes.prefetch_related("lines").order_by("-pk")


def last_change(company: Company) -> UnitChange | None:
    return company.changes.order_by("-pk").first()


def unit_changes_seen_by(actor: Actor) -> QuerySet[UnitChange]:
    """A company's own, newest first."""
    if not actor.is_company:
        return UnitChange.objects.none()
    return changes_of(company_of(actor))


def name_checks_seen_by(actor: Actor) -> QuerySet[NameCheck]:
    if not actor.is_company:
        return NameCheck.objects.none()
    return NameCheck.objects.filter(company=company_of(actor))


def newest_check(company: Company, name: str) -> NameCheck | None:
    """The last question about a name; one by which the name was changed already counts no more."""
    asked = NameCheck.objects.filter(company=company, name=name, change__isnull=True)
    return asked.order_by("-pk").first()


def check_under_way(company: Company) -> NameCheck | None:
    """The name a company asked about last, while it waits for the register or may still be taken."""
    newest = NameCheck.objects.filter(company=company, change__isnull=True).order_by("-pk").first()
    return newest if newest is not None and is_good(newest) else None


def is_good(check: NameCheck) -> bool:
    """Whether it waits, or was confirmed within its validity."""
    if check.status == CheckStatus.WAITING:
        return True
    answered = check.answered_at
    is_fresh = answered is not None and clock.now() < answered + CHECK_LASTS
    return check.status == CheckStatus.CONFIRMED and is_fresh
