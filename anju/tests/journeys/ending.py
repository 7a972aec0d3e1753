"""The end of a tenant's lease for the tests: what the enterprise, the fund centre and the association do meanwhile."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management import call_command

from anju.core import clock
from anju.core.actions import store_file
from anju.core.files import ATTACHMENT
from anju.core.money import parse_yuan, yuan
from anju.custody import actions as custody
from anju.custody import queries as held
from anju.ledger import queries as ledger
from anju.payments import actions as payments
from anju.payments.models import Payout
from anju.refunds import actions as refunds
from anju.refunds.actions import Deduction, FinalTerms, NameChangeTerms, PlanTerms
from anju.refunds.models import Case, Plan, Portion
from anju.refunds.rules import Basis
from anju.refunds.split import Parts
from anju.refunds.tests.endings import APPROVER, MEDIATOR, OFFICER, PNG
from anju.tests.journeys.city import City, until
from anju.tests.journeys.tenant import Renter, Tenant
from anju.tests.world import CHECKER, MAKER, enterprise_of, seconds_until_the_banks_open

ACCOUNT = ("6222020200000000014", "中国工商银行北京建国门支行")
OTHER_ACCOUNT = ("6217000010000000003", "中国建设银行北京分行")
DAMAGE = Deduction("08", "deposit", 100_000, "客厅地板泡水")
HALF = Deduction("08", "deposit", 50_000, "客厅地板泡水，各半")


class Ending:
    """A lease of 28,000 yuan in custody whose home was handed back today, by the enterprise's word."""

    def __init__(self, city: City, who: Renter, *others: Renter) -> None:
        self.city, self.who = city, who
        city.control("clock", {"seconds": seconds_until_the_banks_open()})
        self.tenant = Tenant(city, who, *others)
        self.tenant.starts_and_gets_a_code("bank_transfer")
        self.tenant.pays()
        self.tenant.comes_to("in_custody")
        self.lease = self.tenant.lease
        self.enterprise = enterprise_of(self.lease)
        until(lambda: self.holdings().is_at_rest and self.holdings().lots, "the lots")
        self._has_a_settlement_account()
        self.case: Case = refunds.register_return(
            lease_id=self.lease.pk,
            reason="termination",
            returned_on=clock.today(),
            by=self.enterprise,
        )
        self.plan: Plan

    @property
    def no(self) -> str:
        return self.lease.filing_no

    def holdings(self) -> held.Holdings:
        return held.holdings(self.lease.pk)

    def _has_a_settlement_account(self) -> None:
        if held.account_in_use(self.lease.enterprise_id) is None:
            proposed = custody.propose_account(
                enterprise_id=self.lease.enterprise_id,
                account_no="11001018800053000001",
                bank_name="中国银行北京分行",
                by=self.enterprise,
            )
            custody.approve_account(account_id=proposed.pk, by=OFFICER)

    # What others do ---------------------------------------------------------------------------------------

    def proposes(self, *deductions: Deduction, account: tuple[str, str] = ("", "")) -> None:
        """The enterprise sends a plan that deducts this, with evidence, and gives everything else back."""
        holdings = self.holdings()
        everything = Parts(holdings.deposit_fen, holdings.rent_fen)
        taken = sum((Parts.of(one.part, one.amount_fen) for one in deductions), Parts())
        self.plan = refunds.submit_plan(
            case_id=self.case.pk,
            terms=PlanTerms(
                held=everything,
                to_tenant=everything - taken,
                deducted=taken,
                deductions=[self._with_evidence(one) for one in deductions],
                payee_account=account[0],
                payee_bank=account[1],
            ),
            by=self.enterprise,
        )

    def _with_evidence(self, one: Deduction) -> Deduction:
        file_id = store_file(
            name="维修报价.png", content=PNG, allowed=ATTACHMENT, by=self.enterprise
        )
        return Deduction(one.kind, one.part, one.amount_fen, one.note, (file_id,))

    def offers(self, to_enterprise: str) -> None:
        """The enterprise would settle the first deduction for so much."""
        [item] = self.plan.items.filter(number=1)
        refunds.make_offer(
            item_id=item.pk, to_enterprise_fen=parse_yuan(to_enterprise), by=self.enterprise
        )

    def money_goes_out(self) -> None:
        """What is instructed is put into batches by one of the fund centre, and let go by another."""
        self.waits(lambda: not self.portions("due"), "everything to be instructed")
        due = Payout.objects.filter(status="due", cause__in=self._causes())
        for bank in set(due.values_list("bank_account__bank", flat=True)):
            mine = due.filter(bank_account__bank=bank)
            batch = payments.make_batch(
                bank=bank, payout_ids=list(mine.values_list("pk", flat=True)), by=MAKER
            )
            payments.approve_batch(batch_id=batch.pk, by=CHECKER)
        self.waits(lambda: not self.portions("paying"), "the bank's word on every payment")

    def _causes(self) -> list[str]:
        return [f"portion:{pk}" for pk in self.case.portions.values_list("pk", flat=True)]

    def the_bank_refuses_the_next(self, count: int, reason: str = "AC04") -> None:
        self.city.control("switches", {"fail_payouts": count, "payout_reason": reason})

    def the_association_decides(self, basis: Basis, to_tenant: Parts, to_enterprise: Parts) -> None:
        """One proposes the final plan with its proof, another checks it."""
        proof = store_file(name="调解书.png", content=PNG, allowed=ATTACHMENT, by=MEDIATOR)
        is_paper = basis in (Basis.ARBITRATION, Basis.LITIGATION)
        terms = FinalTerms(
            basis=basis,
            to_tenant=to_tenant,
            to_enterprise=to_enterprise,
            document_no="（2026）京01号" if is_paper else "",
            court="北京仲裁委员会" if is_paper else "",
            effective_on=clock.today() if is_paper else None,
            file_ids=[proof],
        )
        final = refunds.propose_final(case_id=self.case.pk, terms=terms, by=MEDIATOR)
        refunds.approve_final(final_id=final.pk, by=APPROVER)

    def is_paid_to_another_name(self, portion: Portion) -> None:
        """承租人收款失败: the enterprise applies, the association approves. (ENT-06)"""
        proof = store_file(name="户口本.png", content=PNG, allowed=ATTACHMENT, by=self.enterprise)
        change = refunds.apply_name_change(
            portion_id=portion.pk,
            terms=NameChangeTerms(
                new_name="孙丽丽",
                new_account=OTHER_ACCOUNT[0],
                new_bank=OTHER_ACCOUNT[1],
                relation="女儿",
                reason="本人账户已全部注销",
                file_ids=[proof],
            ),
            by=self.enterprise,
        )
        refunds.approve_name_change(change_id=change.pk, by=APPROVER)

    # What has become of it --------------------------------------------------------------------------------

    def portions(self, status: str = "") -> list[Portion]:
        found = Portion.objects.filter(case=self.case).order_by("pk")
        return list(found.filter(status=status) if status else found)

    def status(self) -> str:
        self.case.refresh_from_db()
        return self.case.status

    def comes_to(self, status: str) -> None:
        self.waits(lambda: self.status() == status, f"case {self.case.pk} to be {status}")

    def waits(self, done: Callable[[], Any], what: str) -> None:
        self.tenant.waits(done, what)

    def is_paid(self, *expected: tuple[str, str]) -> None:
        """So much to whom, in this order; nothing is held any more, and the books are proved."""
        self.comes_to("closed")
        self.paid(*expected)
        codes = [f"lease:{self.no}:{kind}" for kind in ("deposit", "rent", "interest", "disputed")]
        assert set(ledger.balances(codes).values()) == {0}
        call_command("prove", stdout=io.StringIO())

    def paid(self, *expected: tuple[str, str]) -> None:
        portions: Sequence[Portion] = self.portions("paid")
        assert [(one.side, yuan(one.amount_fen)) for one in portions] == list(expected)
