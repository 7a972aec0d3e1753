import pytest

from anju.certificates import actions
from anju.certificates.models import Certificate
from anju.contracts.models import Lease
from anju.core import clock
from anju.tests.world import LI_SI, ZHANG_SAN, a_credit, a_lease, a_paying_order, book, tenant_of


@pytest.fixture
def lease(db: None) -> Lease:
    """张三's and 李四's lease; deposit 4,000.00 and first rent 24,000.00 are in custody."""
    lease = a_lease(filing_no="BA11010520260000017", tenants=(ZHANG_SAN, LI_SI))
    a_credit(a_paying_order(lease))
    book()
    return lease


@pytest.fixture
def proof(lease: Lease) -> Certificate:
    return actions.issue_proof_of_deposit(
        lease_id=lease.pk, language="zh-hans", by=tenant_of(lease)
    )


@pytest.fixture
def statement(lease: Lease) -> Certificate:
    today = clock.today()
    return actions.issue_statement(
        lease_id=lease.pk, from_on=today, to_on=today, language="zh-hans", by=tenant_of(lease)
    )
