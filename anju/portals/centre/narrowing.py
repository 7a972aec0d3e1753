"""To what a page of figures is narrowed: a district, somebody, a bank, a kind of money, a reason."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from anju.core.rules import DISTRICTS
from anju.ledger.rules import KINDS
from anju.portals.centre import shown_figures as shown
from anju.statistics.rules import Business


@dataclass(frozen=True)
class Narrow:
    """Read from the address. What cannot be one of ours is left out, and so never asked of the database."""

    district: str = ""
    whose: int = 0
    bank: str = ""
    kind: str = ""
    reason: str = ""

    @property
    def of(self) -> dict[str, Any]:
        """As the questions take it."""
        named = {"whose_id": self.whose} | {
            name: getattr(self, name) for name in ("district", "bank", "kind", "reason")
        }
        return {name: value for name, value in named.items() if value}

    @property
    def asked(self) -> dict[str, Any]:
        """As the addresses of further pages take it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @property
    def by_book(self) -> bool:
        """Whether it is narrowed to what only the city's sums tell apart."""
        return bool(self.bank or self.kind or self.reason)

    def in_words(self, business: str) -> str:
        names = {
            "district": DISTRICTS.get(self.district, ""),
            "whose": shown.names_of(business, [self.whose])[self.whose] if self.whose else "",
            "bank": shown.bank_labels()(self.bank) if self.bank else "",
            "kind": shown.kind_label(self.kind) if self.kind else "",
            "reason": shown.reason_label(self.reason) if self.reason else "",
        }
        return shown.narrowed_text(names)


def narrow(request: HttpRequest) -> Narrow:
    asked = {name: str(text).replace("\0", "") for name, text in request.GET.items()}
    whose = asked.get("whose", "")
    word = {name: asked.get(name, "") for name in ("bank", "reason")}
    return Narrow(
        asked.get("district", "") if asked.get("district", "") in DISTRICTS else "",
        int(whose) if re.fullmatch(r"[0-9]{1,18}", whose) else 0,
        kind=asked.get("kind", "") if asked.get("kind", "") in KINDS else "",
        **{
            name: text if re.fullmatch(r"[\w:.-]{1,40}", text) else ""
            for name, text in word.items()
        },
    )


def about(business: str, to: Narrow) -> dict[str, Any]:
    """What every page of figures says of itself."""
    return {
        "business": business,
        "business_label": Business(business).label,
        "whose": shown.WHOSE[Business(business)],
        "narrowed": to.in_words(business),
        "to": to,
        "board_url": shown.link("figures_of", business),
    }
