"""《用户须知》 gets another version, from a day on. (IDN-14; CTR-06)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, one_at_a_time
from anju.core.refusals import ensure
from anju.people.models import PublishedNotice
from anju.people.queries import check_new_notice, check_power, notice_of
from anju.people.rules import Power
from anju.people.user_notice import CHINESE, ENGLISH, UserNotice


@action
def publish_notice(
    *, chinese: str, english: str, from_on: date, because: str, proposed_by: str, by: Actor
) -> UserNotice:
    """Keep for good what one proposed and `by` approves: from its day on everybody is asked to read and accept it.

    Of two for the same day the later one said stands. Twice equals once. Refused without the power, before tomorrow,
    where nothing changes, and for words that do not correspond.
    """
    check_power(by, Power.CENTRE_PARAMETER_CHECK)
    ensure(by.name != proposed_by, "approved by who proposed it")
    one_at_a_time("people:user_notice")
    of_that_day = PublishedNotice.objects.filter(from_on=from_on).order_by("pk")
    last = of_that_day.last()
    if last is not None and (last.chinese, last.english) == (chinese, english):
        return notice_of(last)
    check_new_notice(chinese, english, from_on)
    number = of_that_day.count() + 1
    version = from_on.isoformat() if number == 1 else f"{from_on}-{number}"
    notice = UserNotice(version, from_on, chinese, english)
    PublishedNotice.objects.create(
        version=version,
        from_on=from_on,
        chinese=chinese,
        english=english,
        chinese_digest=notice.digest(CHINESE),
        english_digest=notice.digest(ENGLISH),
        because=because,
        proposed_by=proposed_by,
        approved_by=by.name,
        approved_at=clock.now(),
    )
    return notice
