"""Checks before a lease ends: whose they are, and which are still to be answered."""

from datetime import date

from django.db.models import F, QuerySet, Value

from anju.core.actors import Actor
from anju.parameters import queries as parameters
from anju.unclaimed.models import ContactCheck, UnclaimedMoney
from anju.unclaimed.rules import CHECK_DAYS, CheckStatus

CONTACT_CHECK = "contact_check"
"""What it is called among all that a tenant is asked."""


def check_days(day: date) -> int:
    return parameters.number(CHECK_DAYS, day)


def checks_seen_by(actor: Actor) -> QuerySet[ContactCheck]:
    """A tenant's own, not those of co-tenants; who came for one lease sees that of this lease."""
    if not actor.is_tenant:
        return ContactCheck.objects.none()
    if actor.organisation_id is not None:
        checks = ContactCheck.objects.filter(organisation=actor.organisation_id)
    else:
        checks = ContactCheck.objects.filter(person=actor.person_id)
    if actor.only_lease_id is not None:
        checks = checks.filter(lease=actor.only_lease_id)
    return checks.select_related("lease__enterprise", "person", "organisation")


def checks_to_answer(actor: Actor) -> QuerySet[ContactCheck]:
    return checks_seen_by(actor).filter(status=CheckStatus.ASKED).order_by("ends_on", "pk")


def checks_asked(actor: Actor) -> QuerySet:
    """The same for one question together with others: what, of which lease, where."""
    asked = checks_to_answer(actor).select_related(None).order_by()
    told = asked.annotate(
        what=Value(CONTACT_CHECK), no=F("lease__filing_no"), home=F("lease__address")
    )
    return told.values("pk", "what", "no", "home")


def check_of_money(money: UnclaimedMoney) -> ContactCheck | None:
    """What the owner of a refund said before the lease ended."""
    if money.person_id is not None:
        checks = ContactCheck.objects.filter(person=money.person_id)
    else:
        checks = ContactCheck.objects.filter(organisation=money.organisation_id)
    return checks.filter(lease__filing_no=money.about).first()
