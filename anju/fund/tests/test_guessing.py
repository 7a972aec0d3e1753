"""快速交存: who knows number and name finds it, who guesses learns nothing, however often. (manual 002, 4; QCK-03)

A hundred thousand tries, literally: of one address, of a network of addresses, of many addresses at one number, in one
session, and of many addresses at many numbers.
"""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY
from anju.core.networks import network_of
from anju.core.numbers import luhn_digit
from anju.core.prepared import rows_prepared
from anju.core.refusals import Refused
from anju.fund import actions
from anju.fund.actions.guessing import KNOWN, Guesses, window_of
from anju.fund.models import Deposit, LookUp, Tries
from anju.fund.numbers import SERIAL_DIGITS, deposit_no
from anju.fund.rules import (
    LOOK_UPS_A_DAY,
    LOOK_UPS_AN_HOUR,
    TRIES_OF_A_NUMBER,
    TRIES_OF_A_SESSION,
    TRIES_OF_A_SOURCE,
    TRIES_OF_A_SOURCE_AT_A_NUMBER,
    TRIES_WHILE_GUESSED,
    Mode,
    Refusal,
)
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, an_account, signed_in
from anju.homes.actions import OwnerTerms

pytestmark = pytest.mark.django_db
ATTACKER, HOME = "203.0.113.7", "198.51.100.9"
LIU = OwnerTerms("刘七", "110101199003072113")
TOO_MANY = str(Refusal.TOO_MANY_TRIES.label)


@pytest.fixture(autouse=True)
def hour_has_begun(db):
    """However long it takes, no test of these goes on into the next window by itself."""
    now = clock.now()
    next_hour = now.replace(minute=0, second=1, microsecond=0) + timedelta(hours=1)
    advance_clock(seconds=int((next_hour - now).total_seconds()) + 1, by=CLOCK)


def a_notice(**terms) -> Deposit:
    account = an_account(**terms)
    return actions.issue_notice(account_id=account.pk, owner_name="王五", by=DEPARTMENT)


def guess(no: str, owner_name: str = "王五", source: str = ATTACKER, session: str = ""):
    """What a guesser hears: the deposit's number, nothing, or the refusal."""
    try:
        found = actions.find_deposit(
            deposit_no=no, owner_name=owner_name, source=source, session=session, by=NOBODY
        )
    except Refused as refused:
        return refused.message
    return found and found.no


def neighbour(no: str, step: int) -> str:
    digits = f"{int(no[2:-1]) + step:018}"
    return f"WX{digits}{luhn_digit(digits)}"


def questions(work, *arguments, **named) -> list[str]:
    """What the database is asked, without the values."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        work(*arguments, **named)
    return [shape(one["sql"]) for one in asked.captured_queries]


def shape(sql: str) -> str:
    return " ".join(
        "?" if any(c.isdigit() or c == "'" for c in word) else word for word in sql.split()
    )


@pytest.mark.covers("QCK-01")
def test_number_and_name_together_find_a_notice():
    notice = a_notice()
    assert guess(f" {notice.no.lower()}") == notice.no
    assert [guess(notice.no, "赵六"), guess(neighbour(notice.no, 1))] == [None, None]
    assert {guess("WX1"), guess("")} == {"未查询到业务，请核对业务流水号和业主名称"}
    assert guess(notice.no) == notice.no


@pytest.mark.covers("QCK-01")
def test_of_several_owners_one_name_or_all_of_them_find_it_and_after_a_sale_the_new_ones():
    notice = a_notice(owners=(WANG, ZHAO))
    assert [guess(notice.no, name) for name in ("王五", "赵六", "王五、赵六")] == [notice.no] * 3
    assert [guess(notice.no, name) for name in ("王五、", "、", "五")] == [None] * 3
    advance_clock(seconds=3600, by=CLOCK)
    actions.sell_home(account_id=notice.account_id, owners=[LIU], by=DEPARTMENT)
    assert [guess(notice.no, "王五"), guess(notice.no, "刘七")] == [None, notice.no]


@pytest.mark.covers("QCK-03")
def test_the_same_is_asked_and_said_whichever_field_is_wrong():
    """So no answer, and no clock, tells a number that is a notice's from one that is none."""
    notice, unknown = a_notice(), neighbour(a_notice().no, 3)
    asked = [
        questions(guess, notice.no, "赵六", source="203.0.113.1"),
        questions(guess, unknown, "王五", source="203.0.113.2"),
        questions(guess, unknown, "赵六", source="203.0.113.3"),
    ]
    assert asked[0] == asked[1] == asked[2]
    assert {guess(notice.no, "赵六"), guess(unknown), guess(unknown, "赵六")} == {None}


def knock(tries: list[tuple[str, str, str, str]]) -> list[str | None]:
    """As `guess` of each: number, name, source, session. What is known of a thousand is asked at once, and again after
    each try that was let through.
    """
    heard, window_at = [], window_of(clock.now())
    for first in range(0, len(tries), 1_000):
        part, known = tries[first : first + 1_000], None
        asking = [
            Guesses(network_of(source), session, no, window_at) for no, _, source, session in part
        ]
        digests = list({one.of_all for one in asking}.union(*(one.limits for one in asking)))
        for guesses, (no, name, source, session) in zip(asking, part, strict=True):
            if known is None:
                rows = rows_prepared(KNOWN, {"window_at": window_at, "digests": digests})
                known = {bytes(digest): failures for digest, failures in rows}
            try:
                guesses.check(known)
            except Refused as refused:
                heard.append(refused.message)
            else:
                heard.append(guess(no, name, source, session))
                known = None
    return heard


@pytest.mark.slow
@pytest.mark.covers("QCK-03")
def test_a_hundred_thousand_tries_learn_nothing():
    notice, other = a_notice(), a_notice()
    no = notice.no
    heard = knock([(neighbour(no, step), "王五", ATTACKER, "") for step in range(1, 40_001)])
    assert heard == [None] * TRIES_OF_A_SOURCE + [TOO_MANY] * (40_000 - TRIES_OF_A_SOURCE)
    assert guess(no) == TOO_MANY, "right and wrong sound the same"

    network = [f"2001:db8:0:9::{step:x}" for step in range(1, 20_001)]
    heard = knock([(neighbour(no, -at), "王五", one, "") for at, one in enumerate(network, 1)])
    stopped = [TOO_MANY] * (20_000 - TRIES_OF_A_SOURCE)
    assert heard == [None] * TRIES_OF_A_SOURCE + stopped, "one address of a network is all of them"

    many = [f"10.{step >> 8}.{step & 255}.1" for step in range(19_000)]
    for number in (no, neighbour(other.no, 11)):  # a notice's, and nobody's
        names = [f"王{chr(0x4E00 + step)}" for step in range(19_000)]
        tries = [(number, name, one, "") for name, one in zip(names, many, strict=True)]
        stopped = [TOO_MANY] * (19_000 - TRIES_OF_A_NUMBER)
        assert knock(tries) == [None] * TRIES_OF_A_NUMBER + stopped

    session = [
        (neighbour(no, 50_000 + at), "王五", f"172.16.{at >> 8}.{at & 255}", "s")
        for at in range(2_000)
    ]
    stopped = [TOO_MANY] * (2_000 - TRIES_OF_A_SESSION)
    assert knock(session) == [None] * TRIES_OF_A_SESSION + stopped
    assert guess(other.no, source=HOME) == other.no, "others are not kept waiting"
    assert Deposit.objects.filter(status="awaiting").count() == 2


@pytest.mark.covers("QCK-03")
def test_while_the_whole_city_is_guessed_at_each_address_has_two_tries(monkeypatch):
    monkeypatch.setattr("anju.fund.actions.guessing.TRIES_OF_ALL", 30)
    notice = a_notice()
    for step in range(1, 31):
        assert guess(neighbour(notice.no, step), source=f"10.0.0.{step}") is None
    heard = [guess(neighbour(notice.no, 100 + step)) for step in range(5)]
    assert heard == [None] * TRIES_WHILE_GUESSED + [TOO_MANY] * (5 - TRIES_WHILE_GUESSED)
    assert guess(notice.no, "王伍", source=HOME) is None, "a slip of the pen"
    assert guess(notice.no, source=HOME) == notice.no, "the owner still comes through"


@pytest.mark.covers("QCK-03")
def test_one_who_guesses_does_not_shut_the_owner_out():
    """Not from one address, however often; from many for no longer than till the hour is over."""
    notice = a_notice()
    heard = [guess(notice.no, f"王{chr(0x4E00 + step)}") for step in range(200)]
    assert heard.count(None) == TRIES_OF_A_SOURCE_AT_A_NUMBER
    assert guess(notice.no, source=HOME) == notice.no
    for step in range(20):
        guess(notice.no, "赵六", source=f"10.0.0.{step}")
    assert guess(notice.no, source=HOME) == TOO_MANY
    assert list(actions_of_the_owner(notice)) == [notice], "whoever signs in waits for nobody"
    advance_clock(seconds=3600, by=CLOCK)
    assert guess(notice.no, source=HOME) == notice.no


def actions_of_the_owner(notice: Deposit):
    yield actions.demand_deposit(account_id=notice.account_id, by=signed_in(WANG))


@pytest.mark.covers("QCK-03")
def test_what_is_refused_writes_nothing_and_what_is_kept_names_nobody():
    notice = a_notice()
    for step in range(1, TRIES_OF_A_SOURCE + 1):
        guess(neighbour(notice.no, step))
    before = list(Tries.objects.order_by("pk").values_list())
    asked = questions(guess, neighbour(notice.no, 99))
    assert not [sql for sql in asked if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not [sql for sql in asked if "fund_deposit" in sql], "it is not looked for"
    assert list(Tries.objects.order_by("pk").values_list()) == before
    kept = "".join(str(bytes(one.digest)) for one in Tries.objects.all())
    assert ATTACKER not in kept and notice.no not in kept


def test_what_was_counted_long_ago_is_forgotten():
    guess(neighbour(a_notice().no, 1))
    assert actions.forget_tries(by=CLOCK) == 0
    advance_clock(days=2, by=CLOCK)
    assert actions.forget_tries(by=CLOCK) == 4


@pytest.mark.covers("QCK-03")
def test_numbers_follow_no_order():
    """Of a thousand of one second no two are neighbours in the order in which they were drawn, nor do they rise."""
    now = datetime.fromisoformat("2026-11-29T10:00:00+08:00")
    drawn = [int(deposit_no("110105", now)[12 : 12 + SERIAL_DIGITS]) for _ in range(1_000)]
    steps = [after - before for before, after in pairwise(drawn)]
    assert len(set(drawn)) > 990
    assert 400 < sum(step > 0 for step in steps) < 600
    assert sum(abs(step) < 1_000 for step in steps) < 5


# 我要查询


@pytest.mark.covers("OWN-30", "OWN-32")
def test_by_a_number_the_same_is_asked_and_said_whether_it_is_anothers_or_nobodys():
    certificate = "京(2024)朝不动产权第0000001号"
    theirs, zhao = an_account(certificate_no=certificate), signed_in(ZHAO)
    an_account(owners=(ZHAO,))
    pairs = [
        (Mode.CONTRACT, theirs.dwelling.contract_no, "XF99999999"),
        (Mode.CERTIFICATE, certificate, "京(2024)朝不动产权第0000002号"),
    ]
    for mode, known, unknown in pairs:
        look = {"mode": mode, "by": zhao}
        assert questions(actions.look_up, wanted=known, **look) == questions(
            actions.look_up, wanted=unknown, **look
        )
        assert actions.look_up(wanted=known, **look) == actions.look_up(wanted=unknown, **look)
    stated = {"way": "contract", "district": "110105", "phone": "13800000001", "by": zhao}
    added = [actions.add_home(wanted=no, **stated) for no in pairs[0][1:]]
    assert {(one.status, one.dwelling_id, one.review_by) for one in added} == {
        ("waiting", None, added[0].review_by)
    }


@pytest.mark.covers("OWN-30", "SEC-03")
def test_a_person_looks_up_so_often_an_hour_and_a_day():
    home, zhao = an_account().dwelling, signed_in(ZHAO)
    heard = []
    for _hour in range(6):
        for _ in range(LOOK_UPS_AN_HOUR + 5):
            heard.append(looked_up(home.address, zhao))
        advance_clock(seconds=3601, by=CLOCK)
    assert heard.count("found") == LOOK_UPS_A_DAY == LookUp.objects.count()
    assert {"too_many_tries", "too_many_today"} < set(heard)
    assert looked_up(home.address, signed_in(WANG)) == "found"
    advance_clock(days=1, by=CLOCK)
    assert looked_up(home.address, zhao) == "found"


def looked_up(address, by) -> str:
    try:
        found = actions.look_up(mode=Mode.ADDRESS, wanted=address, by=by)
    except Refused as refused:
        return str(refused.code.value)
    return "found" if found.account else "none"
