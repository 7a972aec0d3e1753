"""What the nights have found: enterprises to watch, money whose owner has not come, tenants to ask. (BEY-10, BEY-14)"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import get_user_model

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.oversight import actions as oversight
from anju.oversight import queries as warnings
from anju.oversight.rules import Level
from anju.parameters import actions as parameters
from anju.parameters import queries as settled
from anju.people.rules import Office
from anju.unclaimed import actions as unclaimed
from anju.unclaimed import queries as money
from anju.unclaimed.rules import AFTER_DAYS, Kind, Way
from sample.people import PARAMETER_APPROVER, PARAMETER_PROPOSER, SUPERVISOR, SampleStaff


def nights_have_passed() -> None:
    """A serious warning to decide on, whose enterprise has stated its side; money that waits; a tenant to ask."""
    enterprises_are_watched()
    money_waits()
    unclaimed.ask_for_checks(day=clock.today(), by=CLOCK)


def enterprises_are_watched() -> None:
    oversight.assess(day=clock.today() - timedelta(days=1), by=CLOCK)
    serious = warnings.to_decide(desk(SUPERVISOR)).filter(level=Level.SERIOUS).first()
    if serious is not None:
        by = Actor(
            f"organisation {serious.enterprise_id}",
            "enterprise",
            organisation_id=serious.enterprise_id,
        )
        oversight.answer_warning(
            warning_id=serious.pk,
            text="新承租的公寓楼交付延期，承租单位尚未付款。已与其约定本周内存入监管账户，申请暂不停止划转。",
            by=by,
        )


def money_waits() -> None:
    """In its first weeks the fund centre looks for owners from the second day on."""
    if settled.number(AFTER_DAYS) != 1:
        said = parameters.propose_value(
            code=AFTER_DAYS,
            value="1",
            from_on=clock.today(),
            because="系统上线初期，尽早联系权利人",
            by=desk(PARAMETER_PROPOSER),
        )
        parameters.approve_value(value_id=said.pk, by=desk(PARAMETER_APPROVER))
    unclaimed.register(day=clock.today(), by=CLOCK)
    unclaimed.remind(day=clock.today(), by=CLOCK)
    keeper = desk(PARAMETER_PROPOSER)
    for waiting in money.money_found(keeper, kind=Kind.REFUND)[:1]:
        unclaimed.note_attempt(
            money_id=waiting.pk, way=Way.PHONE, text="拨打两次，无人接听，改发短信。", by=keeper
        )


def desk(member: SampleStaff) -> Actor:
    """A member of the fund centre's staff, at their desk."""
    user = get_user_model().objects.get(username=member.username)
    return Actor(member.username, Office.CENTRE.value, frozenset(member.powers), staff_id=user.pk)
