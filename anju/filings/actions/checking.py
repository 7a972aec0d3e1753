"""What is looked at before an application is taken in, so that nothing of it surprises whoever reviews it."""

from datetime import date

from anju.contracts import actions as contracts
from anju.contracts.terms import LeaseTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import rehearse
from anju.core.refusals import Refused
from anju.credit import queries as credit
from anju.filings import queries
from anju.filings.lease import lease_terms
from anju.filings.rules import Refusal
from anju.payments import queries as payments
from anju.people import queries as people
from anju.people.rules import Power
from anju.signings.rules import Way
from anju.signings.terms import ContractTerms

TRIED_NO = "REHEARSAL-{no}"


def check_may_be_filed(
    terms: ContractTerms, organisation_id: int, first_submitted_on: date, by: Actor
) -> None:
    """Refused for a paper contract where online signing is the rule, for who is black-listed, for what is no lease.

    The rule is that of the day of the first submission: a correction is not overtaken by it. What filing would do is
    done and taken back, so that bank, deposit, instalments and persons are refused now, not at the approval.
    """
    if terms.way == Way.PAPER:
        queries.check_paper_may_be_filed(first_submitted_on)
    credit.check_may_sign(organisation_id)
    lease = lease_terms(terms, TRIED_NO.format(no=terms.no)[:32], clock.today())
    _check_bank(lease, organisation_id)
    rehearse(contracts.take_filing, terms=lease, by=by)


def _check_bank(lease: LeaseTerms, organisation_id: int) -> None:
    """Into which account deposit and rent are paid has to be clear before a contract is filed. (rule A11.2)"""
    if payments.account_of(lease.bank) is None:
        centre = people.staff_with(Power.ACCOUNT_CHECK)
        raise Refused(
            Refusal.BANK_MISSING,
            enterprise=lease.enterprise_name,
            people="、".join(centre) or "资金中心",
        )
    registered = payments.receiving_account_of(organisation_id)
    if registered is not None and registered.bank != lease.bank:
        raise Refused(
            Refusal.OTHER_BANK,
            enterprise=lease.enterprise_name,
            registered=registered.bank_name,
            stated=lease.bank,
        )
