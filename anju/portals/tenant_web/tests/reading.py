"""What a test reads from a page."""

from anju.tests.pages import Pages


def links(pages: Pages) -> set[str]:
    return {link.get("href", "") for link in pages.page.all("a")}


def buttons(pages: Pages) -> set[str]:
    """The words on everything that can be pressed."""
    return {" ".join("".join(each.itertext()).split()) for each in pages.page.all("a", "button")}


def shows_a_code(pages: Pages) -> bool:
    return any(
        each.get("class") == "qr-place" and each.get("role") for each in pages.page.all("div")
    )
