from django.utils.translation import gettext

from anju.core.rules import DISTRICTS


def district_name(code: str) -> str:
    """A district in the reader's language."""
    return gettext(DISTRICTS[code])
