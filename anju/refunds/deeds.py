"""What a tenant can do about the end of a lease in each status, so that pages offer nothing that is refused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.refunds.rules import (
    ANSWERABLE,
    CASE_MOVES,
    DISPUTED,
    MOVE_OF_OPINION,
    Opinion,
    Status,
    opinions_on,
)


def opinions_left(status: str, deducted_fen: int) -> tuple[Opinion, ...]:
    """What can be said of a plan in this status: who has sent it back can still say anything else. (BEY-12)"""
    return tuple(
        opinion
        for opinion in opinions_on(deducted_fen)
        if CASE_MOVES.allows(MOVE_OF_OPINION[opinion], status)
    )


class Deed(TextChoices):
    """What a party can do about a case just now; a page offers nothing else."""

    READ_PLAN = "read_plan", _("查看退款方案")
    ANSWER = "answer", _("回复退款意见")
    CONFIRM_RETURN = "confirm_return", _("确认交还住房")
    OBJECT_TO_RETURN = "object_to_return", _("对交还住房提出异议")
    CANCEL_RETURN = "cancel_return", _("撤销登记")
    ADD_EVIDENCE = "add_evidence", _("上传凭证")
    SETTLE_ITEMS = "settle_items", _("逐项协商")
    HAND_IN_AWARD = "hand_in_award", _("提交裁决书、判决书")
    TURN_TO_ARBITRATION = "turn_to_arbitration", _("转为仲裁")
    TURN_TO_LITIGATION = "turn_to_litigation", _("转为诉讼")


def deeds_in(status: str, *, is_payee: bool, is_own_return: bool) -> frozenset[Deed]:
    """A tenant's deeds in a case; the payee's are more than the co-tenants'. (REF-02, BEY-01, BEY-06)"""
    deeds: set[Deed] = set()
    if status in (*ANSWERABLE, *DISPUTED):
        deeds |= {Deed.READ_PLAN, Deed.ADD_EVIDENCE}
    if status == Status.AWAITING_PLAN:
        deeds.add(Deed.CANCEL_RETURN)
    if not is_own_return and status in (Status.AWAITING_PLAN, *ANSWERABLE):
        deeds |= {Deed.CONFIRM_RETURN, Deed.OBJECT_TO_RETURN}
    if status in DISPUTED:
        deeds.add(Deed.HAND_IN_AWARD)
    if not is_payee:
        return frozenset(deeds)
    if status in ANSWERABLE:
        deeds.add(Deed.ANSWER)
    if status in DISPUTED:
        deeds.add(Deed.SETTLE_ITEMS)
    turns = (Deed.TURN_TO_ARBITRATION, Deed.TURN_TO_LITIGATION)
    return frozenset(deeds | {turn for turn in turns if CASE_MOVES.allows(turn.value, status)})
