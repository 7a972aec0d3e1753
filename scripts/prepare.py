"""What a stack needs of Django before it serves: tables, static files and the sample world.

One process for all of it, because each start of Django costs about a second.
"""

import sys
from typing import Any

import django
from django.core.management import call_command, get_commands
from django.db.migrations.state import ModelState, ProjectState

from scripts.places import Step


def main(what: str) -> None:
    django.setup()
    if what == "tables_of_tests":
        know_less_while_migrating()
    if what.startswith("tables"):
        with Step("Database tables"):
            call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    elif "sample_world" in get_commands():
        with Step("Sample world"):
            call_command("sample_world")


def know_less_while_migrating() -> None:
    """Migrate with half the work: no model is drawn up anew because another came that points at it.

    Django does so at each of a thousand operations, with all that hang together, for the sake of Python in migrations;
    before that runs, it still does. SQL needs names and columns only. The tables are the same: `test_demo` compares
    those of a stack, which are made without this.
    """
    states: Any = ProjectState
    find = states._find_reload_model

    def add(self: Any, model: ModelState) -> None:
        key = model.app_label, model.name_lower
        self.models[key] = model
        if self._relations is not None:
            self.resolve_model_relations(key)
        if "apps" in self.__dict__:
            self.is_delayed = True
            self.apps.render_multiple([model])

    def nearest(self: Any, app: str, name: str, delay: bool = False) -> set[tuple[str, str]]:
        return find(self, app, name, delay=True)

    states.add_model, states._find_reload_model = add, nearest


if __name__ == "__main__":
    main(sys.argv[1])
