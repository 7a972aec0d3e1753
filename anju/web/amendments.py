"""What an application about a filed lease changes and who of its tenants agrees, for desks and tenants. (CON-13)"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anju.contracts import queries as contracts
from anju.contracts.plan import InstalmentTerms
from anju.contracts.terms import LeaseTerms
from anju.core.crypto import mask_name_within
from anju.core.money import yuan
from anju.custody import queries as held
from anju.filings import queries
from anju.filings.rules import Kind
from anju.filings.terms import LeaseChange
from anju.signings.terms import ContractTerms, read_terms

Agreed = LeaseTerms | LeaseChange | ContractTerms
"""What states rent, deposit and last day of a lease: as it is, by a change, in the contract that renews it."""


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class InstalmentShown:
    """An instalment of the plan that was asked for; `is_new` where it is not as it was."""

    number: int
    terms: InstalmentTerms
    amount: str
    is_new: bool


@dataclass(frozen=True)
class Consenting:
    """A tenant whose consent is needed, and when it was given."""

    name: str
    at: datetime | None


def amendment_shown(filing: Any) -> dict[str, Any]:
    """Before and after, the new plan, the paper, who has agreed: for `web/amendments/…`; nothing for a new filing."""
    if filing.kind == Kind.NEW:
        return {"kind": Kind.NEW.value, "changes": [], "plan": [], "consents": []}
    shown = {"kind": filing.kind, "lease": queries.lease_concerned(filing), "plan": []}
    if filing.kind == Kind.RENEWAL:
        return shown | renewal_shown(filing)
    before = queries.agreed_before(filing)
    shown |= {
        "basis": filing.amendment.get_basis_display(),
        "document": filing.amendment.document.name,
        "needs_consent": queries.needs_consent(filing),
        "consents": consents_to(filing),
    }
    if filing.kind == Kind.END:
        end = Difference(_("合同结束日期"), str(before.ends_on), str(filing.amendment.ended_on))
        return shown | {"changes": [end]}
    after = queries.agreed_after(filing)
    return shown | {
        "changes": differences(before, after),
        "plan": plan_shown(before.instalments, after.instalments),
    }


def renewal_shown(filing: Any) -> dict[str, Any]:
    """What the new contract agrees otherwise than the lease that it renews, and what becomes of its deposit."""
    before = queries.agreed_before(filing)
    after = read_terms(queries.submissions_of(filing)[0].facts)
    carry_over = carry_over_of(filing)
    return {
        "changes": [
            Difference(
                _("租期"),
                f"{before.starts_on} – {before.ends_on}",
                f"{after.starts_on} – {after.ends_on}",
            ),
            *(one for one in differences(before, after) if one.label != _("租赁期止")),
        ],
        "carries": _("结转原合同押金") if filing.carries_deposit else _("重新缴纳押金"),
        "carry_over": carry_over,
        "needs_consent": carry_over is not None,
        "consents": consents_to_carry_over(carry_over) if carry_over else [],
    }


def carry_over_of(filing: Any) -> Any:
    """The deposit that goes over by a renewal that was filed."""
    if not filing.carries_deposit or filing.lease_id is None:
        return None
    found = held.carry_over_between(filing.concerns_id, filing.lease_id)
    return found if found and found.to_lease_id == filing.lease_id else None


def differences(before: Agreed, after: Agreed) -> list[Difference]:
    """Line by line what is agreed otherwise."""
    lines = [
        (_("租赁期止"), str(before.ends_on), str(after.ends_on)),
        (_("月租金"), in_yuan(before.monthly_rent_fen), in_yuan(after.monthly_rent_fen)),
        (_("押金"), in_yuan(before.deposit_fen), in_yuan(after.deposit_fen)),
        (_("押金应缴日期"), str(before.deposit_due_on), str(after.deposit_due_on)),
    ]
    return [Difference(*line) for line in lines if line[1] != line[2]]


def in_yuan(fen: int) -> str:
    return _("{amount}元").format(amount=yuan(fen))


def plan_shown(
    before: Iterable[InstalmentTerms], after: Iterable[InstalmentTerms]
) -> list[InstalmentShown]:
    known = set(before)
    return [
        InstalmentShown(number, one, yuan(one.amount_fen), one not in known)
        for number, one in enumerate(after, 1)
    ]


def consents_to(filing: Any) -> list[Consenting]:
    """Every tenant of the lease; nobody where a judgment decides."""
    if not queries.needs_consent(filing):
        return []
    return consenting([queries.lease_concerned(filing)], queries.consents_given(filing))


def consents_to_carry_over(carry_over: Any) -> list[Consenting]:
    leases = (carry_over.from_lease, carry_over.to_lease)
    return consenting(leases, held.consents_given(carry_over))


def consenting(leases: Iterable[Any], given: Mapping[Any, datetime]) -> list[Consenting]:
    """Each tenant once, though they rent by both leases. Names are masked: tenants read of each other."""
    found = {}
    for lease in leases:
        for one in contracts.tenants_of(lease):
            party = (one.person_id, one.organisation_id)
            who = one.person or one.organisation
            name = mask_name_within(who.name) if who else ""
            found[party] = Consenting(name, given.get(party))
    return list(found.values())
