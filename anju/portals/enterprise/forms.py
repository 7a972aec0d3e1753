from typing import Any

from anju.web.forms import FilingNoField, Form


class LeaseSearch(Form):
    """The search of 备案合同; nothing is found while something is wrong."""

    filing_no = FilingNoField()

    def __init__(self, asked: Any) -> None:
        super().__init__({name: text.replace("\0", "") for name, text in asked.items()})
