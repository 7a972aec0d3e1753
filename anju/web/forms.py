from collections.abc import Callable
from typing import Any

from django import forms

from anju.core.refusals import Refused


class Form(forms.Form):
    """A form that can ask one action. `done` is what the action gave back."""

    done: Any = None

    def attempt(self, action: Callable[..., Any], **kwargs: Any) -> bool:
        """Run an action; its refusal becomes an error at the top of the form. True when done."""
        try:
            self.done = action(**kwargs)
        except Refused as refused:
            self.add_error(None, refused.message)
            return False
        return True
