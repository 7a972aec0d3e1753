"""Before a lease ends its tenants are asked how they are reached and where they want to be paid. (BEY-14)"""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move, move_many, one_at_a_time
from anju.core.refusals import Refused
from anju.notices import actions as notices
from anju.refunds import actions as refunds
from anju.unclaimed import queries
from anju.unclaimed.models import ContactCheck
from anju.unclaimed.rules import ASKED_AT_ONCE, LONGEST_CONTACT, CheckStatus, Refusal

# Leases of which something is in custody, so that there will be something to refund.
TO_ASK = """
    INSERT INTO unclaimed_contactcheck
        (tenant_id, lease_id, person_id, organisation_id, ends_on, asked_at, status)
    SELECT tenant.id, lease.id, tenant.person_id, tenant.organisation_id, lease.ends_on, %(now)s, 'asked'
    FROM contracts_lease AS lease JOIN contracts_leasetenant AS tenant ON tenant.lease_id = lease.id
    WHERE lease.ends_on >= %(day)s AND lease.ends_on <= %(last)s
    AND EXISTS (SELECT FROM custody_lot WHERE lease_id = lease.id AND status = 'held')
    AND NOT EXISTS (SELECT FROM refunds_case WHERE lease_id = lease.id AND status <> 'cancelled')
    AND NOT EXISTS (SELECT FROM unclaimed_contactcheck WHERE tenant_id = tenant.id)
    ORDER BY lease.id LIMIT %(limit)s
    RETURNING id
"""


@action
def ask_for_checks(*, day: date, by: Actor) -> int:
    """Ask the tenants of leases that end soon, up to so many; gives how many. Those once asked are not asked again."""
    one_at_a_time("unclaimed.checks")
    facts: dict[str, Any] = {
        "day": day,
        "last": day + timedelta(days=queries.check_days(day)),
        "now": clock.now(),
        "limit": ASKED_AT_ONCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(TO_ASK, facts)
        asked = [pk for (pk,) in cursor.fetchall()]
    notices.queue_selected(
        rows="""
            SELECT 'contact_check_asked:' || checked.id, 'contact_check_asked', person_id, organisation_id,
                   jsonb_build_object('filing_no', lease.filing_no, 'ends_on', checked.ends_on)
            FROM unclaimed_contactcheck AS checked JOIN contracts_lease AS lease ON lease.id = checked.lease_id
            WHERE checked.id = ANY(%s)
        """,
        parameters=[asked],
        by=by,
    )
    return len(asked)


@action
def lapse_checks(*, day: date, by: Actor) -> int:
    """The lease has ended and nothing was said: the task goes; what is to be paid asks for itself."""
    over = ContactCheck.objects.filter(status=CheckStatus.ASKED, ends_on__lt=day)
    ids = [one.pk for one in lock_many(ContactCheck, over.values_list("pk", flat=True))]
    move_many(ContactCheck, ids, "lapse", by=by)
    return len(ids)


@action
def answer_check(
    *,
    check_id: int,
    phone_is_right: bool,
    other_contact: str = "",
    payee_account: str,
    payee_bank: str,
    by: Actor,
) -> ContactCheck:
    """What a tenant says: whether the phone is right, another way to be reached, and where the refund goes.

    It can be said anew until the lease ends. Refused to others, and when nothing is said by which they are reached.
    """
    check: ContactCheck = lock(ContactCheck, pk=check_id)
    if not queries.checks_seen_by(by).filter(pk=check.pk).exists():
        raise Refused(Refusal.NOT_YOURS)
    other_contact = other_contact.strip()[:LONGEST_CONTACT]
    if not phone_is_right and not other_contact:
        raise Refused(Refusal.CONTACT_MISSING)
    refunds.name_account(
        lease_id=check.lease_id, payee_account=payee_account, payee_bank=payee_bank, by=by
    )
    check.phone_is_right, check.other_contact = phone_is_right, other_contact
    check.answered_at = clock.now()
    check.save(update_fields=["phone_is_right", "other_contact", "answered_at"])
    if check.status != CheckStatus.DONE:
        move(check, "answer", by=by)
    return check
