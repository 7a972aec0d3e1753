"""From what a file or the rental platform states to terms that can be filed, or to what is wrong and where."""

from anju.contracts.reading.files import Row, rows_of
from anju.contracts.reading.leases import (
    LABELS,
    banks_by_name,
    field_of,
    read_lease,
    to_filing_no,
)
from anju.contracts.reading.sheets import result_file
from anju.contracts.reading.template import template_file
from anju.core.fields import FieldError

__all__ = [
    "LABELS",
    "FieldError",
    "Row",
    "banks_by_name",
    "field_of",
    "read_lease",
    "result_file",
    "rows_of",
    "template_file",
    "to_filing_no",
]
