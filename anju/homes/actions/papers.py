"""The verification notice (租赁房源核验告知单): laid out once, when it is first wanted, and kept for good. (HVF-02)"""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.paper import canonical, columns_of
from anju.core.refusals import Refused, ensure
from anju.homes import paper
from anju.homes.models import Notice, Verification
from anju.homes.queries.papers import has_notice
from anju.homes.queries.verifications import verifications_seen_by
from anju.homes.rules import Refusal


@action
def issue_notice(*, verification_id: int, by: Actor) -> Notice:
    """The notice of a verification that passed, or was committed to. Asked for again, it is the same paper.

    Refused for any other; of one that has ended meanwhile the public page says so.
    """
    ensure(verifications_seen_by(by).filter(pk=verification_id).exists(), "not their verification")
    verification: Verification = lock(Verification, pk=verification_id)
    known = Notice.objects.filter(verification=verification).first()
    if known is not None:
        return known
    if not has_notice(verification):
        raise Refused(Refusal.NOT_PASSED, status=verification.get_status_display())
    now = clock.now()
    text = canonical(paper.facts_of(verification, now))
    return Notice.objects.create(
        verification=verification, issued_at=now, **columns_of(text, paper.pdf)
    )
