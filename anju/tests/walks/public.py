"""What anyone may check: papers by number and file, the heads of the ledger; and who guesses too often."""

from datetime import timedelta

from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page

from anju.agencies import actions as agencies
from anju.agencies.tests import offices
from anju.certificates import actions as certificates
from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.numbers import certificate_no
from anju.credit.tests import scoring
from anju.filings import actions as filings
from anju.filings import queries as filing_queries
from anju.filings.tests.filing import a_reviewer
from anju.homes.tests.asking import an_enterprise
from anju.ledger import actions as ledger
from anju.portals.public.guesses import LIMIT
from anju.portals.public.tests.things import a_verified_home
from anju.receipts import queries as receipts
from anju.receipts.tests.things import a_receipt
from anju.signings.tests.signing import a_signed
from anju.statistics import actions as statistics
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, sends, visits, voting
from anju.tests.walks.authority import NAME, licensed
from anju.tests.world import a_credit, a_lease, a_paying_order, book, tenant_of
from anju.works import actions as work_actions
from anju.works import jobs
from anju.works.models import Sheet
from anju.works.tests import world as works

SOMEBODY_ELSE = {"name": "李四", "id_number": "11010519491231002X"}
FORM = "main form[method=post]"
LISTS = ("institutions", "practitioners", "lists", "rules", "places", "accounts", "figures")


def walks() -> list[Walk]:
    everybody = Pages()
    empty = visits(*(reverse(f"public:{name}") for name in LISTS if name != "rules"))
    return [Walk(everybody, [*empty, *of_lists(), *of_papers(), *voting.of_anybody()])]


def of_lists() -> list[Visit]:
    """What is published, as pages and as files, and what anyone checks by a number."""
    head = offices.an_institution(**licensed())
    offices.an_institution(**licensed(head_id=head.pk, name=f"{NAME}海淀分公司", kind="rental"))
    gone = offices.cancel(offices.an_institution(**licensed(name="北京旧居住房租赁有限公司")))
    somebody = offices.a_practitioner(head)
    card, old = somebody.cards.get().no, offices.a_practitioner(head, **SOMEBODY_ELSE)
    agencies.remove_practitioner(practitioner_id=old.pk, because="离职", by=offices.ENTERING)
    offices.a_place(head)
    scoring.black_listed(head)
    home = a_verified_home()
    month = clock.today().replace(day=1)
    statistics.compute_month(month=month, as_of=clock.today(), by=CLOCK)
    files = [reverse(f"public:{name}_{kind}") for name in LISTS for kind in ("csv", "xlsx")]
    unknown = certificate_no("GP", clock.now())
    return [
        *visits(reverse("public:home"), f"{reverse('public:find')}?q=12"),
        Visit(f"{reverse('public:find')}?q={card}", leads_to=to_card(card)),
        *visits(*(reverse(f"public:{name}") for name in LISTS)),
        *visits(f"{reverse('public:places')}?district=110105"),
        *visits(f"{reverse('public:figures')}?measure=rent"),
        *visits(f"{reverse('public:institutions')}?text=家"),
        *visits(*(reverse("public:institution", args=[one.filing_no]) for one in (head, gone))),
        *visits(reverse("public:rule", args=["R21"])),
        *(Visit(file, is_file=True) for file in files),
        *visits(reverse("public:homes"), f"{reverse('public:homes')}?no=1"),
        *visits(reverse("public:home_found", args=[home.no])),
        *visits(reverse("public:notice", args=[home.no, home.code])),
        Visit(reverse("public:notice", args=[home.no, home.code]), sends(FORM)),
        Visit(reverse("public:notice", args=[home.no, "0" * 8]), status=404),
        Visit(reverse("public:home_found", args=["HY11010599999999994"]), status=404),
        *visits(reverse("public:work_cards"), to_card(card), to_card(old.cards.get().no)),
        Visit(to_card(unknown), status=404),
        *of_contracts(),
        *of_works(),
        *of_receipts(),
    ]


def of_receipts() -> list[Visit]:
    """An e-receipt by its numbers and by its file; one that nobody issued."""
    found = receipts.check_path(a_receipt())
    return [
        *visits(reverse("public:receipts"), f"{reverse('public:receipts')}?no=1", found),
        Visit(found, sends(FORM)),
        Visit(reverse("public:receipt", args=["11030126-0000000099", "a1B2c3"]), status=404),
    ]


def of_works() -> list[Visit]:
    """A signature sheet held against what was printed; what communities have spent, one of them far more."""
    sheets, spending = reverse("public:sheets"), reverse("public:spending")
    order, by = works.a_submitted_order()
    work_actions.make_sheet(order_id=order.pk, kind="signatures", by=by)
    jobs.make_sheets(0)
    sheet = reverse("public:sheet", args=[Sheet.objects.latest("pk").code])
    for amount in ("20000.00", "21000.00", "22000.00", "100000.00"):
        works.an_approved_order(amount_fen=amount)
    return [
        *visits(sheets, f"{sheets}?code=1", sheet, spending, f"{spending}?part=roof"),
        Visit(sheet, sends(FORM)),
        Visit(reverse("public:sheet", args=["0123456789AB"]), status=404),
    ]


def of_contracts() -> list[Visit]:
    """A contract signed online, its filing and the certificate; numbers that nothing has."""
    by = an_enterprise()
    contract = a_signed(by)
    filing = filings.submit_filing(contract_id=contract.pk, by=by)
    filing = filings.approve_filing(filing_id=filing.pk, by=a_reviewer())
    certificate = filing_queries.certificate_of(filing)
    assert certificate is not None
    no, code = str(filing.filing_no), certificate.code
    paper = reverse("public:certificate_of_filing", args=[no, code])
    copy = reverse("public:contract", args=[contract.no])
    return [
        *visits(reverse("public:contracts"), f"{reverse('public:contracts')}?no=1", copy),
        Visit(copy, sends(FORM)),
        Visit(reverse("public:contract", args=["ZL11010520260101000001"]), status=404),
        *visits(reverse("public:filings"), reverse("public:filing", args=[no]), paper),
        Visit(paper, sends(FORM)),
        Visit(reverse("public:certificate_of_filing", args=[no, "0" * 8]), status=404),
        Visit(reverse("public:filing", args=["BA11010520260000099"]), status=404),
    ]


def to_card(no: str) -> str:
    return reverse("public:work_card", args=[no])


def of_papers() -> list[Visit]:
    lease = a_lease(filing_no="BA11010520260000017")
    a_credit(a_paying_order(lease))
    book()
    by, today = tenant_of(lease), clock.today()
    proof = certificates.issue_proof_of_deposit(lease_id=lease.pk, language="zh-hans", by=by)
    statement = certificates.issue_statement(
        lease_id=lease.pk, from_on=today, to_on=today, language="en", by=by
    )
    for ago in range(31, 0, -1):
        ledger.close_day(day=today - timedelta(days=ago))
    verify, unknown = reverse("public:verify"), to_paper(certificate_no("TG", clock.now()))
    return [
        *visits(verify, f"{verify}?no=12", reverse("public:ledger")),
        *visits(
            f"{reverse('public:ledger')}?digest={'0' * 64}", f"{reverse('public:ledger')}?digest=x"
        ),
        Visit(reverse("public:ledger_json"), is_file=True),
        *visits(to_paper(proof.no), to_paper(statement.no)),
        Visit(to_paper(proof.no), sends(FORM)),
        Visit(unknown, status=404),
        Visit(to_paper(proof.no), guesses),
    ]


def to_paper(no: str) -> str:
    return reverse("public:certificate", args=[no])


def guesses(page: Page) -> None:
    """Ask for so many unknown papers that one has to wait; forgotten again for the next language."""
    paper = page.url
    for _each in range(LIMIT):
        page.request.get(paper.rpartition("/")[0] + "/" + certificate_no("TG", clock.now()))
    page.reload()
    cache.clear()
