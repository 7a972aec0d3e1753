"""What the city has settled, what comes, and what waits for the second person at the centre and the authority."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model

from anju.core import clock
from anju.core.actors import Actor
from anju.custody import actions as custody
from anju.parameters import actions, queries
from sample.offices import officer
from sample.people import (
    AUTHORITY_PARAMETER_CHECKER,
    PARAMETER_APPROVER,
    PARAMETER_KEEPER,
    PARAMETER_PROPOSER,
    SampleStaff,
)

COMING_IN_DAYS = 60


def are_settled() -> None:
    """One changes in two months, one was not approved; a limit, a rate and a review wait. Made before, they stand."""
    proposer, approver = (at_the_centre(one) for one in (PARAMETER_PROPOSER, PARAMETER_APPROVER))
    if queries.values_seen_by(proposer).exists():
        return
    coming = clock.today() + timedelta(days=COMING_IN_DAYS)
    later: dict[str, Any] = {"from_on": coming, "by": proposer}
    approved = actions.propose_value(
        code="order.pending_minutes",
        value="15",
        because="承租人反映十分钟不够选择缴款方式，主任办公会纪要第12号",
        **later,
    )
    actions.approve_value(value_id=approved.pk, by=approver)
    refused = actions.propose_value(
        code="refund.plan_workdays", value="5", because="企业协会来函建议放宽期限", **later
    )
    actions.refuse_value(
        value_id=refused.pk, because="京建法〔2024〕8号规定为三个工作日，不能放宽", by=approver
    )
    actions.propose_value(
        code="contact.check_days", value="45", because="提前核对，减少到期后无人领取", **later
    )
    custody.propose_interest_rate(rate_ppm=1_000, because="监管银行存款利率调整公告", **later)
    actions.propose_value(
        code="filing.review_workdays",
        value="2",
        from_on=coming,
        because="优化营商环境，压缩备案审核时限",
        by=officer(PARAMETER_KEEPER),
    )


def paper_may_be_filed() -> None:
    """For a month; then contracts have to be signed online again."""
    keeper, checker = officer(PARAMETER_KEEPER), officer(AUTHORITY_PARAMETER_CHECKER)
    code = "filing.must_sign_online"
    if queries.history_of(keeper, code).exists():
        return
    for value, in_days, because in (
        ("no", 0, "系统上线首月，此前在纸上签订的合同可以补录备案"),
        ("yes", 30, "过渡期结束"),
    ):
        from_on = clock.today() + timedelta(days=in_days)
        said = actions.propose_value(
            code=code, value=value, from_on=from_on, because=because, by=keeper
        )
        actions.approve_value(value_id=said.pk, by=checker)


def at_the_centre(member: SampleStaff) -> Actor:
    user = get_user_model().objects.get(username=member.username)
    return Actor(
        member.username, "centre", frozenset(member.powers), staff_id=user.pk, department=""
    )
