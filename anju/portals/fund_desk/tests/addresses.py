"""What tests of the desks look at on a page."""

from anju.tests.pages import Pages
from anju.tests.walks.fund_desk import to


def text_of(pages: Pages, name: str, *args: object, ask: str = "") -> str:
    assert pages.get(to(name, *args, ask=ask)).status_code == 200
    return pages.page.text


def links_of(pages: Pages) -> list[str]:
    return [a.get("href") or "" for a in pages.page.all("a")]


def forms_of(pages: Pages) -> list[str]:
    return [form.get("action") or "" for form in pages.page.all("form")]
