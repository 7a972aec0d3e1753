"""公共收益转入: what the common parts earned goes to the homes by area. (rule B2.11)"""

import pytest

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.core.refusals import Refused
from anju.fund import queries as fund_queries
from anju.fund.models import Account
from anju.fund.tests.world import WANG, a_home, an_account, signed_in
from anju.fund_runs import actions
from anju.fund_runs.models import Line, Run
from anju.fund_runs.rules import Status
from anju.fund_runs.tests.things import CHECKER, MAKER, booked, fresh, serial
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.payments import actions as payments
from anju.payments.actions.facts import EntryTerms
from anju.payments.models import BankEntry

pytestmark = pytest.mark.django_db


def a_credit(fen: int) -> BankEntry:
    """Money of a community that the fund's bank has credited and nobody has claimed."""
    terms = EntryTerms(f"R{next(serial)}", "credit", fen, clock.now())
    payments.record_bank_message(
        bank="bob", nonce=f"{next(serial):032x}", digest=b"0" * 32, entries=[terms], by=OUTSIDE
    )
    entry = BankEntry.objects.get(bank_ref=terms.bank_ref)
    return payments.set_aside_credit(entry_id=entry.pk, because="待认领", by=CLOCK)


def a_community() -> tuple[int, list[Account]]:
    accounts = [an_account(area_hundredths=area) for area in (89_35, 102_70, 89_35, 140_02)]
    return accounts[0].dwelling.building.community_id, accounts


def refusal(work, **arguments):
    before = Run.objects.count()
    with pytest.raises(Refused) as no:
        work(**arguments)
    assert Run.objects.count() == before
    return no.value.code


def test_a_revenue_is_shared_by_area_to_the_fen_and_booked_once():
    community_id, accounts = a_community()
    entry = a_credit(100_000_00)
    stated = {"community_id": community_id, "entry_id": entry.pk, "purpose": "电梯广告"}
    run = actions.enter_revenue(**stated, by=MAKER)
    assert actions.enter_revenue(**stated, by=MAKER) == run
    parts = list(run.lines.order_by("account").values_list("amount_fen", flat=True))
    # 100,000.00 × 8935, 10270, 8935, 14002 / 42142: the largest remainders get the missing fen
    assert (parts, sum(parts)) == ([21_202_13, 24_369_99, 21_202_12, 33_225_76], 100_000_00)
    assert balance_fen(accounts[0].pot) == 0
    done = booked(run)
    assert (done.status, done.homes) == (Status.DONE, 4)
    assert [balance_fen(account.pot) for account in accounts] == parts
    assert (balance_fen("suspense:bob"), BankEntry.objects.get().status) == (0, "matched")
    assert actions.book_chunk(run_id=run.pk, by=CLOCK) is False
    (movement,) = fund_queries.movements(accounts[0])
    assert (movement.reason_label, movement.in_fen) == ("公共收益转入", 21_202_13)
    assert prove().holds


def test_what_is_sent_back_may_be_entered_anew_and_nothing_has_moved():
    community_id, accounts = a_community()
    entry = a_credit(1_00)
    stated = {"community_id": community_id, "entry_id": entry.pk, "purpose": "停车费"}
    run = actions.enter_revenue(**stated, by=MAKER)
    actions.reject_run(run_id=run.pk, because="小区有误", by=CHECKER)
    assert (fresh(run).status, balance_fen("suspense:bob")) == (Status.REJECTED, 1_00)
    assert actions.enter_revenue(**stated, by=MAKER) != run
    assert Line.objects.filter(run=run).count() == len(accounts)


def test_what_cannot_be_shared_is_refused():
    community_id, _ = a_community()
    entry = a_credit(1_00)
    stated = {"community_id": community_id, "entry_id": entry.pk, "purpose": "停车费", "by": MAKER}
    enter = actions.enter_revenue
    assert refusal(enter, **stated | {"by": signed_in(WANG)}) == "power_missing"
    assert refusal(enter, **stated | {"purpose": " "}) == "purpose_missing"
    empty = a_home(mode="self_managed").building.community_id
    assert refusal(enter, **stated | {"community_id": empty}) == "no_homes"
    actions.enter_revenue(**stated)
    assert refusal(enter, **stated | {"community_id": empty}) == "credit_taken"
    claimed = a_credit(2_00)
    payments.claim_credit(entry_id=claimed.pk, payment_id=None, because="认领", by=CLOCK)
    assert refusal(enter, **stated | {"entry_id": claimed.pk}) == "not_a_credit"
