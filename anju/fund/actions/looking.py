"""我要查询 and 快速交存: a home, or a deposit, is found by who knows enough of it, and guessing is useless. (QCK-03)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, one_at_a_time
from anju.core.networks import network_of
from anju.core.refusals import Refused, ensure
from anju.fund import queries
from anju.fund.actions.accounts import account_for
from anju.fund.actions.guessing import Guesses, window_of
from anju.fund.models import Account, Deposit, LookUp, Tries
from anju.fund.numbers import read_deposit_no
from anju.fund.queries.deposits import deposit_by
from anju.fund.rules import (
    LOOK_UPS_A_DAY,
    LOOK_UPS_AN_HOUR,
    TRY_WINDOW,
    Mode,
    Prompt,
    Refusal,
)
from anju.homes import queries as homes
from anju.homes.estate import Sale
from anju.people import queries as people

if TYPE_CHECKING:
    from anju.homes.models import Dwelling


@dataclass(frozen=True)
class Found:
    """What a look-up came to: an account and what is to be told before a deposit, or why there is none."""

    account: Account | None
    is_own: bool = False
    prompts: tuple[Prompt, ...] = ()
    because: Refusal | None = None


@action
def look_up(*, mode: str, wanted: str, sale: str = Sale.NEW, by: Actor) -> Found:
    """我要查询. By its whole address anybody's home is found; by a number only one's own. (OWN-30 to OWN-33)

    Not found (HOME_NOT_FOUND) and not matching (NOT_MATCHED: 【添加房屋】) are answers, so that they are counted. By a
    number nobody learns whether another's home has it. Refused when somebody has asked too often.
    """
    who = people.who(by)
    ensure(any(who.values()), f"{by.name} is nobody")
    if not wanted.strip():
        raise Refused(Refusal.WANTED_MISSING, what=Mode(mode).label)
    one_at_a_time(f"look_up:{who}")
    now = clock.now()
    asked = LookUp.objects.filter(**who)
    if asked.filter(at__gt=now - TRY_WINDOW).count() >= LOOK_UPS_AN_HOUR:
        raise Refused(Refusal.TOO_MANY_TRIES)
    if asked.filter(at__gt=now - timedelta(days=1)).count() >= LOOK_UPS_A_DAY:
        raise Refused(Refusal.TOO_MANY_TODAY)
    home = _found(Mode(mode), wanted, sale, by)
    if home is None:
        LookUp.objects.create(mode=mode, at=now, **who)
        by_address = mode == Mode.ADDRESS
        return Found(None, because=Refusal.HOME_NOT_FOUND if by_address else Refusal.NOT_MATCHED)
    account = account_for(dwelling_id=home.pk, by=by)
    LookUp.objects.create(mode=mode, account=account, at=now, **who)
    is_own = homes.is_owned_by(home, by)
    return Found(account, is_own, queries.prompts_of(account, by))


def _found(mode: Mode, wanted: str, sale: str, by: Actor) -> Dwelling | None:
    """By a number only among one's own: the same questions are asked whether another's home has it or none."""
    if mode == Mode.ADDRESS:
        return homes.dwelling_by(address=wanted)
    named = {Mode.CONTRACT: "contract_no", Mode.CERTIFICATE: "certificate_no"}
    return homes.own_dwelling_by(by, **{named[mode]: wanted}, sale=sale)


@action
def find_deposit(
    *, deposit_no: str, owner_name: str, source: str, session: str = "", by: Actor
) -> Deposit | None:
    """快速交存: the deposit of this 业务流水号 and 业主名称. None in all other cases, so nothing says which was wrong.

    What cannot be a number is refused in the words of `NOT_FOUND`, which a page also says for None. `source` is the
    address the question comes from, `session` the key of the visitor's session where there is one. After some wrong
    tries everything is refused until the next window, right or wrong, without being looked for. (QCK-01, QCK-03)
    """
    wanted = read_deposit_no(deposit_no)
    if not wanted:
        raise Refused(Refusal.NOT_FOUND)
    guesses = Guesses(network_of(source), session, wanted, window_of(clock.now()))
    guesses.check(guesses.known())
    guesses.check(guesses.held())
    found = deposit_by(no=wanted, owner_name=owner_name)
    if found is None:
        guesses.count()
    return found


@action
def forget_tries(*, by: Actor) -> int:
    """What was counted in windows long over says nothing any more."""
    forgotten, _ = Tries.objects.filter(window_at__lt=clock.now() - 24 * TRY_WINDOW).delete()
    return forgotten
