"""The entries of a portal's menu: every page lays out all of them, and most never change."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


@cache
def place_of(view_name: str) -> str:
    """The address of a page that takes nothing."""
    return reverse(view_name)


def entries(menu: Iterable[Mapping[str, Any]]) -> SafeString:
    """The menu's lines; written here and not in a template, because no page is without them."""
    return mark_safe("".join(map(entry, menu)))  # noqa: S308 - each part is escaped


def entry(item: Mapping[str, Any]) -> str:
    heading, count = item.get("heading"), item.get("count")
    above = f'<li class="menu-section">{conditional_escape(heading)}</li>' if heading else ""
    here = ' aria-current="page"' if item.get("is_here") else ""
    waits = f' <span class="side-count">{conditional_escape(count)}</span>' if count else ""
    url, label = conditional_escape(item["url"]), conditional_escape(item["label"])
    return f'{above}<li><a href="{url}"{here}>{label}{waits}</a></li>\n'
