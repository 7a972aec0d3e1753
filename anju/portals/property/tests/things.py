"""What the pages on the way in show to a browser: a sum to be solved, a key to be asked."""

import json
import re
from typing import Any

from django.urls import reverse

from anju.companies.tests.authenticator import SoftKey
from anju.portals.property.captcha import NUMERALS
from anju.tests.pages import Pages

AT_LOCALHOST = {"HTTP_HOST": "localhost:8000"}


def to(name: str, *args: object) -> str:
    return reverse(f"property:{name}", args=args)


def sends(pages: Pages, page: str, /, **typed: str) -> Any:
    return pages.post(to(page), typed)


def hidden(pages: Pages, name: str) -> str:
    [value] = [one.get("value") or "" for one in pages.page.all("input") if one.get("name") == name]
    return value


def solved(pages: Pages) -> dict[str, str]:
    """The sum, as one who listens hears it, and its ticket."""
    [words] = [one.get("aria-label") for one in pages.page.all("svg") if one.get("role") == "img"]
    return {"captcha": result_of(words), "captcha_ticket": hidden(pages, "captcha_ticket")}


def result_of(words: str) -> str:
    one, sign, other = re.search(rf"([{NUMERALS}])(加|减)([{NUMERALS}])等于几", words).groups()
    figures = NUMERALS.index(one), NUMERALS.index(other)
    return str(sum(figures) if sign == "加" else figures[0] - figures[1])


def key_asked(pages: Pages) -> dict[str, Any]:
    """What the page asks the key for."""
    [form] = [one for one in pages.page.all("form") if one.get("data-key")]
    options: dict[str, Any] = json.loads(form.get("data-options"))
    return options


def signed(pages: Pages, device: SoftKey) -> dict[str, str]:
    """The answer of a device to the page that signs in."""
    return {
        "answer": json.dumps(device.signs(key_asked(pages))),
        "ticket": hidden(pages, "ticket"),
    }


def created(pages: Pages, device: SoftKey) -> dict[str, str]:
    """The answer of a device to the page that takes it into use."""
    return {
        "answer": json.dumps(device.creates(key_asked(pages))),
        "ticket": hidden(pages, "ticket"),
    }
