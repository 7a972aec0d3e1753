"""A default is what the rules of the package say that reads it: said here and there, and the same."""

from datetime import time, timedelta

import pytest

from anju.agencies.rules import DAYS_TO_FILE
from anju.companies.serving import REVIEW_WORKDAYS as LINK_REVIEW_WORKDAYS
from anju.contracts import rules as contracts
from anju.credit import rules as credit
from anju.custody import rules as custody
from anju.filings import rules as filings
from anju.fund import rules as fund
from anju.homes import rules as homes
from anju.orders import rules as orders
from anju.parameters.reading import read
from anju.parameters.rules import PARAMETERS
from anju.payments import rules as payments
from anju.people.rules import CALLS_A_MINUTE
from anju.refunds import office_rules
from anju.refunds import rules as refunds
from anju.signings import rules as signings
from anju.works import rules as works

pytestmark = pytest.mark.covers("CTR-06")


def minutes(limit: timedelta) -> int:
    return int(limit.total_seconds() // 60)


SAID_THERE = {
    "custody.deposit_cap_months": contracts.DEPOSIT_LIMIT_MONTHS,
    "custody.supervise_above_months": contracts.PREPAID_MONTHS_LIMIT,
    "custody.first_release_months": custody.FIRST_RELEASE_MONTHS,
    "custody.release_within_days": custody.RELEASE_WITHIN_DAYS,
    "bill.visible_days": contracts.DUE_SOON.days,
    "order.pending_minutes": minutes(orders.AWAITING_LIMIT),
    "order.provider_minutes": minutes(payments.PROVIDER_LIMIT),
    "order.return_within_workdays": payments.RETURN_WITHIN_WORKDAYS,
    "order.pass_on_workdays": orders.PASS_ON_WORKDAYS,
    "refund.plan_workdays": refunds.PLAN_WORKDAYS,
    "refund.answer_workdays": refunds.ANSWER_WORKDAYS,
    "refund.final_workdays": refunds.FINAL_WORKDAYS,
    "refund.warned_before_days": refunds.WARNED_BEFORE.days,
    "refund.dispute_reminder_days": refunds.DISPUTE_REMINDER.days,
    "refund.overdue_alert_days": office_rules.OVERDUE_ALERTS,
    "payout.cutoff": payments.CUT_OFF,
    "closing.blocks_releases": True,
    "warning.late_custody_days": 5,
    "warning.prepaid_months": 6,
    "warning.overdue_refunds": 3,
    "warning.occupancy_drop_percent": 30,
    "unclaimed.after_days": 30,
    "contact.check_days": 30,
    "fund.standard_low_fen": fund.STANDARDS[-1].low_fen,
    "fund.standard_high_fen": fund.STANDARDS[-1].high_fen,
    "fund.top_up_percent": fund.TOP_UP_BELOW_PERCENT,
    "fund.house_review_workdays": fund.REVIEW_WORKDAYS,
    "fund.link_review_workdays": LINK_REVIEW_WORKDAYS,
    "api.calls_a_minute": CALLS_A_MINUTE,
    "works.decide_workdays": works.DECIDE_WORKDAYS,
    "works.emergency_decide_workdays": works.EMERGENCY_DECIDE_WORKDAYS,
    "works.pay_workdays": works.PAY_WORKDAYS,
    "works.emergency_pay_workdays": works.EMERGENCY_PAY_WORKDAYS,
    "works.first_pay_percent": works.FIRST_PERCENT,
    "works.unaudited_up_to_fen": works.UNAUDITED_UP_TO_FEN,
    "works.second_review_from_fen": works.SECOND_REVIEW_FROM_FEN,
    "verify.valid_days": homes.VALID_DAYS,
    "verify.objection_workdays": homes.OBJECTION_WORKDAYS,
    "filing.must_sign_online": filings.MUST_SIGN_ONLINE,
    "filing.review_workdays": filings.REVIEW_WORKDAYS,
    "signing.confirm_days": signings.CONFIRM_DAYS,
    "signing.persons_a_room": signings.PERSONS_A_ROOM,
    "signing.area_a_person": signings.AREA_A_PERSON,
    "agency.days_to_file": DAYS_TO_FILE,
    "credit.serious_points": credit.SERIOUS_POINTS,
    "credit.objection_workdays": credit.OBJECTION_WORKDAYS,
    "credit.decision_workdays": credit.DECISION_WORKDAYS,
    "credit.statement_workdays": credit.STATEMENT_WORKDAYS,
    "credit.removal_workdays": credit.REMOVAL_WORKDAYS,
    "credit.months_before_repair": credit.MONTHS_BEFORE_REPAIR,
}


def test_each_default_is_what_its_package_says():
    assert time(16, 30) == payments.CUT_OFF
    assert {
        one.code: read(one, one.default) for one in PARAMETERS.values() if one.default
    } == SAID_THERE
