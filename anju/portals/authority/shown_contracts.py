"""How applications to file contracts look, and the contract as it was handed in. Tenants' numbers are masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from anju.core.actors import Actor
from anju.core.rules import DISTRICTS
from anju.desks.shown import FileShown, file_shown
from anju.filings import queries
from anju.filings.rules import Status
from anju.homes import queries as homes
from anju.signings import queries as signings
from anju.signings import shown
from anju.signings.terms import ContractTerms
from anju.web.paging import SIZE

TONES = {
    Status.SUBMITTED: "waiting",
    Status.RETURNED: "bad",
    Status.APPROVED: "good",
    Status.WITHDRAWN: "quiet",
}


@dataclass(frozen=True)
class FilingRow:
    filing: Any
    district: str
    status: str
    tone: str
    is_overdue: bool
    url: str


def contract_filing_row(filing: Any) -> FilingRow:
    return FilingRow(
        filing,
        DISTRICTS[filing.district],
        str(filing.get_status_display()),
        TONES[Status(filing.status)],
        queries.is_overdue(filing),
        reverse("authority:contract_filing", args=[filing.pk]),
    )


def contract_filing_rows(filings: Iterable[Any]) -> list[FilingRow]:
    return [contract_filing_row(one) for one in filings]


@dataclass(frozen=True)
class HomeToLet:
    verification: Any
    address: str
    certificate_no: str
    enterprise: str


def homes_to_let(actor: Actor, text: str) -> list[HomeToLet]:
    """The newest of the verified homes that a text finds: whoever means another types more of its certificate."""
    found = homes.found_by(homes.verifications_to_let(actor), text)[:SIZE]
    return [home_to_let(one) for one in found if homes.holds(one)]


def home_to_let(found: Any) -> HomeToLet:
    home = found.home
    return HomeToLet(found, home.address, home.certificate_no, found.organisation.name)


def contract_shown(terms: ContractTerms) -> dict[str, Any]:
    """The whole contract in its chapters, as `web/contracts/body.html` lays it out."""
    return {
        "sections": shown.sections_of(terms, masked=True),
        "payments": shown.payments_of(terms),
    }


def contract_papers(filing: Any) -> list[FileShown]:
    """要件: what was handed in with the contract."""
    return [
        file_shown(
            one.file,
            reverse("authority:contract_paper", args=[filing.pk, one.pk]),
            str(one.get_kind_display()),
        )
        for one in signings.documents_of(filing.contract).defer("file__content")
    ]
