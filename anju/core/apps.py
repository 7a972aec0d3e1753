from django.apps import AppConfig
from django.core.checks import Tags, register
from django.core.exceptions import ImproperlyConfigured


class CoreConfig(AppConfig):
    name = "anju.core"

    def ready(self) -> None:
        from anju.core import checks

        register(checks.clock_is_fixed_in_production, Tags.security)
        register(checks.keys_are_usable, Tags.security)
        for error in checks.clock_is_fixed_in_production():
            raise ImproperlyConfigured(error.msg)  # servers do not run the checks
