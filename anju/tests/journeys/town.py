"""A lease that ends, and a window for everybody concerned: tenants, enterprise, association, fund centre.

Only the bank and the clock are played by the test. Who has nothing to do in a journey opens no window.
"""

from contextlib import ExitStack
from functools import cached_property
from typing import TypeVar

from django.conf import settings
from playwright.sync_api import Browser

from anju.core.actors import CLOCK, OUTSIDE
from anju.core.money import plain_yuan, yuan
from anju.notices import queries as notices
from anju.notices.models import Notice
from anju.payments import actions as payments
from anju.payments.models import Payout, PayoutBatch
from anju.people.rules import Power
from anju.refunds import jobs
from anju.refunds.models import Case
from anju.refunds.tests.endings import (
    EMPTY,
    Days,
    a_held_lease,
    an_account_of,
    books_balance,
    pots_of,
    released_on,
)
from anju.tests.browser import window
from anju.tests.journeys.seats import (
    AssociationSeat,
    CentreSeat,
    EnterpriseSeat,
    PhoneSeat,
    Seat,
    TenantSeat,
)
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, ZHANG_SAN, a_credit

NO = "BA11010520260000017"
RENT = "4386.50"
Kind = TypeVar("Kind", bound=Seat)


class Town:
    """张三 and 李四 rent a home for 4,386.50 yuan a month; in its second month they leave it.

    They paid a deposit of one month and rent for six, of which the enterprise has had three. It is Wednesday,
    2 December 2026, ten in the morning.
    """

    def __init__(self, chromium: Browser, url: str, days: Days) -> None:
        self.chromium, self.url, self.days = chromium, url, days
        self.windows = ExitStack()
        self.no = NO
        terms = {"monthly_rent": RENT, "deposit": RENT, "tenants": (ZHANG_SAN, LI_SI)}
        self.lease = a_held_lease(filing_no=NO, **terms)
        an_account_of(self.lease)
        released_on(days, "2026-11-03")
        days.be("2026-12-02")

    @property
    def case(self) -> Case:
        return Case.objects.get()

    # Windows ----------------------------------------------------------------------------------------------

    @cached_property
    def tenant(self) -> TenantSeat:
        """张三, who is paid, at the desk."""
        return self._of_a_tenant(1, TenantSeat)

    @cached_property
    def tenant_on_the_phone(self) -> PhoneSeat:
        return self._of_a_tenant(1, PhoneSeat)

    @cached_property
    def flatmate(self) -> TenantSeat:
        """李四, who rents the home, too, and looks on."""
        return self._of_a_tenant(2, TenantSeat)

    @cached_property
    def enterprise(self) -> EnterpriseSeat:
        pages = Pages()
        pages.sign_in_as(self.lease.enterprise)
        return self._seated(pages, EnterpriseSeat)

    @cached_property
    def mediator(self) -> AssociationSeat:
        return self._of_staff(AssociationSeat, "he.jie", "何洁", Power.DISPUTE_MEDIATE)

    @cached_property
    def approver(self) -> AssociationSeat:
        return self._of_staff(AssociationSeat, "wu.yan", "吴燕", Power.DISPUTE_APPROVE)

    @cached_property
    def maker(self) -> CentreSeat:
        return self._of_staff(CentreSeat, "ding.yue", "丁悦", Power.BANK_READ, Power.PAYOUT_MAKE)

    @cached_property
    def checker(self) -> CentreSeat:
        return self._of_staff(CentreSeat, "han.bing", "韩冰", Power.BANK_READ, Power.PAYOUT_CHECK)

    def _of_a_tenant(self, position: int, kind: type[Kind]) -> Kind:
        pages = Pages()
        pages.sign_in_as(self.lease.tenants.get(position=position).person)
        return self._seated(pages, kind)

    def _of_staff(self, kind: type[Kind], username: str, name: str, *powers: str) -> Kind:
        pages = Pages()
        pages.as_staff(*powers, username=username, name=name)
        return self._seated(pages, kind)

    def _seated(self, pages: Pages, kind: type[Kind]) -> Kind:
        """A window of whoever has signed in on these pages."""
        size = (360, 740) if kind is PhoneSeat else (1280, 900)
        page = self.windows.enter_context(window(self.chromium, *size))
        key = pages.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.url}]
        )
        return kind(self, page)

    # The bank, the phone, the clock -----------------------------------------------------------------------

    def pays(self, *expected: str, refused: str = "", because: str = "AC04") -> None:
        """One of the fund centre makes a batch of what is due, another releases it, and the bank pays.

        `expected`: each payment as the maker reads it. The bank refuses accounts that end as `refused`.
        """
        self.instructs()
        self.maker.makes_a_batch(*expected)
        batch = PayoutBatch.objects.latest("pk")
        self.checker.releases(batch.pk, yuan(batch.total_fen))
        payments.send_batch(batch_id=batch.pk, by=CLOCK)
        for payout in Payout.objects.filter(batch=batch).order_by("pk"):
            self._bank_answers(payout, refused, because)
        jobs.pay(timestamp=0)

    def instructs(self) -> None:
        """What is due becomes payments."""
        jobs.pay(timestamp=0)

    def _bank_answers(self, payout: Payout, refused: str, because: str) -> None:
        if refused and payout.creditor_account.endswith(refused):
            payments.fail_payout(bank="ccb", payout_no=payout.no, because=because, by=OUTSIDE)
            return
        debit = a_credit(
            amount=plain_yuan(payout.amount_fen), direction="debit", end_to_end_id=payout.no
        )
        payments.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)

    def messages(self, position: int = 1) -> list[str]:
        """The SMS to a tenant, the newest last."""
        person = self.lease.tenants.get(position=position).person
        told = Notice.objects.filter(person=person).order_by("pk")
        return [notices.message(one.pk).text for one in told]

    def last_message(self, position: int = 1) -> str:
        return self.messages(position)[-1]

    def passes_to(self, day: str) -> None:
        """The days go by; at ten in the morning people come back to their windows."""
        self.days.pass_to(day)
        self.days.be(day)

    def months_go_by_to(self, day: str) -> None:
        """As long as a court takes; of the deadlines only those of this day are looked at."""
        self.days.be(day)
        jobs.keep_deadlines(timestamp=0)

    def is_over(self) -> None:
        """Nothing of the lease is held any more, and the books balance."""
        assert self.case.status == "closed"
        assert pots_of(self.lease) == EMPTY
        assert books_balance()
