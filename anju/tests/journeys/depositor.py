"""An owner for the tests: deposits for a new home into the maintenance fund, and finds every fen where it must be."""

import io
import itertools
from dataclasses import replace
from datetime import date

from django.core.management import call_command

from anju.core.money import parse_yuan
from anju.fund import actions, queries
from anju.fund.models import Account, Deposit
from anju.homes import actions as homes
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.ledger import queries as ledger
from anju.payments.models import Payment, ProviderNotification
from anju.payments.rules import Channel
from anju.people.rules import Power
from anju.tests.journeys.city import City, until
from sample import fund, outside
from sample.people import OTHERS, SamplePerson

CLERK = replace(fund.CLERK, may=frozenset({Power.FUND_ENTER}), staff_id=990)
AMOUNT = 18_000_00
rooms = itertools.count(101)


class Depositor:
    """Owns a home of 90 m² in a house of twelve storeys, for which 18,000 yuan are to be deposited."""

    def __init__(self, city: City, who: SamplePerson = OTHERS[1]) -> None:
        self.city, self.who = city, who
        self.by = fund.owner(who)
        self.account = self._account()
        self.deposit: Deposit = actions.demand_deposit(account_id=self.account.pk, by=self.by)

    def _account(self) -> Account:
        room = str(next(rooms))
        community = homes.record_community(
            name="望京南苑", district="110105", address="阜通东大街2号", by=CLERK
        )
        house = homes.record_building(community_id=community.pk, name="1号楼", storeys=12, by=CLERK)
        terms = DwellingTerms(
            floor=int(room[0]),
            room=room,
            area_hundredths=90_00,
            contract_on=date(2024, 5, 1),
            unit="1",
            contract_no=f"XF20240501{room:>08}",
        )
        home = homes.record_dwelling(
            building_id=house.pk,
            terms=terms,
            owners=[OwnerTerms(self.who.name, self.who.id_number)],
            by=CLERK,
        )
        return actions.open_account(dwelling_id=home.pk, bank=fund.BANK, by=CLERK)

    # What the owner and those outside do ------------------------------------------------------------------

    def starts(self, channel: str = Channel.WECHAT) -> Payment:
        self.deposit = actions.start_payment(
            deposit_id=self.deposit.pk, channel=channel, by=self.by
        )
        return self.payment

    def has_a_code(self) -> Payment:
        until(lambda: self.city.restart_ended() or self.payment.qr_code, "the code to pay with")
        return self.payment

    def pays(self, payment: Payment, **how: bool) -> None:
        paid = {"out_trade_no": payment.no, "payer": self.who.phone, **how}
        outside.ask(f"/api/{payment.channel}/pay", paid)

    # What has become of it --------------------------------------------------------------------------------

    @property
    def payment(self) -> Payment:
        """The one that was started last."""
        return Payment.objects.get(pk=self.deposit.attempts.latest("pk").payment_id)

    def status(self) -> str:
        self.deposit.refresh_from_db()
        return str(self.deposit.status)

    def comes_to(self, status: str) -> None:
        said = f"deposit {self.deposit.no} to be {status}"
        until(lambda: self.city.restart_ended() or self.status() == status, said)

    def trade_of(self, payment: Payment) -> dict[str, str]:
        trades = self.city.look(f"{payment.channel}/trades")["trades"]
        [trade] = [one for one in trades if one["out_trade_no"] == payment.no]
        return dict(trade)

    def fact_is_there(self, payment: Payment) -> None:
        told = ProviderNotification.objects.filter(payment_no=payment.no)
        until(lambda: self.city.restart_ended() or told.exists(), "the fact")

    def is_deposited_once(self) -> None:
        """已交存: the home holds it once, nothing is on its way, and our book of the bank is the bank's own."""
        self.comes_to("deposited")
        assert ledger.balance_fen(self.account.pot) == AMOUNT
        [movement] = queries.movements(self.account)
        assert movement.cause == f"deposit:{self.deposit.no}"
        for channel in (Channel.ALIPAY, Channel.WECHAT):
            until(
                lambda channel=channel: ledger.balance_fen(f"transit:{channel}:{fund.BANK}") == 0,
                f"nothing to be on its way from {channel}",
            )
        theirs = self.city.look("state")["balances"][fund.BANK]
        assert -ledger.balance_fen(f"world:{fund.BANK}") == parse_yuan(theirs)
        call_command("prove", stdout=io.StringIO())
