from datetime import timedelta

import pytest

from anju.contracts.models import Lease
from anju.core import clock
from anju.tests.world import LI_SI, ZHANG_SAN, a_credit, a_lease, a_paying_order, book


@pytest.fixture
def lease(db: None) -> Lease:
    """张三's and 李四's lease, begun ten days ago: deposit 4,000.00, rent 24,000.00 twice, nothing paid yet."""
    day = clock.today() - timedelta(days=10)
    return a_lease(filing_no="BA11010520260000017", tenants=(ZHANG_SAN, LI_SI), starts_on=day)


@pytest.fixture
def paid(lease: Lease) -> Lease:
    """Deposit and first rent arrived three days ago, the second rent today."""
    a_credit(a_paying_order(lease), booked_at=clock.now() - timedelta(days=3))
    book()
    a_credit(a_paying_order(lease, kinds="second"))
    book()
    return lease
