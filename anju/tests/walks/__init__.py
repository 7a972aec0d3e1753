"""Every page of every portal in every state: whoever adds a page adds its visit to the portal's walk.

A walk is made by a builder of its portal (`WALKS` in `walks/portals.py`) in a world of its own, made of actions.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import FilePayload, Page

from anju.core.tests.test_files import a_pdf
from anju.tests.pages import Pages

AMENDING = ("change_lease", "renew_lease", "end_lease")
"""The forms about a filed lease, at both desks."""


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


def addresses_of(portal: str) -> Callable[..., str]:
    """What gives the address of a portal's page by its name; `ask` is what stands behind the question mark."""

    def to(name: str, *args: object, ask: str = "") -> str:
        return reverse(f"{portal}:{name}", args=args) + (f"?{ask}" if ask else "")

    return to


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


def previews_a_change(page: Page) -> None:
    """A change of a filed lease is filled in and looked at; nothing is handed in."""
    page.locator("[name=from_on] option").nth(2).wait_for(state="attached")
    page.locator("[name=from_on]").select_option(index=2)
    page.locator("[name=monthly_rent]").fill("4100")
    page.locator("[name=pay_months]").fill("6")
    page.locator("[name=basis][value=agreement]").check()
    paper = FilePayload(name="补充协议.pdf", mimeType="application/pdf", buffer=a_pdf())
    page.locator("[name=uploads]").set_input_files(paper)
    page.locator("main form[method=post] .buttons button").last.click()
    page.locator("button[name=seen]").wait_for()
