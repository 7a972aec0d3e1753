"""An enterprise's program, written from the published examples alone, over HTTP and with the published client.

It files a contract, pays what is due, hands the home back, proposes a refund and is told of all of it.
"""

import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from http.server import ThreadingHTTPServer
from typing import Any

import pytest

from anju.clients import signing
from anju.clients.title_registry import Answer as RegistryAnswer
from anju.clients.title_registry import HomeFacts
from anju.contracts.models import Lease
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.calendar import add_months
from anju.core.tests.test_files import a_pdf
from anju.custody import actions as custody
from anju.filings import actions as filings
from anju.filings.models import Filing
from anju.filings.tests.filing import a_reviewer, say
from anju.homes import actions as homes
from anju.homes.models import Verification
from anju.homes.tests.asking import USCCS, an_enterprise
from anju.orders.models import Order
from anju.payments import actions as payments
from anju.people import actions as people
from anju.people.models import ApiKey
from anju.people.rules import OF_ENTERPRISES, Power, Scope
from anju.refunds import actions as refunds
from anju.refunds.actions import AnswerTerms
from anju.refunds.models import Case, Plan, Portion
from anju.refunds.rules import Opinion
from anju.refunds.tests.endings import ACCOUNT, some_interest
from anju.tests.source import ROOT
from anju.tests.world import a_bank_account, a_credit, book, tenant_of
from anju.webhooks import actions as webhooks
from anju.webhooks import jobs as webhook_jobs
from anju.webhooks.rules import OFFERED

pytestmark = [
    pytest.mark.slow,
    pytest.mark.covers("OPS-04"),
    pytest.mark.covers("BEY-11"),
    pytest.mark.django_db(transaction=True),
]
KEEPER = Actor("yunxing", "centre", frozenset({Power.API_KEEP}), staff_id=1)
CLIENT = ROOT / "client"


def published(name: str) -> Any:
    """A file of client/, as a program imports it."""
    spec = importlib.util.spec_from_file_location(name, CLIENT / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


anju_client = published("anju_client")
examples = published("examples")
published_receiver = published("receiver")


class Receiver:
    """The published receiver, running; it keeps what it was told, once its signature is checked."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), published_receiver.Receiver)
        self.url = f"http://127.0.0.1:{self.server.server_port}/anju"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def told(self) -> list[str]:
        """What the clock has sent by now."""
        webhook_jobs.send(timestamp=0)
        return [one.event for one in self.events]


@pytest.fixture
def receiver(settings, monkeypatch) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = "127.0.0.0/8"
    receiver = Receiver()
    monkeypatch.setattr(published_receiver, "heed", receiver.events.append)
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def enterprise() -> Actor:
    a_bank_account()
    say(False)
    return an_enterprise()


@pytest.fixture
def program(enterprise, live_server, monkeypatch) -> Any:
    """The client with a key that its enterprise has just made."""
    return connected(a_key(enterprise), live_server.url, monkeypatch)


def a_key(enterprise: Actor, name: str = "收租系统", scopes: Any = OF_ENTERPRISES) -> str:
    return people.issue_key_for_organisation(name=name, scopes=scopes, by=enterprise)


def connected(key: str, address: str, monkeypatch: Any) -> Any:
    monkeypatch.setenv("ANJU_ADDRESS", address)
    monkeypatch.setenv("ANJU_KEY", key)
    return examples.connect()


def twice(call: Any, *arguments: Any) -> Any:
    """The same call sent again is answered alike."""
    first, second = call(*arguments), call(*arguments)
    assert first == second
    return first


def the_register_answers(no: str) -> None:
    address = "北京市朝阳区建国路1号院3号楼1206"
    facts = HomeFacts("110105", address, Decimal("39.01"), "住宅", "", "valid", frozenset())
    answer = RegistryAnswer(True, True, clock.now(), facts, "{}")
    asked = Verification.objects.get(no=no)
    homes.take_answer(verification_id=asked.pk, answer=answer, took_ms=1, by=CLOCK)


def a_verified_home(program: Any) -> str:
    asked = twice(
        examples.verify_a_home,
        program,
        "京(2020)朝不动产权第0000001号",
        "王五",
        "110101199003078013",
        "home-1",
    )
    assert Verification.objects.count() == 1
    the_register_answers(asked.no)
    assert program.get_verification(asked.no).status == "passed"
    return str(asked.no)


def a_contract(home_no: str, starts_on: date | None = None) -> Any:
    starts_on = starts_on or clock.today()
    ends_on = add_months(starts_on, 12) - timedelta(days=1)
    return examples.a_contract(home_no, USCCS[0], str(starts_on), str(ends_on), a_pdf())


def a_filed_lease(program: Any) -> Lease:
    contract = a_contract(a_verified_home(program))
    filed = twice(examples.file_a_contract, program, contract, "A-001")
    assert (filed.status, Filing.objects.count()) == ("submitted", 1)
    filings.approve_filing(filing_id=Filing.objects.get().pk, by=a_reviewer())
    assert program.get_filing(filed.application_no).status == "approved"
    return Lease.objects.get()


def the_bank_names_a_code(no: str) -> Order:
    order = Order.objects.get(no=no)
    payments.offer_payment(payment_id=order.payment_id, qr_code="", by=CLOCK)
    order.refresh_from_db()
    return order


def paid(program: Any, lease: Lease) -> None:
    due = program.list_bills().bills
    assert [bill.kind for bill in due] == ["deposit", "rent"]
    placed = twice(examples.pay, program, examples.what_is_due(program), "2026-12")
    assert (Order.objects.count(), placed.amount, placed.pay_to) == (1, "28000.00", None)
    order = the_bank_names_a_code(placed.no)
    to = program.get_order(placed.no).pay_to
    assert to.collection_code == order.payment.collection_code
    a_credit(order)
    book()
    custody.take_in(limit=1000, by=CLOCK)
    some_interest(lease)
    assert program.get_order(placed.no).status == "in_custody"


def test_a_program_files_pays_proposes_and_is_told(program, enterprise, receiver, monkeypatch):
    subscription = webhooks.subscribe(
        url=receiver.url, events=[event.value for event in OFFERED], by=enterprise
    )
    monkeypatch.setenv("ANJU_WEBHOOK_SECRET", subscription.secret)

    lease = a_filed_lease(program)
    paid(program, lease)
    [row] = program.list_leases().leases
    assert (row.filing_no, row.held, row.case) == (lease.filing_no, "28000.00", None)

    today = str(clock.today())
    case = twice(examples.hand_the_home_back, program, lease.filing_no, today)
    assert (case.held.deposit, case.held.rent, "propose" in case.can) == (
        "4000.00",
        "24000.00",
        True,
    )
    proposed = twice(examples.propose_a_refund, program, case, "60.00")
    assert (Case.objects.count(), Plan.objects.count()) == (1, 1)
    assert (proposed.status, proposed.plan.to_tenant.deposit) == ("awaiting_answer", "3940.00")

    refunds.answer_plan(
        case_id=int(case.id),
        plan_id=Plan.objects.get().pk,
        terms=AnswerTerms(Opinion.AGREE, *ACCOUNT),
        by=tenant_of(lease),
    )
    after = program.get_case(case.id)
    assert [answer.opinion for answer in after.plan.answers] == ["agree"]
    assert {payment.side for payment in after.payments} == {"tenant", "enterprise"}
    assert Portion.objects.count() == len(after.payments)
    principal = [Decimal(one.amount) - Decimal(one.interest) for one in after.payments]
    assert sum(principal) == Decimal("28000.00")

    told = receiver.told()
    assert [event for event in WANTED if event not in told] == []
    assert len({one.id for one in receiver.events}) == len(receiver.events)
    assert receiver.told() == told
    body = b'{"id": "1", "event": "test", "at": "", "about": "", "facts": {}}'
    signed = signing.shared_key_headers(subscription.secret, body)
    assert examples.receive(signed, body).event == "test"


WANTED = [
    "verification.decided",
    "filing.approved",
    "lease.filed",
    "order.supervised",
    "case.opened",
    "plan.answered",
]


def test_many_contracts_are_accepted_or_refused_one_by_one(program, enterprise):
    good = anju_client._plain(a_contract(a_verified_home(program)))
    wrong = good | {"uscc": USCCS[1]}
    bad = good | {"contract": good["contract"] | {"monthly_rent": "viel"}}

    answer = twice(examples.file_many, program, [good, wrong, bad], "december")

    assert (answer.accepted, answer.refused, Filing.objects.count()) == (1, 2, 1)
    assert [(row.row, row.code) for row in answer.rows] == [
        (1, ""),
        (2, "other_enterprise"),
        (3, "invalid"),
    ]
    assert answer.rows[2].errors[0].field == "contract.monthly_rent"
    mended = examples.file_many(program, [good, good, good], "december")
    assert mended.rows[0].filing == answer.rows[0].filing
    assert [row.filing for row in mended.rows[1:]] == [None, None]  # the home is taken by now
    assert Filing.objects.count() == 1


def test_what_stands_in_the_way_is_told_as_such(program, enterprise, live_server, monkeypatch):
    def refused(call: Any) -> Any:
        with pytest.raises(anju_client.Refused) as told:
            call()
        return told.value

    small = connected(a_key(enterprise, "只查询", [Scope.LEASE_READ]), live_server.url, monkeypatch)
    assert small.list_bills().bills == []
    too_small = refused(small.list_releases)
    assert (too_small.status, too_small.code) == (403, "not_in_scope")
    assert examples.try_again_later(too_small) == "请为密钥增加权限"

    key = ApiKey.objects.get(name="只查询")
    people.set_quota(api_key_id=key.pk, calls_a_minute=2, calls_a_day=100, by=KEEPER)
    full = refused(small.list_bills)
    assert (full.status, full.code) == (429, "quota_used_up")
    assert 0 < full.retry_after <= 60
    assert (small.quota["X-RateLimit-Limit"], small.quota["X-RateLimit-Remaining"]) == (2, 0)

    own = ApiKey.objects.get(name="收租系统")
    people.revoke_key(api_key_id=own.pk, because="不再使用", by=enterprise)
    revoked = refused(program.list_bills)
    assert (revoked.status, revoked.code) == (401, "key_revoked")
    assert examples.try_again_later(revoked) == "请更换密钥"
    unknown = refused(anju_client.Client(live_server.url, "anju_unknown").list_bills)
    assert (unknown.status, unknown.code) == (401, "no_key")


def test_a_used_key_does_not_serve_for_another_call(program, enterprise):
    lease = a_filed_lease(program)
    deposit, rent = [bill.no for bill in program.list_bills().bills]
    program.place_order(anju_client.OrderIn(bills=[deposit]), idempotency_key="x")

    with pytest.raises(anju_client.Refused) as told:
        program.place_order(anju_client.OrderIn(bills=[rent]), idempotency_key="x")
    assert (told.value.status, told.value.code) == (409, "key_reused")
    with pytest.raises(anju_client.Refused) as told:
        program.place_order(anju_client.OrderIn(bills=[deposit]), idempotency_key="y")
    assert (told.value.status, told.value.code) == (409, "bill_taken")
    with pytest.raises(anju_client.Refused) as told:
        program.place_order(anju_client.OrderIn(bills=["BA-NONE-0001-D00"]), idempotency_key="z")
    assert told.value.errors[0]["field"] == "bills[0]"
    assert Order.objects.count() == 1
    assert lease.filing_no


def test_of_two_at_once_one_is_done_and_both_are_told_the_same(program, enterprise):
    a_filed_lease(program)
    [deposit, _] = [bill.no for bill in program.list_bills().bills]
    answers: list[Any] = []

    def place() -> None:
        order = anju_client.OrderIn(bills=[deposit])
        answers.append(program.place_order(order, idempotency_key="at-once"))

    threads = [threading.Thread(target=place) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 4 and all(answer == answers[0] for answer in answers)
    assert Order.objects.count() == 1


def test_another_enterprise_sees_nothing_of_it(program, live_server, monkeypatch):
    lease = a_filed_lease(program)
    other = connected(a_key(an_enterprise(1), "别家"), live_server.url, monkeypatch)

    assert other.list_leases().leases == other.list_bills().bills == []
    for call in (other.get_lease, lambda no: examples.hand_the_home_back(other, no, "2026-11-30")):
        with pytest.raises(anju_client.Refused) as told:
            call(lease.filing_no)
        assert (told.value.status, told.value.code) == (404, "no_such_lease")


def test_the_examples_with_curl_do_the_same(program, enterprise):
    a_filed_lease(program)
    bill = program.list_bills().bills[0].no
    environ = os.environ | {"ANJU_BILL": bill, "NO_PROXY": "*"}

    done = [
        subprocess.run(
            ["sh", str(CLIENT / "examples.sh")],
            env=environ,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]

    assert Order.objects.count() == 1
    assert all(
        Order.objects.get().no in told and "x-ratelimit-remaining" in told.lower() for told in done
    )
