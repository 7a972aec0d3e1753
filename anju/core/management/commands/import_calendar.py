"""Enter the working days of a year from a file, as the State Council announces them in autumn."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from anju.core.actions import import_calendar_year
from anju.core.actors import Actor
from anju.core.calendar import read_arrangements
from anju.core.refusals import Refused


class Command(BaseCommand):
    help = "Enters a year's holidays and make-up days; prints the days that changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("file", type=Path, help="lines such as 2026-10-01,休,国庆节")
        parser.add_argument(
            "--source", required=True, help="the notice, for example 国办发明电〔2024〕12号"
        )
        parser.add_argument("--provisional", action="store_true", help="not announced yet")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = import_calendar_year(
                year=options["year"],
                days=read_arrangements(options["file"].read_text(encoding="utf-8-sig")),
                official=not options["provisional"],
                source=options["source"],
                by=Actor("operator", "console"),
            )
        except Refused as refused:
            raise CommandError(refused.message) from None
        for each in changed:
            self.stdout.write(f"{each.day} {'班' if each.is_workday else '休'}")
