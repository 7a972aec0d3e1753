"""A real Chromium for the tests that walk through pages."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from scripts import browser as machine

NO_FAULT = re.compile(r"status of 4\d\d")  # a page that says no is still a page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs an event loop in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.make(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def screen(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """One browser window in Chinese. A script that fails, or that our policy blocks, fails the test."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
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
