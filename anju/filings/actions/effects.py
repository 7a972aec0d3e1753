"""What an approved change, end or renewal does to the lease that was filed before. (CON-13; rules A9.1 to A9.5)"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from anju.contracts import queries as contracts
from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.custody import actions as custody
from anju.filings import queries
from anju.filings.actions.certifying import certify
from anju.filings.models import Amendment, Filing
from anju.filings.rules import Basis, Refusal
from anju.filings.terms import LeaseChange, read_change
from anju.homes import actions as homes
from anju.orders import actions as orders
from anju.refunds import actions as refunds
from anju.signings import actions as signings
from anju.signings import queries as signing_queries

if TYPE_CHECKING:
    from anju.contracts.models import Lease


def check_consents(filing: Filing) -> None:
    """Nothing of a lease is changed, or ended, that one of its tenants has not agreed to; a judgment needs nobody."""
    if queries.needs_consent(filing) and (missing := queries.consents_missing(filing)):
        kind = filing.get_kind_display()
        raise Refused(Refusal.CONSENT_MISSING, count=len(missing), kind=kind)


def take_effect(filing: Filing, by: Actor) -> None:
    """An approved change changes its lease, an approved end ends it."""
    asked: Amendment = filing.amendment
    if asked.changes is not None:
        _change(filing, read_change(asked.changes), by)
    if asked.ended_on is not None:
        _end(filing, asked.ended_on, asked.basis == Basis.AGREEMENT, by)


def _change(filing: Filing, asked: LeaseChange, by: Actor) -> None:
    """The lease agrees the new terms, and a certificate says so; what is paid, or on its way, stays.

    Refused as the bills now stand.
    """
    lease = queries.lease_concerned(filing)
    terms = asked.of(contracts.terms_of(lease))
    if terms.ends_on != lease.ends_on:
        homes.change_letting(filing_no=lease.filing_no, to_on=terms.ends_on, by=by)
    done = orders.change_lease(lease_id=lease.pk, terms=terms, because=filing.application_no, by=by)
    if done.is_new:
        contract = signing_queries.terms_of(filing.contract)
        certify(filing, contract, contracts.terms_of(done.lease), version=done.lease.version)


def _end(filing: Filing, ended_on: date, both_agree: bool, by: Actor) -> None:
    """Nothing more is released or billed; what is held is settled as at the end of any lease."""
    lease = queries.lease_concerned(filing)
    signings.mark_ended(contract_id=filing.contract_id, ended_on=ended_on, by=by)
    homes.end_letting(filing_no=lease.filing_no, ended_on=ended_on, by=by)
    refunds.end_by_filing(
        lease_id=lease.pk,
        ended_on=ended_on,
        both_agree=both_agree,
        because=filing.application_no,
        by=by,
    )


def carry_over(filing: Filing, renewal: Lease, by: Actor) -> None:
    """A renewal is filed: its tenants are asked whether the old deposit shall go over. (rule A9.2)"""
    if filing.carries_deposit:
        old = queries.lease_concerned(filing)
        custody.propose_carry_over(from_lease_id=old.pk, to_lease_id=renewal.pk, by=by)
