"""A page with one form, as every desk lays it out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

FORM = "desks/form"


@dataclass(frozen=True)
class FormDesk:
    """Whose pages these are: the portal, and how it lays a page out."""

    portal: str
    show: Callable[..., HttpResponse]

    def show_form(self, request: HttpRequest, here: str, form: Any, **about: Any) -> HttpResponse:
        """A page with one form, what it is about above it, and the way back."""
        return self.show(request, FORM, here, **form_shown(form, **about))


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
