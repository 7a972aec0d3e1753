"""Every page of every portal in every state: whoever adds a page adds its visit to the portal's walk.

A walk is made by a builder of its portal (`WALKS` in `walks/portals.py`) in a world of its own, made of actions.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from anju.tests.pages import Pages


@dataclass(frozen=True)
class Visit:
    """One page in one state.

    `does` brings the loaded page there (opens a dialog, sends a form); a file is fetched and not looked at;
    `leads_to` is the address to which a page that is none of its own sends on.
    """

    address: str
    does: Callable[[Page], None] | None = None
    status: int = 200
    is_file: bool = False
    leads_to: str = ""


@dataclass(frozen=True)
class Walk:
    """The visits of one visitor; `by` has the cookies."""

    by: Pages
    visits: list[Visit]


def visits(*addresses: str) -> list[Visit]:
    return [Visit(address) for address in addresses]


def sends(form: str) -> Callable[[Page], None]:
    """Send a form as it stands, past what the browser itself would ask for."""

    def do(page: Page) -> None:
        with page.expect_navigation():
            page.locator(form).first.evaluate(
                "form => { form.noValidate = true; form.requestSubmit(); }"
            )

    return do


def presses(button: str) -> Callable[[Page], None]:
    """Press what opens something on the same page."""
    return lambda page: page.locator(button).first.click()
