"""From what both sides agreed to what is supervised: the filed lease of a contract. (CON-13)"""

from datetime import date

from anju.contracts.terms import LeaseTerms
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
