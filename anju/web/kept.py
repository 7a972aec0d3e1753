"""Parts of pages that look the same to everybody, kept as they were laid out until what they show changes."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from anju.core import clock

MOST = 50
SECONDS = 60
"""For so long at the most: the names on a page are not part of what its figures are counted from."""

_kept: OrderedDict[Hashable, tuple[float, SafeString]] = OrderedDict()


def part(
    request: HttpRequest, template: str, version: str, shown: Callable[[], dict[str, Any]]
) -> SafeString:
    """A part of this page: kept for its address, its language, the day and the version of the figures in it.

    It must be the same for all who may open the page. Without a version it is made anew each time.
    """
    key = (template, request.get_full_path(), get_language(), clock.today(), version)
    found = _kept.get(key)
    if version and found is not None and time.monotonic() - found[0] < SECONDS:
        return found[1]
    made = render_to_string(template, shown())
    _kept.pop(key, None)  # the newest stand last; another thread may be here, too
    _kept[key] = (time.monotonic(), made)
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return made
