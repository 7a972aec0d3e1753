"""All that can be done about the end of a lease; split by who does it."""

from anju.refunds.actions.advance import name_account
from anju.refunds.actions.answers import AnswerTerms, answer_plan
from anju.refunds.actions.clock import (
    accept_by_silence,
    alert_of_overdue_plan,
    escalate,
    pay_late_money,
    refund_all,
    remind,
    remind_of_award,
    warn,
)
from anju.refunds.actions.deadlines import compute_deadlines_again
from anju.refunds.actions.disputes import (
    add_note,
    approve_final,
    propose_final,
    reject_final,
    take_up,
    turn_to_arbitration,
    turn_to_litigation,
)
from anju.refunds.actions.handing_in import add_evidence, hand_in_award
from anju.refunds.actions.name_changes import (
    NameChangeTerms,
    apply_name_change,
    approve_name_change,
    refuse_name_change,
)
from anju.refunds.actions.offers import accept_offer, make_offer, withdraw_offer
from anju.refunds.actions.orders import approve_order, enter_order, reject_order
from anju.refunds.actions.paying import (
    confirm_account,
    instruct_portion,
    pay_enterprise_again,
    take_note_of_payout,
    use_new_settlement_account,
)
from anju.refunds.actions.plans import (
    Deduction,
    PlanTerms,
    open_plan,
    submit_plan,
    withdraw_plan,
)
from anju.refunds.actions.returns import (
    cancel_case,
    confirm_return,
    end_by_filing,
    object_to_return,
    register_expiry,
    register_return,
)
from anju.refunds.actions.uploads import (
    carry_out_refund_row,
    check_refund_row,
    check_refund_upload_again,
    confirm_refund_upload,
    finish_checking,
    finish_refund_upload,
    receive_refund_upload,
    start_refund_upload,
)
from anju.refunds.terms import FinalTerms, OrderTerms

__all__ = [
    "AnswerTerms",
    "Deduction",
    "FinalTerms",
    "NameChangeTerms",
    "OrderTerms",
    "PlanTerms",
    "accept_by_silence",
    "accept_offer",
    "add_evidence",
    "add_note",
    "alert_of_overdue_plan",
    "answer_plan",
    "apply_name_change",
    "approve_final",
    "approve_name_change",
    "approve_order",
    "cancel_case",
    "carry_out_refund_row",
    "check_refund_row",
    "check_refund_upload_again",
    "compute_deadlines_again",
    "confirm_account",
    "confirm_refund_upload",
    "confirm_return",
    "end_by_filing",
    "enter_order",
    "escalate",
    "finish_checking",
    "finish_refund_upload",
    "hand_in_award",
    "instruct_portion",
    "make_offer",
    "name_account",
    "object_to_return",
    "open_plan",
    "pay_enterprise_again",
    "pay_late_money",
    "propose_final",
    "receive_refund_upload",
    "refund_all",
    "refuse_name_change",
    "register_expiry",
    "register_return",
    "reject_final",
    "reject_order",
    "remind",
    "remind_of_award",
    "start_refund_upload",
    "submit_plan",
    "take_note_of_payout",
    "take_up",
    "turn_to_arbitration",
    "turn_to_litigation",
    "use_new_settlement_account",
    "warn",
    "withdraw_offer",
    "withdraw_plan",
]
