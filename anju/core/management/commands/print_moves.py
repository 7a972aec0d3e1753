"""Print the pictures of the moves of a package's records, for its README."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser

from anju.core.moves import picture_of


class Command(BaseCommand):
    help = "Prints the moves of every record with a status as Mermaid state diagrams."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("package", help="for example: orders")

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_app_config(options["package"]).get_models():
            if hasattr(model, "MOVES"):
                self.stdout.write(f"### {model.__name__}\n\n{picture_of(model)}\n\n")
