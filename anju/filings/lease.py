"""From what both sides agreed to what is supervised: the filed lease of a contract, and its change. (CON-13)"""

from collections.abc import Sequence
from datetime import date

from anju.contracts.plan import DAY, InstalmentTerms, span
from anju.contracts.terms import LeaseTerms
from anju.core.calendar import add_months
from anju.signings.reading import plan_instalments
from anju.signings.terms import ContractTerms


def lease_terms(terms: ContractTerms, filing_no: str, filed_on: date) -> LeaseTerms:
    """The lease that a contract becomes. Of a room its address says which, and its area is the room's."""
    return LeaseTerms(
        filing_no=filing_no,
        filed_on=filed_on,
        enterprise_name=terms.enterprise_name,
        enterprise_uscc=terms.enterprise_uscc,
        bank=terms.bank,
        address=terms.address + (f"（{terms.unit}）" if terms.unit else ""),
        district=terms.district,
        area=terms.room_area or terms.area,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        monthly_rent_fen=terms.monthly_rent_fen,
        deposit_fen=terms.deposit_fen,
        deposit_due_on=terms.deposit_due_on,
        tenants=tuple(terms.tenants),
        instalments=tuple(terms.instalments),
    )


def first_days(terms: LeaseTerms) -> list[date]:
    """The days from which a change can agree a new plan: the first of each instalment, and the one after the last."""
    return [*(one.from_on for one in terms.instalments), terms.ends_on + DAY]


def planned_from(
    terms: LeaseTerms, from_on: date, ends_on: date, monthly_rent_fen: int, pay_months: int
) -> tuple[InstalmentTerms, ...]:
    """The plan of a lease until a day as it is, and from then on by another rent, rhythm (付y) or last day. (A9.1)

    Months are counted from the start of the lease, as for its first plan, where the day is such a month's first.
    """
    kept = tuple(one for one in terms.instalments if one.to_on < from_on)
    gone = span(terms.starts_on, from_on - DAY).months if from_on > terms.starts_on else 0
    begins, skipped = terms.starts_on, gone
    if add_months(begins, gone) != from_on:
        begins, skipped = from_on, 0
    return kept + plan_instalments(begins, ends_on, monthly_rent_fen, pay_months, skipped)


def changed_from(
    before: Sequence[InstalmentTerms], after: Sequence[InstalmentTerms]
) -> InstalmentTerms | None:
    """The first instalment of a changed plan that is not as it was."""
    known = set(before)
    return next((one for one in after if one not in known), None)
