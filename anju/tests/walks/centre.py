"""The desk of the fund centre, walked by somebody with all powers, and once by somebody with none."""

from dataclasses import replace
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from anju.clients.webhooks import Sent
from anju.contracts import jobs
from anju.contracts.models import LeaseImport
from anju.contracts.tests.files import as_json, xlsx_file
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.days import JOBS, run_once
from anju.core.models import RunAttempt
from anju.custody import actions as custody
from anju.orders import actions as orders
from anju.orders.models import Order
from anju.oversight import actions as deciding
from anju.oversight.models import EarlyWarning
from anju.oversight.tests.worrying import KEEPER, answerer, assessed, late_leases
from anju.payments import actions as payments
from anju.payments.actions.facts import EntryTerms
from anju.payments.actions.settlements import BillLine
from anju.payments.models import BankEntry
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.rules import OF_ENTERPRISES, POWERS_OF, Office, Power
from anju.portals.centre.views.exports import LISTS
from anju.refunds import actions as refunds
from anju.refunds.tests.endings import (
    CHECKS,
    ENTERS,
    a_held_lease,
    a_plan,
    a_return,
    an_answer,
    an_authority_order,
    bank_pays,
)
from anju.statistics import actions as statistics
from anju.tests.custody_world import OFFICER, an_account, t_1, the_bank_paid_interest
from anju.tests.pages import Pages
from anju.tests.walks import (
    Visit,
    Walk,
    addresses_of,
    closings,
    figures,
    ledger,
    parameters,
    sends,
    visits,
)
from anju.tests.world import (
    BANKS,
    CHECKER,
    LI_SI,
    a_bank_account,
    a_credit,
    a_lease,
    a_lease_in_custody,
    a_notification,
    a_paying_order,
    a_payout,
    an_approved_batch,
    an_order,
    book,
    enterprise_of,
    lease_terms,
)
from anju.unclaimed.tests.waiting import money_that_waits
from anju.webhooks import actions as webhooks
from anju.webhooks.models import Delivery
from anju.webhooks.rules import OFFERED, Event

FORM = "main form[method=post]"


def walks() -> list[Walk]:
    official, newcomer = Pages(), Pages()
    official.as_staff(*POWERS_OF[Office.CENTRE])
    newcomer.as_staff(username="li.qiang", name="李强")
    return [
        Walk(newcomer, [*visits(to("home")), Visit(to("entries"), status=403)]),
        Walk(
            official,
            [
                *board(),  # first: of what the bank pays here every payout is a refund
                *entries(),
                *payouts(),
                *settlements(),
                *releases(),
                *authority_orders(),
                *proofs(),
                *closings.of_centre(),
                *ledger.of_centre(official),
                *figures.of_centre(),
                *imports(official),
                *parameters.of_centre(),
                *oversight(),
                *programs(),
                *visits(to("home")),
            ],
        ),
    ]


def oversight() -> list[Visit]:
    """A serious warning that waits, one that holds releases; money that waits; departments that are late."""
    late_leases(5, enterprise=("京华青年住房租赁有限公司", "91110108MA01A0002G"))
    late_leases(5, enterprise=("安家租赁有限公司", "91110108MA01ABCD5T"))
    assessed()
    waiting, held = EarlyWarning.objects.filter(level=2).order_by("pk")[:2]
    said = {"document_no": "风险处置〔2026〕1号", "because": "迟缴押金"}
    deciding.confirm_warning(warning_id=held.pk, by=KEEPER, **said)
    stated = deciding.answer_warning(warning_id=waiting.pk, text="本周补缴", by=answerer(waiting))
    confirm, dismiss = to("confirm_warning", waiting.pk), to("dismiss_warning", waiting.pk)
    money = money_that_waits(tenants=(LI_SI,))
    one = to("unclaimed_money", money.pk)
    return [
        *visits(to("warnings"), to("warnings", ask="status=confirmed"), confirm, dismiss),
        *visits(to("warning", waiting.pk), to("warning", held.pk), to("lift_warning", held.pk)),
        *visits(to("warning_findings", waiting.pk, "late_custody")),
        *visits(to("warning_findings", waiting.pk, "blacklisted")),
        *visits(to("reply_warning", waiting.pk, stated.pk), to("reviews")),
        *visits(
            to("reviews_waiting", "addition", "110105"), to("reviews_waiting", "key", "110101")
        ),
        Visit(confirm, sends(FORM)),
        *visits(to("unclaimed"), to("unclaimed", ask="age=365"), one),
        Visit(one, sends("form:has([name=purpose])")),
        Visit(one, sends("form:has([name=text])")),
        Visit(to("unclaimed_file"), is_file=True),
    ]


to = addresses_of("centre")


def entries() -> list[Visit]:
    order = an_order()
    fits = a_credit(amount="28000.00", code="", text="房租押金")
    debit = a_credit(amount="30.00", code="", direction="debit")
    a_notification(a_paying_order(channel="alipay"), payment_no="20260101000000000199")
    for number in range(21):
        a_credit(amount=f"{number + 1}.00", code="", text="用途不详")
    book()
    match, give_back = to("match", fits.pk), to("return", fits.pk)
    return [
        *visits(to("entries"), to("entries", ask="day=2026-02-30"), to("entries", ask="code=999")),
        *visits(to("entry", fits.pk), to("entry", debit.pk), to("entry", in_custody().pk)),
        Visit(f"{match}?order_no={order.no}"),
        Visit(f"{match}?order_no=12"),
        *visits(give_back, to("notifications")),
        Visit(give_back, without_reason),
        *visits(to("interest", fits.pk), to("brought_back", fits.pk)),
        Visit(to("brought_back", fits.pk), sends(FORM)),
    ]


def board() -> list[Visit]:
    """The board with a refund behind its figures, reports made and waiting, runs done, failed and missing."""
    today = clock.today()
    case = a_return(a_held_lease(starts_on=today - timedelta(days=9)), returned_on=today)
    a_plan(case, deductions=())
    an_answer(case)
    bank_pays()
    statistics.count_refunds(day=today, by=CLOCK)
    statistics.count_year_of_refunds(day=today, by=CLOCK)
    month = today.replace(day=1)
    asked = statistics.ask_for_report(month=month, by=CLOCK)
    statistics.make_report(report_id=asked.pk, by=CLOCK)
    statistics.ask_for_report(month=month, by=CLOCK)
    yesterday, long_ago = today - timedelta(days=1), today - timedelta(days=5)
    run_once(JOBS["custody.releases"], yesterday)
    run_once(JOBS["ledger.proof"], long_ago)
    failed = RunAttempt.objects.create(job="ledger.proof", day=yesterday, attempts=3)
    RunAttempt.objects.filter(pk=failed.pk).update(
        begun_at=clock.now(), ended_at=clock.now(), error="Broken: the disk is full"
    )
    return [
        *visits(to("board"), to("board_refunds"), to("board_refunds", ask=f"month={month:%Y-%m}")),
        *visits(to("board_refunds", ask="month=1999-01"), to("reports"), to("runs")),
        Visit(to("reports"), sends(FORM)),
        Visit(to("report_pdf", asked.pk), is_file=True),
        Visit(to("report_xlsx", asked.pk), is_file=True),
        *visits(to("run", "custody.releases", yesterday), to("run", "ledger.proof", yesterday)),
        *visits(to("run", "ledger.proof", today - timedelta(days=3))),
        *(Visit(to(f"{name}_files", ask="file=csv"), is_file=True) for name in LISTS),
    ]


def payouts() -> list[Visit]:
    """Payments due, and batches of every kind: waiting for a checker, returned to the maker, with the bank, failed."""
    a_bank_account("icbc")
    lease = a_lease_in_custody()
    failed, *paid = (a_payout(lease, "300.00") for _ in range(3))
    sent = payments.send_batch(batch_id=an_approved_batch(failed, *paid).pk, by=CLOCK)
    payments.fail_payout(bank="ccb", payout_no=failed.no, because="AC04", by=CLOCK)
    a_payout(lease, "200.00")
    returned = payments.make_batch(bank="ccb", payout_ids=None, by=CLOCK)
    payments.reject_batch(batch_id=returned.pk, because="户名待核", by=CHECKER)
    waiting = payments.make_batch(bank="ccb", payout_ids=None, by=CLOCK)
    a_payout(lease, "100.00")
    choose, reject = to("choose_payouts", "ccb"), to("reject_batch", waiting.pk)
    return [
        *visits(to("payouts"), to("failed_payouts"), to("batches")),
        *visits(to("batch", waiting.pk), to("batch", returned.pk), to("batch", sent.pk)),
        *visits(choose, to("choose_payouts", "icbc"), reject),
        *visits(to("payout", failed.pk), to("payout", waiting.payouts.get().pk)),
        Visit(choose, sends("form:has(#payouts)")),
        Visit(reject, sends(FORM)),
    ]


def releases() -> list[Visit]:
    """Holds in force, over and lifted; accounts proposed, in use and rejected; what the bank paid and did not."""
    lease = t_1()
    enterprise = lease.enterprise
    by_notice = {
        "document_no": "京建发〔2026〕12号",
        "reason": "authority",
        "note": "",
        "by": OFFICER,
    }
    stopped = custody.hold_releases(enterprise_id=enterprise.pk, **by_notice)
    lifted = custody.hold_releases(lease_id=lease.pk, **by_notice)
    custody.lift_hold(hold_id=lifted.pk, because="风险已消除", by=OFFICER)
    used = an_account(enterprise.pk)
    proposal = {"enterprise_id": enterprise.pk, "bank_name": "中国建设银行", "by": OFFICER}
    rejected = custody.propose_account(account_no="11001085900053000777", **proposal)
    custody.reject_account(account_id=rejected.pk, because="户名不符", by=CHECKER)
    waiting = custody.propose_account(account_no="11001085900053000888", **proposal)
    the_bank_paid_interest("1.00")
    place, reject = to("place_hold"), to("reject_account", waiting.pk)
    return [
        *visits(to("holds"), place, to("hold", stopped.pk), to("hold", lifted.pk)),
        Visit(place, sends(FORM)),
        Visit(to("hold", stopped.pk), sends(FORM)),
        *visits(to("accounts"), *(to("account", one.pk) for one in (used, rejected, waiting))),
        *visits(reject, to("interests"), to("interests", ask="first=2026-02-30&last=")),
        Visit(reject, sends(FORM)),
    ]


def authority_orders() -> list[Visit]:
    """Orders of district authorities: carried out, refused, entered by who looks, and waiting for them."""
    done, refused, own, waiting = (
        an_authority_order(a_held_lease(), by)
        for by in (ENTERS, ENTERS, replace(ENTERS, name="wang.min"), ENTERS)
    )
    refunds.approve_order(order_id=done.pk, by=CHECKS)
    refunds.reject_order(order_id=refused.pk, because="文号不符", by=CHECKS)
    enter, reject = to("enter_order"), to("reject_order", waiting.pk)
    file = waiting.files.get()
    return [
        *visits(to("authority_orders"), enter, reject),
        *visits(*(to("authority_order", one.pk) for one in (done, refused, own, waiting))),
        Visit(enter, sends(FORM)),
        Visit(reject, sends(FORM)),
        Visit(to("order_document", waiting.pk, file.pk), is_file=True),
    ]


def without_reason(page) -> None:
    page.locator("[name=because]").fill("")
    sends(FORM)(page)


def in_custody() -> BankEntry:
    entry = a_credit(a_paying_order())
    book()
    return entry


def settlements() -> list[Visit]:
    """A day of Alipay's with a trade that is ours, one that is not, and one of ours that is missing."""
    fits, _missing = paid_by_alipay(), paid_by_alipay()
    lines = [
        BillLine("trade", "T1", fits.payment.no, 28000_00, 0, clock.now()),
        BillLine("trade", "T2", "20260101000000000199", 12_00, 0, clock.now()),
    ]
    today = clock.today()
    day = payments.record_bill(
        channel="alipay", bank="ccb", day=today, digest=b"d" * 32, lines=lines, by=CLOCK
    )
    a_credit(amount="28012.00", text=f"ALIPAY SETTLEMENT {day.day} {BANKS['ccb'][3]}")
    book()
    while orders.settle_lines(settlement_id=day.pk, limit=10, by=CLOCK):
        pass
    return visits(to("settlements"), to("settlement", day.pk))


def paid_by_alipay() -> Order:
    order = a_paying_order(channel="alipay")
    a_notification(order)
    book()
    order.refresh_from_db()
    return order


def proofs() -> list[Visit]:
    """Today's statement of one bank does not agree with the book, that of the other has not come."""
    a_bank_account("icbc")
    today = clock.today()
    fee = EntryTerms("BANKFEE01", "debit", 30_00, clock.now())
    payments.record_statement(
        bank="ccb",
        account_no=BANKS["ccb"][1],
        day=today,
        statement_ref="S1",
        opening_fen=0,
        closing_fen=-30_00,
        entries=[fee],
        by=CLOCK,
    )
    book()
    return [
        *visits(to("proofs"), to("proofs", ask=f"day={today}"), to("proofs", ask="day=2026-13-01")),
        Visit(to("proof_pdf", "ccb", today), is_file=True),
    ]


def programs() -> list[Visit]:
    """Keys of a platform and of an enterprise; an address of each that does not answer, an event given up."""
    by = enterprise_of(a_lease())
    people.issue_key_for_organisation(name="租务系统", scopes=OF_ENTERPRISES, by=by)
    people.record_api_key(key="k", name="租赁平台", scopes=["lease.file"], by=CLOCK)
    own = people_queries.keys_of(by).get()
    one = webhooks.subscribe(url="https://erp.example/events", events=OFFERED, by=by)
    told = webhooks.send_test_event(subscription_id=one.pk, by=by)
    Delivery.objects.update(attempts=8)
    sent = Sent(503, "Service Unavailable", "HTTP 503", "203.0.113.9", 120, True)
    webhooks.record_attempt(delivery_id=told.pk, sent=sent, by=CLOCK)
    keeper = Actor("yunxing", "centre", frozenset({Power.API_KEEP}), staff_id=1)
    platform = people_queries.keys_of(keeper).get(organisation=None)
    kept = webhooks.subscribe_platform(
        client_id=platform.pk, url="https://platform.example/", events=Event.values, by=keeper
    )
    of_platform = webhooks.send_test_event(subscription_id=kept.pk, by=keeper)
    webhooks.record_attempt(delivery_id=of_platform.pk, sent=sent, by=CLOCK)
    address, subscribe = to("subscription", kept.pk), to("subscribe", platform.pk)
    new, revoke = to("new_platform_key"), to("revoke_program", own.pk)
    return [
        *visits(to("subscriptions"), address, f"{address}/change", subscribe),
        *visits(to("program", platform.pk), to("deliveries"), to("delivery", of_platform.pk)),
        *visits(to("deliveries", ask="status=delivered")),
        Visit(subscribe, sends(FORM)),
        *visits(to("programs"), to("programs", ask="uscc=1"), to("programs", ask="status=never")),
        *visits(to("program", own.pk), to("programs_in_trouble"), new, revoke),
        Visit(new, sends(FORM)),
        Visit(revoke, sends(FORM)),
    ]


def imports(official: Pages) -> list[Visit]:
    bad = as_json(lease_terms())
    bad["tenants"][0]["id_number"] = "110101199003078014"
    for name in ("备案合同.xlsx", "还没有处理的备案合同.xlsx"):
        content = xlsx_file(lease_terms(), bad)
        official.post(to("imports"), {"file": SimpleUploadedFile(name, content)})
        if name == "备案合同.xlsx":
            jobs.work_on_imports(0)
    done, waiting = LeaseImport.objects.order_by("pk")
    return [
        *visits(to("import", done.pk), to("import", done.pk, ask="outcome=accepted")),
        *visits(to("import", waiting.pk), to("imports")),
        Visit(to("imports"), sends(FORM)),
        Visit(to("import_template"), is_file=True),
        Visit(to("import_result", done.pk), is_file=True),
    ]
