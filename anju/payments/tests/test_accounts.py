"""Two businesses, two kinds of accounts: the money of one never stands in an account of the other. (rule B1.2)"""

import pytest

from anju.contracts import actions as contracts
from anju.contracts.models import Lease
from anju.contracts.reading.leases import banks_by_name
from anju.core.refusals import Refused
from anju.desks.forms_of_contracts import choices_of
from anju.fund.tests.world import the_fund_bank
from anju.payments import queries
from anju.payments.rules import Business, Refusal
from anju.tests.world import PLATFORM, a_bank_account, lease_terms

pytestmark = pytest.mark.django_db


@pytest.mark.covers("CHN-04", "PAY-06")
def test_deposits_and_rents_are_not_received_by_the_account_of_the_maintenance_fund():
    a_bank_account()
    the_fund_bank()
    with pytest.raises(Refused) as no:
        contracts.file_lease(terms=lease_terms(bank="bob"), by=PLATFORM)
    assert no.value.code == Refusal.UNKNOWN_BANK
    assert not Lease.objects.exists()
    assert set(banks_by_name().values()) == {"ccb"}
    assert [value for value, _label in choices_of("bank")] == ["", "ccb"]


@pytest.mark.covers("CHN-01")
def test_an_account_is_opened_once_and_later_gets_the_providers_that_it_lacked():
    account = a_bank_account()
    assert [merchant.channel for merchant in account.merchants.all()] == ["alipay"]
    a_bank_account()
    the_fund_bank()
    known = [(m.bank_account.bank, m.channel, m.no) for m in queries.merchants()]
    assert known == [
        ("bob", "alipay", "2021000000000003"),
        ("bob", "wechat", "1900000001"),
        ("ccb", "alipay", "2021000000000001"),
    ]
    assert [one.bank for one in queries.accounts_of(Business.FUND)] == ["bob"]
