"""The desks of two offices: who works at one finds no page of the other, and what is asked for there is written down.

The addresses come from the URL patterns; a new kind of record in an address of the association fails here until
`things` has one. (SEC-02)
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from anju.closings import actions as closings
from anju.closings.rules import EntryKind
from anju.closings.tests.days import CLOSER, a_document, compared, states, yesterday
from anju.contracts import actions as contracts
from anju.contracts import jobs
from anju.contracts.models import LeaseImport
from anju.contracts.tests.files import xlsx_file
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.core.models import AccessRefused
from anju.custody import actions as custody
from anju.ledger.actions import seal
from anju.ledger.queries import movements
from anju.oversight import actions as oversight
from anju.oversight.tests.worrying import a_warning, answerer
from anju.parameters.tests.settling import a_proposal_with_paper
from anju.payments import actions as payments
from anju.people import actions as people
from anju.people.rules import POWERS_OF, Office, Power
from anju.portals.association.urls import DisputeId, EvidenceId, FinalPlanId, NameChangeId
from anju.refunds.models import Attachment, Case
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    a_dispute,
    a_final,
    a_held_lease,
    a_plan,
    a_return,
    an_authority_order,
)
from anju.statistics import actions as statistics
from anju.tests.custody_world import OFFICER, at_noon
from anju.tests.pages import Pages
from anju.tests.patterns import Pattern, all_patterns
from anju.tests.walks.association import an_application
from anju.tests.world import LI_SI, a_credit, a_lease_in_custody, a_payout, book, lease_terms
from anju.timelines import actions as timelines
from anju.unclaimed.tests.waiting import money_that_waits
from anju.webhooks import actions as webhooks

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02")]
POSTED = {
    "text": "x",
    "because": "x",
    "decision": "approve",
    "way": "turn_to_arbitration",
    "step": "propose",
    "basis": "mediation",
}

OFFICER_OF_THE_BOOKS = Actor("officer", "centre", frozenset({Power.LEDGER_READ.value}))
UNKNOWN = {
    "bank": "none",
    "kind": "entry",
    "code": "no.such",
    "pot": "world:none",
    "figure": "none",
    "job": "no.such",
    "work": "none",
}
CHOSEN = {"business", "flow", "span", "day"}
"""What a dashboard is asked for: chosen from a few, and no record of anybody."""


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def client_of(office: Office) -> Client:
    """A plain client: that the page 404 is sound is tested elsewhere."""
    pages, plain = Pages(), Client()
    pages.as_staff(*POWERS_OF[office], username=f"at.{office.value}", name="何洁")
    plain.cookies = pages.cookies
    return plain


def things() -> dict[type, int]:
    """A record of each kind that concerns the association."""
    case = a_dispute()
    return {
        DisputeId: case.pk,
        FinalPlanId: a_final(case, Parts(1000_00, 0), Parts()).pk,
        NameChangeId: an_application().pk,
        EvidenceId: Attachment.objects.filter(case=case).first().pk,
    }


def patterns(portal: str) -> list[Pattern]:
    found = [one for one in all_patterns() if one.portal == portal]
    assert found
    return found


def address(one: Pattern, known: dict[type, int]) -> str:
    return reverse(
        one.name, kwargs={name: known[type(kind)] for name, kind in one.converters.items()}
    )


def ask(client: Client, method: str, at: str) -> int:
    advance_clock(seconds=4, by=CLOCK)  # slowly enough that every one is written down
    response: Any = client.get(at) if method == "GET" else client.post(at, POSTED)
    return int(response.status_code)


def test_staff_of_the_fund_centre_find_no_page_of_the_association():
    known, official = things(), client_of(Office.CENTRE)
    statuses = list(Case.objects.order_by("pk").values_list("status", flat=True))
    for one in patterns("association"):
        for method in one.methods:
            assert ask(official, method, address(one, known)) == 404, f"{method} {one.name}"
            if one.converters:
                last = AccessRefused.objects.last()
                assert (last.actor, last.view_name) == ("at.centre", one.name)

    assert list(Case.objects.order_by("pk").values_list("status", flat=True)) == statuses


def test_the_same_pages_are_there_for_the_association():
    """Otherwise the test above would prove nothing."""
    known, at_home = things(), client_of(Office.ASSOCIATION)
    for one in patterns("association"):
        if "GET" in one.methods:
            assert ask(at_home, "GET", address(one, known)) in (200, 302), one.name
    assert AccessRefused.objects.count() == 0


def things_of_the_centre() -> dict[str, Any]:
    """A record of each kind in the addresses of the fund centre, by the name it has there."""
    lease, today = a_lease_in_custody(), clock.today()
    entry = a_credit(amount="28000.00", code="", text="房租押金")
    book()
    payout = a_payout(lease, "200.00")
    notice = {"document_no": "京建发〔2026〕12号", "reason": "authority", "note": ""}
    hold = custody.hold_releases(lease_id=lease.pk, **notice, by=OFFICER)
    account = custody.propose_account(
        enterprise_id=lease.enterprise_id,
        account_no="11001085900053000777",
        bank_name="中国建设银行",
        by=OFFICER,
    )
    digest = b"d" * 32
    key = people.record_api_key(key="k", name="租赁平台", scopes=["lease.file"], by=CLOCK)
    keeper = Actor("yunxing", "centre", frozenset({Power.API_KEEP}), staff_id=1)
    kept = webhooks.subscribe_platform(
        client_id=key.pk, url="https://platform.example/", events=["order.supervised"], by=keeper
    )
    order = an_authority_order(lease)
    missing, by_hand = what_a_day_left()
    seal()
    statistics.count_all_money(by=CLOCK)
    warning = a_warning()
    stated = oversight.answer_warning(warning_id=warning.pk, text="本周补缴", by=answerer(warning))
    return {
        "difference_id": missing.pk,
        "paper_id": missing.files.get().pk,
        "manual_id": by_hand.pk,
        "evidence_id": by_hand.files.get().pk,
        "warning_id": warning.pk,
        "answer_id": stated.pk,
        "figure": "late_custody",
        "review": "addition",
        "district": "110105",
        "money_id": money_that_waits(tenants=(LI_SI,)).pk,
        "payout_id": payout.pk,
        "order_id": order.pk,
        "file_id": order.files.get().pk,
        "entry_id": entry.pk,
        "batch_id": payments.make_batch(bank="ccb", payout_ids=None, by=CLOCK).pk,
        "hold_id": hold.pk,
        "account_id": account.pk,
        "settlement_id": payments.record_bill(
            channel="alipay", bank="ccb", day=today, digest=digest, lines=[], by=CLOCK
        ).pk,
        "import_id": an_import().pk,
        "report_id": a_report(),
        "job": "ledger.proof",
        "verification_id": timelines.ask_verification(by=OFFICER_OF_THE_BOOKS).pk,
        "business": "custody",
        "flow": "in",
        "span": "day",
        "work": "disputes",
        "whose_id": lease.enterprise_id,
        "filing_no": lease.filing_no,
        "transfer_id": movements([lease.deposit_pot])[0].id,
        "pot": lease.deposit_pot,
        "kind": "entry",
        "record_id": entry.pk,
        "bank": "ccb",
        "day": missing.closing.day,
        **a_proposal_with_paper("bill.visible_days", "7"),
        "api_key_id": key.pk,
        "subscription_id": kept.pk,
        "delivery_id": webhooks.send_test_event(subscription_id=kept.pk, by=keeper).pk,
    }


def a_report() -> int:
    """The report of this month so far."""
    asked = statistics.ask_for_report(month=clock.today().replace(day=1), by=OFFICER)
    return int(statistics.make_report(report_id=asked.pk, by=CLOCK).pk)


def what_a_day_left() -> tuple[Any, Any]:
    """A difference of yesterday, and an entry by hand, each with its paper."""
    a_credit(amount="5.00", code="", booked_at=at_noon(yesterday()))
    states()
    missing = compared().differences.get()
    words = {"because": "银行答复次日补记", "file_ids": [a_document()]}
    closings.mark_in_transit(difference_id=missing.pk, **words, by=CLOSER)
    by_hand = closings.make_entry(
        bank="ccb",
        kind=EntryKind.MORE,
        amount_fen=5_00,
        happened_on=clock.today(),
        reason="长款",
        file_ids=[a_document()],
        by=CLOSER,
    )
    return missing, by_hand


def an_import() -> LeaseImport:
    """A file of filed leases, taken in."""
    content = xlsx_file(lease_terms())
    received = contracts.receive_import(name="备案合同.xlsx", content=content, by=OFFICER)
    jobs.work_on_imports(0)
    return received


def of_the_centre(known: dict[str, Any]) -> list[tuple[Pattern, str]]:
    return [
        (one, reverse(one.name, kwargs={name: known[name] for name in one.converters}))
        for one in patterns("centre")
    ]


def test_staff_of_the_association_find_no_page_of_the_fund_centre():
    known, member = things_of_the_centre(), client_of(Office.ASSOCIATION)
    for one, at in of_the_centre(known):
        for method in one.methods:
            assert ask(member, method, at) == 404, f"{method} {one.name}"
            if one.converters:
                last = AccessRefused.objects.last()
                assert (last.actor, last.view_name) == ("at.association", one.name)


def test_the_same_pages_are_there_for_the_fund_centre():
    """Otherwise the test above would prove nothing."""
    known = things_of_the_centre()
    official = client_of(Office.CENTRE)
    for one, at in of_the_centre(known):
        if "GET" in one.methods:
            assert ask(official, "GET", at) in (200, 302), one.name
    assert AccessRefused.objects.count() == 0


def test_what_is_guessed_is_not_there_for_the_fund_centre_and_written_down():
    guessed = dict.fromkeys(things_of_the_centre(), 999999999) | UNKNOWN
    official, asked = client_of(Office.CENTRE), 0
    guessed |= {"day": clock.today(), "business": "custody", "flow": "in", "span": "day"}
    for one, at in of_the_centre(guessed):
        for method in one.methods if set(one.converters) - CHOSEN else ():
            assert ask(official, method, at) == 404, f"{method} {one.name}"
            asked += 1
    assert AccessRefused.objects.filter(actor="at.centre").count() == asked > 20


def test_a_lease_that_is_no_dispute_is_not_there_for_the_association_and_written_down():
    case = a_return(a_held_lease())
    a_plan(case)
    own = Attachment.objects.get(case=case)
    asked = {DisputeId: case.pk, EvidenceId: own.pk, FinalPlanId: 999, NameChangeId: 999}
    member, count = client_of(Office.ASSOCIATION), 0
    for one in patterns("association"):
        for method in one.methods if one.converters else ():
            assert ask(member, method, address(one, asked)) == 404, f"{method} {one.name}"
            count += 1

    assert AccessRefused.objects.filter(actor="at.association").count() == count > 15
    case.refresh_from_db()
    assert case.status == "awaiting_answer"


def test_tenants_and_enterprises_are_sent_to_the_staffs_sign_in():
    known, of_centre = things(), things_of_the_centre()
    lease = Case.objects.get(pk=known[DisputeId]).lease
    for who in (lease.tenants.get().person, lease.enterprise):
        pages, plain = Pages(), Client()
        pages.sign_in_as(who)
        plain.cookies = pages.cookies
        asked = [(one, address(one, known)) for one in patterns("association")]
        for one, at in [*asked, *of_the_centre(of_centre)]:
            if "GET" in one.methods:
                assert plain.get(at)["Location"].startswith("/staff/sign-in"), one.name
