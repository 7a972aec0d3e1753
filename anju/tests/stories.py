"""Money stories: standard cases as tables of transfers and balances, on a page that a test compares with what happens.

After a change that is meant, run the test with RECORD_STORIES=1 and read the diff of the page.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anju.core.money import yuan
from anju.ledger.models import Pot, Transfer
from anju.ledger.queries import balances

Play = Callable[..., None]
DOCS = Path(__file__).parents[2] / "docs"


class Stories:
    """The stories of one page, in their order: `@stories("title")` adds one."""

    def __init__(self, page: str) -> None:
        self.page = DOCS / page
        self.plays: dict[str, Play] = {}

    def __call__(self, title: str) -> Callable[[Play], Play]:
        def register(play: Play) -> Play:
            self.plays[title] = play
            return play

        return register

    def play(self, title: str, *among: Any) -> None:
        """Play a story among these, and record it where that is asked for; it is told on the page as it went."""
        self.plays[title](*among)
        if os.environ.get("RECORD_STORIES"):
            self.record(title)
        assert told(title) in self.page.read_text()

    def record(self, title: str) -> None:
        """Replace one story on the page, or add it at the end."""
        text = self.page.read_text()
        section = re.compile(rf"## {re.escape(title)}\n.*?(?=\n## |\Z)", re.S)
        if section.search(text):
            text = section.sub(lambda _: told(title).rstrip("\n") + "\n", text)
        else:
            text = text.rstrip("\n") + "\n\n" + told(title)
        self.page.write_text(text)

    def on_the_page(self) -> list[str]:
        return re.findall(r"^## (.*)$", self.page.read_text(), re.M)


def told(title: str) -> str:
    """A story as Markdown: its transfers in the order in which they were written, and what every pot holds after it."""
    numbers = numbered("lease") | numbered("home")
    lines = [f"## {title}", "", "| reason | from | to | yuan |", "| --- | --- | --- | ---: |"]
    for moved in Transfer.objects.select_related("source", "destination").order_by("id"):
        pots = f"{name(moved.source.code, numbers)} | {name(moved.destination.code, numbers)}"
        lines.append(f"| {moved.reason} | {pots} | {yuan(moved.amount_fen)} |")
    codes = list(Pot.objects.order_by("code").values_list("code", flat=True))
    held = [f"{name(code, numbers)} {yuan(fen)}" for code, fen in balances(codes).items() if fen]
    return "\n".join(
        [*lines, "", f"In the end: {', '.join(sorted(held)) or 'every pot is empty'}.", ""]
    )


def numbered(kind: str) -> dict[str, str]:
    """Leases and homes by their numbers: the first lease is called `lease`, the next one `lease 2`."""
    codes = Pot.objects.filter(code__startswith=f"{kind}:").order_by("id")
    found = dict.fromkeys(code.split(":")[1] for code in codes.values_list("code", flat=True))
    return {f"{kind}:{no}": f"{kind} {n}" if n > 1 else kind for n, no in enumerate(found, 1)}


def name(code: str, numbers: dict[str, str]) -> str:
    return re.sub(r"^(lease|home):[^:]+", lambda found: numbers[found[0]], code)
