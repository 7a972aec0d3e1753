"""What a stack needs of Django before it serves: tables, static files and the sample world.

One process for all of it, because each start of Django costs about a second.
"""

import sys

import django
from django.core.management import call_command, get_commands

from scripts.places import Step


def main(what: str) -> None:
    django.setup()
    if what == "tables":
        with Step("Database tables"):
            call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    elif "sample_world" in get_commands():
        with Step("Sample world"):
            call_command("sample_world")


if __name__ == "__main__":
    main(sys.argv[1])
