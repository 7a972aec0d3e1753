"""What can be done with withdrawals; split by noun."""

from anju.works.actions.counting import count_shares
from anju.works.actions.deciding import (
    approve_again,
    approve_order,
    return_order,
    stop_order,
    withdraw_approval,
)
from anju.works.actions.demands import demand_shares, recount_shares
from anju.works.actions.drafts import (
    answer_exclusions,
    attach_paper,
    choose_building,
    choose_community,
    choose_homes,
    copy_order,
    describe_order,
    draft_order,
    fill_in,
    remove_paper,
    unchoose_building,
    unchoose_homes,
)
from anju.works.actions.paying import (
    PURPOSE,
    approve_payment,
    end_payment,
    enter_payment,
    reject_payment,
)
from anju.works.actions.settling import (
    InvoiceTerms,
    approve_settlement,
    enter_settlement,
    finish_order,
    return_settlement,
)
from anju.works.actions.sheets import (
    advance_sheet,
    fail_sheet,
    finish_sheet,
    make_sheet,
    print_sheet,
)
from anju.works.actions.submitting import record_notice, revoke_order, submit_order
from anju.works.actions.telling import tell_owners

__all__ = [
    "PURPOSE",
    "InvoiceTerms",
    "advance_sheet",
    "answer_exclusions",
    "approve_again",
    "approve_order",
    "approve_payment",
    "approve_settlement",
    "attach_paper",
    "choose_building",
    "choose_community",
    "choose_homes",
    "copy_order",
    "count_shares",
    "demand_shares",
    "describe_order",
    "draft_order",
    "end_payment",
    "enter_payment",
    "enter_settlement",
    "fail_sheet",
    "fill_in",
    "finish_order",
    "finish_sheet",
    "make_sheet",
    "print_sheet",
    "record_notice",
    "recount_shares",
    "reject_payment",
    "remove_paper",
    "return_order",
    "return_settlement",
    "revoke_order",
    "stop_order",
    "submit_order",
    "tell_owners",
    "unchoose_building",
    "unchoose_homes",
    "withdraw_approval",
]
