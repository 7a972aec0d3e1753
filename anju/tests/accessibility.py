"""Looks at a page as its readers meet it: narrow and wide, large, in both languages, by keyboard, by ear.

Each page is loaded once for each language and then only resized. What is looked at where:

- in Chinese and in English, at 360, 768 and 1280 px, in normal and in large type: nothing is wider than the window,
  cut off, laid over other text or to be scrolled sideways; on a phone's page, what is pressed is large enough;
- at each width, that is in Chinese in normal type at 360 and 1280 px and in English in large type at 768 and 1280 px:
  all rules of axe-core for WCAG 2.2 A and AA and its best practices, none left out; whatever takes the focus shows it;
- all the time: no script fails or is blocked, nothing that a page asks for is missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
)

from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk

AXE = (settings.ASSETS_DIR / "tests" / "axe.min.js").read_text()
OURS = Path(__file__).with_name("accessibility.js").read_text()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2 AA, off unless asked for
    "resultTypes": ["violations"],
    "preload": False,
}
WIDTHS = (360, 768, 1280)
LANGUAGES = ("zh-hans", "en")
# Where axe-core and the focus are asked for: width and language → whether the type is large.
LOOKED_AT_CLOSELY = {
    (360, "zh-hans"): False,
    (768, "en"): True,
    (1280, "zh-hans"): False,
    (1280, "en"): True,
}
# What is pressed with a finger; elsewhere axe-core asks for the 24 px, or the room around, of WCAG 2.5.8.
LEAST_TARGET = {"tenant_mobile": 44}


def faults_of(chromium: Browser, walk: Walk, portal: str, url: str) -> list[str]:
    """Everything wrong with the pages of one visitor, each with its address, language, width and size of type."""
    with window(chromium, walk.by, url) as (page, heard):
        found = []
        for visit in walk.visits:
            if visit.is_file:
                found += faults_of_file(page, visit, url)
            else:
                for language in LANGUAGES:
                    found += faults_of_page(page, visit, language, portal, url)
            found += [f"{visit.address}: {one}" for one in heard]
            heard.clear()
        return found


@contextmanager
def window(chromium: Browser, by: Pages, url: str) -> Iterator[tuple[Page, list[str]]]:
    """A window with somebody's cookies, and what goes wrong in it: scripts, and what can't be loaded."""
    context, heard = chromium.new_context(locale="zh-CN", reduced_motion="reduce"), []
    context.add_cookies([cookie(name, each.value, url) for name, each in by.cookies.items()])
    for script in (AXE, OURS):  # the browser itself runs them: our policy lets no page do so
        context.add_init_script(script)
    listen(context, heard)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page, heard
    context.close()


def cookie(name: str, value: str, url: str) -> Any:
    return {"name": name, "value": value, "url": url}


def listen(context: BrowserContext, heard: list[str]) -> None:
    def answered(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            heard.append(f"{response.url} is answered {response.status}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that asked by itself was left meanwhile
            heard.append(f"{request.url} fails: {request.failure}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            heard.append(message.text)

    context.on("response", answered)
    context.on("requestfailed", failed)
    context.on("console", said)
    context.on("weberror", lambda error: heard.append(str(error.error)))


def faults_of_file(page: Page, visit: Visit, url: str) -> list[str]:
    response = page.request.get(url + visit.address)
    kind = response.headers.get("content-type", "")
    sound = response.status == visit.status and not kind.startswith("text/html")
    return [] if sound else [f"{visit.address}: no file, but {response.status} {kind}"]


def faults_of_page(page: Page, visit: Visit, language: str, portal: str, url: str) -> Iterator[str]:
    page.context.add_cookies([cookie(settings.LANGUAGE_COOKIE_NAME, language, url)])
    response = page.goto(url + visit.address, wait_until="domcontentloaded")
    here = unquote(page.url.removeprefix(url))
    wanted = visit.leads_to or visit.address
    if response is None or response.status != visit.status or here != unquote(wanted):
        yield f"{visit.address}: answered {response and response.status} at {here}"
        return
    try:
        if visit.does:
            visit.does(page)
    except Error as error:
        yield f"{visit.address} ({language}): {error.message.splitlines()[0]}"
        return
    widths = WIDTHS if language == LANGUAGES[0] else WIDTHS[::-1]  # no more resizing than needed
    is_large = False
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        where = f"{visit.address} ({language}, {width} px"
        closely = (width, language) in LOOKED_AT_CLOSELY
        # Last comes the type of the close look, else the one not there yet: each change lays the page out anew.
        is_large = LOOKED_AT_CLOSELY[width, language] if closely else not is_large
        asked = [LEAST_TARGET.get(portal, 0), is_large]
        for large, fault in page.evaluate("asked => faultsOfPage.sizes(...asked)", asked):
            yield f"{where}{', large' * large}): {fault}"
        if closely:
            page.keyboard.press("Tab")  # whoever uses the keyboard is shown the focus
            found = page.evaluate("rules => faultsOfPage.closely(rules)", RULES)
            yield from (f"{where}): {fault}" for fault in found)
