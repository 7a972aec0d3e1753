"""The ends of 张三's leases in every state, each page of them as its tenant sees it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from anju.contracts.models import Lease
from anju.refunds import actions
from anju.refunds.models import Attachment, Case, DeductionItem, Offer, Portion
from anju.refunds.tests.endings import (
    ACCOUNT,
    a_dispute,
    a_file,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    bank_pays,
)
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, sends, visits
from anju.tests.world import LI_SI, ZHANG_SAN, enterprise_of, tenant_of

DEDUCTIONS = (
    ("08", "deposit", "1000.00", "客厅地板泡水，更换三块"),
    ("03", "rent", "326.50"),
    ("11", "rent", "4000.00"),
)
ANSWER, NO, SURE = "form.answer", "dialog form", "#sure"


@dataclass(frozen=True)
class Endings:
    """Leases by what has become of them; 李四 rents them, too, but 张三 is paid."""

    leases: dict[str, Lease]
    item: DeductionItem
    offer: Offer
    portion: Portion
    attachment: Attachment

    @property
    def things(self) -> dict[str, list[int]]:
        """Records that stand in addresses, by the name of their converter."""
        return {
            "item_id": [self.item.pk],
            "offer_id": [self.offer.pk],
            "portion_id": [self.portion.pk],
            "attachment_id": [self.attachment.pk],
        }


def endings(prefix: str = "BA-ENDING") -> Endings:
    names = (
        "held",
        "waiting",
        "new",
        "opened",
        "second",
        "all_back",
        "mediation",
        "court",
        "failed",
        "paid",
    )
    leases = {
        name: a_held_lease(filing_no=f"{prefix}-{number:04}", tenants=(ZHANG_SAN, LI_SI))
        for number, name in enumerate(names)
    }
    an_account_of(leases["held"])
    cases = {n: a_return(leases[n]) for n in names if n not in ("held", "mediation", "court")}
    for name in ("new", "opened", "second"):
        a_plan(cases[name], DEDUCTIONS, payee=ACCOUNT)
    a_plan(cases["all_back"], ())
    actions.open_plan(case_id=cases["opened"].pk, by=tenant_of(leases["opened"]))
    an_answer(cases["second"], "send_back")
    a_plan(cases["second"], DEDUCTIONS[:1])
    actions.open_plan(case_id=cases["second"].pk, by=tenant_of(leases["second"]))
    cases["mediation"] = a_dispute(leases["mediation"], "mediation", "300.00", DEDUCTIONS)
    cases["court"] = a_dispute(leases["court"], "litigation", "0.00", DEDUCTIONS)
    item, offer, attachment = a_settlement(cases["mediation"])
    a_plan(cases["paid"], ())
    an_answer(cases["paid"])
    bank_pays()
    a_plan(cases["failed"], ())
    an_answer(cases["failed"])
    bank_pays(failing="0014")
    portion = Portion.objects.get(case=cases["failed"])
    return Endings(leases, item, offer, portion, attachment)


def a_settlement(case: Case) -> tuple[DeductionItem, Offer, Attachment]:
    """Both sides have handed in evidence for the damage, and the enterprise has made an offer."""
    item = DeductionItem.objects.get(plan__case=case, number=1)
    tenant, enterprise = tenant_of(case.lease), enterprise_of(case.lease)
    [attachment] = actions.add_evidence(
        case_id=case.pk, item_id=item.pk, file_ids=[a_file(tenant)], by=tenant
    )
    actions.make_offer(item_id=item.pk, to_enterprise_fen=20000, by=tenant)
    offer = actions.make_offer(item_id=item.pk, to_enterprise_fen=50000, by=enterprise)
    return item, offer, attachment


def addresses(portal: str, made: Endings) -> list[str]:
    """Every page of every ending, but files."""
    to = partial(address, portal)
    no = {name: lease.filing_no for name, lease in made.leases.items()}
    found = [to(name) for name in ("home", "refunds", "refunds_done")]
    found += [to("refund", no[name]) for name in no if name != "held"]
    found += [to("refund_plan", no[name]) for name in ("new", "all_back", "mediation")]
    found += [to("refund_answer", no[name]) for name in ("opened", "second", "mediation")]
    found += [to("refund_versions", no["second"]), to("refund_evidence", no["mediation"])]
    found += [to("refund_return", no["held"]), to("refund_object", no["waiting"])]
    found += [to("refund_cancel", no["waiting"]), to("refund_award", no["court"])]
    found += [to("refund_turn", no["mediation"]), to("refund_item", made.item.pk)]
    found += [to("refund_accept", made.offer.pk), to("refund_account", made.portion.pk)]
    page_of_lease = "lease" if portal == "tenant_web" else "movements"
    found += [to(page_of_lease, no[name]) for name in ("held", "opened", "mediation")]
    return found


def address(portal: str, name: str, *args: Any) -> str:
    return reverse(f"{portal}:{name}", args=args)


def walks(portal: str) -> list[Walk]:
    made = endings(f"BA-{portal[7:].upper()}")
    payee, co_tenant = Pages(), Pages()
    payee.sign_in_as(made.leases["new"].tenants.get(position=1).person)
    co_tenant.sign_in_as(made.leases["new"].tenants.get(position=2).person)
    to = partial(address, portal)
    answer = to("refund_answer", made.leases["opened"].filing_no)
    seen_by_others = [
        to("refunds"),
        to("refund_answer", made.leases["opened"].filing_no),
        to("refund_account", made.portion.pk),
    ]
    wrong = [
        (to("refund_evidence", made.leases["mediation"].filing_no), "form[enctype]"),
        (to("refund_award", made.leases["court"].filing_no), "form[enctype]"),
        (to("refund_item", made.item.pk), "form:has([name=to_enterprise])"),
        (to("refund_account", made.portion.pk), "form:has([name=payee_account])"),
        (answer, ANSWER),
    ]
    return [
        Walk(
            payee,
            [
                *visits(*addresses(portal, made)),
                Visit(to("refund_file", made.attachment.pk), is_file=True),
                Visit(answer, asks_for_mediation),
                *(Visit(page, sends(form)) for page, form in wrong),
            ],
        ),
        Walk(co_tenant, visits(*seen_by_others)),
    ]


def asks_for_mediation(page: Page) -> None:
    """As far as what is asked before the answer is final; nothing is confirmed."""
    page.locator("[name=payee_account]").fill(ACCOUNT[0])
    page.locator("[name=payee_bank]").fill(ACCOUNT[1])
    if page.locator("[name=stance]").count():
        page.locator("[name=stance][value=disagree]").check()
    page.locator("[name=opinion][value=mediation]").check()
    if page.locator("[name=agreed]").count():
        page.locator("[name=agreed]").fill("300")
    sends(ANSWER)(page)
