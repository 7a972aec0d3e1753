"""A real Chromium for the tests that walk through pages."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from scripts import browser as machine

# A page lives for seconds here: its scripts are gone before it pays to optimise them. (Frames are needed, though nobody
# sees them: without, scripts are not told that the window has another width.)
QUICK = ["--js-flags=--no-turbofan --no-maglev"]
NO_FAULT = re.compile(r"status of 4\d\d")  # a page that says no is still a page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs an event loop in this thread
    with sync_playwright() as playwright:
        options = {"executable_path": machine.make(), "args": ["--no-sandbox", *QUICK]}
        chromium = playwright.chromium.launch(**options)
        yield chromium
        chromium.close()


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """One browser window in Chinese. A script that fails, or that our policy blocks, fails the test."""
    with window(chromium) as page:
        yield page


@contextmanager
def window(chromium: Browser, width: int = 1280, height: int = 900) -> Iterator[Page]:
    """A window of somebody with cookies of their own; see `screen`."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": width, "height": height})
    page, faults = context.new_page(), []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not NO_FAULT.search(message.text):
            faults.append(message.text)

    context.on("console", heard)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert faults == []
