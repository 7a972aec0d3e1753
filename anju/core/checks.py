"""What must be right before anything starts."""

from typing import Any

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured

from anju.core import crypto


def clock_is_fixed_in_production(*args: Any, **kwargs: Any) -> list[Error]:
    if settings.ENVIRONMENT == "production" and settings.MOVABLE_CLOCK:
        return [
            Error(
                "ANJU_ENV=production does not start with MOVABLE_CLOCK=1: "
                "real deadlines and real money follow the real clock.",
                hint="Unset MOVABLE_CLOCK, or set ANJU_ENV=demo.",
                id="anju.E001",
            )
        ]
    return []


def keys_are_usable(*args: Any, **kwargs: Any) -> list[Error]:
    try:
        crypto.current_version()
        crypto.digest("")
    except ImproperlyConfigured as problem:
        return [Error(str(problem), hint="See .env.example.", id="anju.E002")]
    return []
