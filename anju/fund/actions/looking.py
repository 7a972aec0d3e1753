"""我要查询 and 快速交存: a home, or a deposit, is found by who knows enough of it, and guessing is useless. (QCK-03)"""

from dataclasses import dataclass
from datetime import datetime

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action
from anju.core.prepared import run_prepared
from anju.core.refusals import Refused, ensure
from anju.fund import queries
from anju.fund.actions.accounts import account_for
from anju.fund.models import Account, Deposit, LookUp, Tries
from anju.fund.numbers import read_deposit_no
from anju.fund.queries.deposits import deposit_by
from anju.fund.rules import (
    LOOK_UPS_AN_HOUR,
    TRIES_OF_A_NUMBER,
    TRIES_OF_A_SOURCE,
    TRY_WINDOW,
    Mode,
    Prompt,
    Refusal,
)
from anju.homes import queries as homes
from anju.homes.estate import Sale
from anju.people import queries as people


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
    now = clock.now()
    if LookUp.objects.filter(**who, at__gt=now - TRY_WINDOW).count() >= LOOK_UPS_AN_HOUR:
        raise Refused(Refusal.TOO_MANY_TRIES)
    names = {Mode.ADDRESS: "address", Mode.CONTRACT: "contract_no"}
    home = homes.dwelling_by(**{names.get(Mode(mode), "certificate_no"): wanted}, sale=sale)
    is_own = home is not None and homes.is_owned_by(home, by)
    if home is None or not (is_own or mode == Mode.ADDRESS):
        LookUp.objects.create(mode=mode, at=now, **who)
        by_address = mode == Mode.ADDRESS
        return Found(None, because=Refusal.HOME_NOT_FOUND if by_address else Refusal.NOT_MATCHED)
    account = account_for(dwelling_id=home.pk, by=by)
    LookUp.objects.create(mode=mode, account=account, at=now, **who)
    return Found(account, is_own, queries.prompts_of(account, by))


COUNTED = """
    INSERT INTO fund_tries (digest, window_at, failures) VALUES (%(digest)s, %(window)s, 0)
    ON CONFLICT (digest, window_at) DO UPDATE SET failures = fund_tries.failures RETURNING failures
"""


@action
def find_deposit(*, deposit_no: str, owner_name: str, source: str, by: Actor) -> Deposit | None:
    """快速交存: the deposit of this 业务流水号 and 业主名称. None in all other cases, so nothing says which was wrong.

    What cannot be a number is refused in the words of `NOT_FOUND`, which a page also says for None. `source` is the
    address the question comes from. After some wrong tries from it, or of one number from anywhere, everything is
    refused until the next window, right or wrong, without being looked for. (QCK-01, QCK-03)
    """
    window, wanted = _window(clock.now()), read_deposit_no(deposit_no)
    if not wanted:
        raise Refused(Refusal.NOT_FOUND)
    keys = (
        (digest(f"source:{source}"), TRIES_OF_A_SOURCE),
        (digest(f"number:{wanted}"), TRIES_OF_A_NUMBER),
    )
    for key, most in keys:
        (failures,) = run_prepared(COUNTED, {"digest": key, "window": window})
        if failures >= most:
            raise Refused(Refusal.TOO_MANY_TRIES)
    found = deposit_by(no=wanted, owner_name=owner_name)
    if found is None:
        for key, _ in keys:
            tries = Tries.objects.get(digest=key, window_at=window)
            tries.failures += 1
            tries.save(update_fields=["failures"])
    return found


def _window(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


@action
def forget_tries(*, by: Actor) -> int:
    """What was counted in windows long over says nothing any more."""
    forgotten, _ = Tries.objects.filter(window_at__lt=clock.now() - 24 * TRY_WINDOW).delete()
    return forgotten
