"""系统参数: must a contract be signed online before it is filed? (CON-11; manual 003)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, one_at_a_time
from anju.core.reasons import given
from anju.core.refusals import Refused
from anju.filings import queries
from anju.filings.models import SigningParameter
from anju.filings.rules import Refusal, answer
from anju.people import queries as people
from anju.people.rules import Power


@action
def set_signing_parameter(
    *, must_sign_online: bool, from_on: date, because: str, by: Actor
) -> SigningParameter:
    """Say how 备案前是否必须进行合同网签 is answered from a day on, today at the earliest.

    What was said for later days stays. Refused without the post, for a day that is over, and when nothing would change.
    """
    people.check_power(by, Power.PARAMETER_KEEP)
    because = given(because)
    one_at_a_time("filings:parameter")
    if from_on < clock.today():
        raise Refused(Refusal.FROM_IN_PAST, from_on=from_on)
    if queries.must_sign_online(from_on) == must_sign_online:
        raise Refused(Refusal.NOTHING_CHANGED, from_on=from_on, value=answer(must_sign_online))
    return SigningParameter.objects.create(
        must_sign_online=must_sign_online,
        from_on=from_on,
        because=because,
        set_by=by.name,
        set_at=clock.now(),
    )
