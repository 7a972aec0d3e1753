"""The owner's portal: 王五's homes in every state, somebody without a home, and 快速交存 without signing in."""

from anju.certificates import actions as certificates
from anju.core.actions import store_file
from anju.core.actors import CLOCK
from anju.core.files import ATTACHMENT
from anju.core.tests.test_files import a_pdf
from anju.fund import actions, queries
from anju.fund.models import Account, Addition, Deposit
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, an_account, is_told_paid, signed_in, start
from anju.fund.tests.world import book as book_the_fund
from anju.payments import actions as payments
from anju.people.models import Person
from anju.portals.owner.tests.repairs import a_building_with, own
from anju.portals.owner.tests.things import (
    OFFICER,
    Homes,
    a_refund_of,
    a_refund_that_failed,
    acting,
    homes_in_every_state,
    the_platform_issues,
    the_platform_refuses,
)
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, addresses_of, sends, visits, voting
from anju.works import actions as work_actions
from anju.works.tests import world as works

FORM = "main form[method=post]"
PAY = "form:has([name=channel])"
LISTS = ("home", "homes", "pay", "find", "records", "works", "business", "add", "additions")


def walks() -> list[Walk]:
    by = person(signed_in(WANG).person_id)
    homes = homes_in_every_state(an_account(owners=(WANG, ZHAO)))
    newcomer = person(signed_in(ZHAO).person_id)
    nobody = Pages()
    return [
        Walk(nobody, of_quick(nobody)),
        Walk(by, [*of_lists(), *of_homes(homes), *of_deposits(homes), *of_finding()]),
        Walk(by, of_works()),
        Walk(newcomer, of_lists()),
        voting.of_owner(),
    ]


def person(person_id: int | None) -> Pages:
    pages = Pages()
    pages.sign_in_as(Person.objects.get(pk=person_id))
    return pages


to = addresses_of("owner")


def of_lists() -> list[Visit]:
    searches = [
        f"{to('homes')}?address=没有",
        f"{to('business')}?since=2026-05-01&until=2026-01-01",
    ]
    return [
        *visits(*(to(name) for name in LISTS), *searches),
        Visit(to("records_file"), is_file=True),
    ]


def of_homes(homes: Homes) -> list[Visit]:
    owing, holding, low = (one.dwelling_id for one in (homes.owing, homes.holding, homes.low))
    pages = [
        to(name, one) for one in (owing, low) for name in ("one_home", "movements", "interest")
    ]
    proof = certificates.issue_proof_of_full_payment(
        account_id=homes.holding.pk, language="zh-hans", by=acting_wang()
    )
    pages += [to("proof", one) for one in (owing, holding)]
    lines = queries.movements(homes.low)
    pages += [to("movement", (low, line.id)) for line in lines]
    pages += [to("due", one) for one in (owing, holding, low)] + [to("voluntary", holding)]
    return [
        *visits(*pages),
        Visit(to("proof_file", proof.no), is_file=True),
        Visit(to("proof", owing), sends(FORM)),
        Visit(to("due", owing), sends(PAY)),
        Visit(to("voluntary", low), sends(PAY)),
    ]


def of_deposits(homes: Homes) -> list[Visit]:
    """A payment in every state, a receipt in every state."""
    asked, failed = homes.deposits
    begun, coded, in_app = (begun_for(homes.holding, fen, way) for fen, way in
                            ((100_00, "qr_code"), (200_00, "qr_code"), (300_00, "app")))  # fmt: skip
    payments.offer_payment(
        payment_id=coded.attempts.get().payment_id, qr_code="https://qr.alipay.com/b", by=CLOCK
    )
    closed = begun_for(homes.holding, 400_00)
    refund, unpaid = a_refund_of(homes.low), a_refund_that_failed(homes.holding)
    actions.close_deposit(deposit_id=closed.pk, because="已撤回", by=DEPARTMENT)
    unasked, paper = (paid_for(homes.holding, fen) for fen in (500_00, 600_00))
    actions.record_paper_receipt(deposit_id=paper.pk, paper_no="0012345", by=OFFICER)
    for one in (asked, failed):
        actions.request_receipt(deposit_id=one.pk, by=acting_wang())
    the_platform_refuses(failed)
    every = (asked, failed, begun, coded, in_app, closed, unasked, paper)
    pages = [to(name, one.no) for one in every for name in ("deposit", "payment")]
    issued = paid_for(homes.holding, 700_00)
    actions.request_receipt(deposit_id=issued.pk, by=acting_wang())
    the_platform_issues(issued)
    return [
        *visits(*pages, to("deposit", issued.no), f"{to('payment', coded.no)}?asked=1"),
        *visits(to("refund", refund.no), to("refund", unpaid.no), to("withdraw", begun.no)),
        Visit(to("refund", unpaid.no), sends(FORM)),
        Visit(to("receipt", asked.no), leads_to=to("deposit", asked.no)),
        Visit(to("receipt_file", issued.no), is_file=True),
        Visit(to("deposit", paper.no), sends("#receipt form")),
    ]


def acting_wang():  # type: ignore[no-untyped-def]
    return acting(Person.objects.get(pk=signed_in(WANG).person_id))


def begun_for(account: Account, fen: int, opening: str = "qr_code") -> Deposit:
    made = actions.deposit_voluntarily(account_id=account.pk, amount_fen=fen, by=acting_wang())
    return actions.start_payment(
        deposit_id=made.pk, channel="alipay", opening=opening, by=acting_wang()
    )


def paid_for(account: Account, fen: int) -> Deposit:
    made = actions.deposit_voluntarily(account_id=account.pk, amount_fen=fen, by=acting_wang())
    is_told_paid(start(made, acting_wang()))
    book_the_fund()
    return made


def of_finding() -> list[Visit]:
    """我要查询 in its modes with its pop-ups; 添加房屋 in its ways, added and waiting."""
    others = an_account(owners=(ZHAO,), room="808")
    own = an_account(certificate_no="京2026朝不动产权第0000001号", room="809")
    by = acting_wang()
    actions.look_up(mode="address", wanted=others.dwelling.address, by=by)
    stated = {"district": "110105", "phone": "13800000001"}
    added = actions.add_home(way="certificate", wanted=own.dwelling.certificate_no, **stated, by=by)
    file_id = store_file(name="购房合同.pdf", content=a_pdf(), allowed=ATTACHMENT, by=by)
    waiting = actions.add_home(
        way="documents", wanted="某路1号院2号楼301室", documents=[file_id], **stated, by=by
    )
    document = Addition.objects.get(pk=waiting.pk).documents.get()
    modes = [f"{to('find')}?by={mode}" for mode in ("contract", "certificate")]
    ways = [f"{to('add')}?by={way}" for way in ("certificate", "documents")]
    return [
        *visits(*modes, *ways, f"{to('due', others.dwelling_id)}?looked=up"),
        *visits(to("movements", others.dwelling_id), to("additions")),
        *visits(to("addition", added.no), to("addition", waiting.no)),
        Visit(to("addition_document", document.pk), is_file=True),
        *(Visit(page, sends(FORM)) for page in (*modes, *ways)),
    ]


def of_works() -> list[Visit]:
    """Repairs: waiting with a share to be paid, frozen, settled with photos and invoice, of few homes, sold public."""
    owing, company = works.a_submitted_order(a_building_with(WANG, balance=10_000_00))
    work_actions.demand_shares(order_id=owing.pk, by=company)
    approved, _by = works.an_approved_order(a_building_with(WANG))
    settled, _by = works.a_settled_order(a_building_with(WANG), 90_000_00)
    few, _by = works.a_submitted_order(a_building_with(WANG, homes=4))
    sold, _by = works.a_submitted_order(a_building_with(WANG, sold_public=True))
    every = (owing, approved, settled, few, sold)
    [paper, *_more] = settled.papers.filter(is_public=True).order_by("pk")
    buildings = [one.community.buildings.get().pk for one in (owing, settled)]
    frozen = own(approved, WANG)
    line = queries.movements(frozen.account)[0].id
    return [
        *visits(*(to("works_order", one.no) for one in every)),
        *visits(to("works_shares", settled.no), to("works_shares", few.no)),
        *visits(*(to("works_building", pk) for pk in buildings)),
        *visits(to("works"), to("home"), to("pay"), to("one_home", frozen.dwelling_id)),
        *visits(to("movement", (frozen.dwelling_id, line))),
        Visit(to("works_paper", paper.pk), is_file=True),
    ]


def of_quick(by: Pages) -> list[Visit]:
    """Before and after it is paid; the session knows what it has found."""
    waiting, paid = (
        actions.demand_deposit(account_id=an_account(room=room).pk, by=DEPARTMENT)
        for room in ("801", "802")
    )
    is_told_paid(start(paid, CLOCK))
    book_the_fund()
    actions.request_receipt(deposit_id=paid.pk, by=CLOCK)
    the_platform_issues(paid)
    for one in (waiting, paid):
        by.post(to("quick"), {"no": one.no, "owner_name": WANG.name})
    return [
        *visits(to("buildings"), f"{to('buildings')}?district=110105&name=望京"),
        Visit(to("building", paid.account.dwelling.building_id)),
        *visits(to("quick"), to("quick_deposit", waiting.no), to("quick_payment", waiting.no)),
        *visits(to("quick_deposit", paid.no), to("quick_payment", paid.no)),
        Visit(to("quick_receipt", paid.no), leads_to=to("quick_deposit", paid.no)),
        Visit(to("quick_receipt_file", paid.no), is_file=True),
        Visit(to("quick"), sends(FORM)),
    ]
