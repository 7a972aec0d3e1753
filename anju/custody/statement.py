"""The statement of a release as a spreadsheet to take along. (ENT-03)"""

from collections.abc import Iterable
from decimal import Decimal

from anju.core import sheets
from anju.core.money import plain_yuan
from anju.custody.models import ReleaseLine

COLUMNS = {
    "合同备案编号": 26,
    "房屋坐落": 44,
    "期数": 8,
    "租金月起": 14,
    "租金月止": 14,
    "计息起日": 14,
    "计息天数": 10,
    "本金": 14,
    "利息": 12,
    "合计": 14,
}


def statement_file(lines: Iterable[ReleaseLine]) -> bytes:
    """The lines of `queries.release_statement`, with sums that a spreadsheet program can add up."""
    return sheets.sheet_file("划转清单", COLUMNS, (_row(line) for line in lines))


def _row(line: ReleaseLine) -> tuple[str | Decimal, ...]:
    lot = line.lot
    sums = (line.principal_fen, line.interest_fen, line.principal_fen + line.interest_fen)
    return (
        lot.lease.filing_no,
        lot.lease.address,
        str(lot.bill.number),
        str(lot.from_on),
        str(lot.to_on),
        str(lot.value_on),
        str(line.days),
        *(Decimal(plain_yuan(fen)) for fen in sums),
    )
