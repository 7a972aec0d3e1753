"""An order goes to the authority and to its owners, or is taken back. (manual 004, 4.2.1, step 10, and 4.2.2)"""

from datetime import datetime

from anju.core.actors import Actor
from anju.core.db import action
from anju.works.models import Order, OwnersNotice


@action
def submit_order(*, order_id: int, by: Actor) -> Order:
    """【提交】: the shares are counted and stored, the vote of a normal order is opened, the authority's clock runs.

    Submitted again it is the same. Refused: NOT_A_DRAFT, FIELD_WRONG (the first), EXCLUSIONS_MISSING, EXCLUDED,
    NO_HOMES, COUNT_STALE, PAYEE_OTHER, PAPERS_MISSING; normal: POSTED_STILL; emergency: NOTICE_MISSING.
    """
    raise NotImplementedError


@action
def revoke_order(*, order_id: int, by: Actor) -> Order:
    """【撤销选中任务单】, 【撤销新建任务单】: only before it is approved (rule B7.2); its vote ends, demands of cash
    are closed. Again changes nothing. Refused: WRONG_MOMENT.
    """
    raise NotImplementedError


@action
def record_notice(
    *, order_id: int, place: str, posted_at: datetime, file_ids: list[int], by: Actor
) -> OwnersNotice:
    """应急告知: where and since when the owners have been told of emergency works, with photos. (rule B8.3)

    Refused: NOT_A_DRAFT, NOTICE_NOT_NEEDED, NOTICE_MISSING (no place or no photo), NOTICE_LATER.
    """
    raise NotImplementedError
