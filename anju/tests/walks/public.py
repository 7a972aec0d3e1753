"""What anyone may check: papers by number and file, the heads of the ledger; and who guesses too often."""

from datetime import timedelta

from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page

from anju.certificates import actions as certificates
from anju.core import clock
from anju.core.numbers import certificate_no
from anju.ledger import actions as ledger
from anju.portals.public.guesses import LIMIT
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, sends, visits
from anju.tests.world import a_credit, a_lease, a_paying_order, book, tenant_of

FORM = "main form[method=post]"


def walks() -> list[Walk]:
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
    pages = [
        *visits(reverse("public:home"), verify, f"{verify}?no=12", reverse("public:ledger")),
        *visits(to_paper(proof.no), to_paper(statement.no)),
        Visit(to_paper(proof.no), sends(FORM)),
        Visit(unknown, status=404),
        Visit(to_paper(proof.no), guesses),
    ]
    return [Walk(Pages(), pages)]


def to_paper(no: str) -> str:
    return reverse("public:certificate", args=[no])


def guesses(page: Page) -> None:
    """Ask for so many unknown papers that one has to wait; forgotten again for the next language."""
    paper = page.url
    for _each in range(LIMIT):
        page.request.get(paper.rpartition("/")[0] + "/" + certificate_no("TG", clock.now()))
    page.reload()
    cache.clear()
