"""A page with one form, as every desk lays it out."""

from collections.abc import Iterable
from typing import Any

FORM = "desks/form"


def form_shown(
    form: Any,
    *,
    title: Any,
    back: tuple[str, Any],
    submit: Any,
    lead: Any = "",
    facts: Iterable[tuple[Any, Any]] = (),
) -> dict[str, Any]:
    """What `desks/form.html` shows: the form, what it is about above it, and the way back."""
    back_url, back_label = back
    return {
        "form": form,
        "title": title,
        "lead": lead,
        "facts": list(facts),
        "back_url": back_url,
        "back_label": back_label,
        "submit": submit,
    }
