"""The first administrators of an office in a new city: everything else they do on the pages of 【系统管理】."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.people.actions import open_administrator_of_office
from anju.people.rules import Duty, Office


class Command(BaseCommand):
    help = "Opens an administrator of an office and prints the first password, this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", choices=Office.values)
        parser.add_argument("duty", choices=[one.value for one in Duty if one != Duty.BUSINESS])
        parser.add_argument("username")
        parser.add_argument("name", help="of the person, as it stands on the identity card")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            password = open_administrator_of_office(
                office=Office(options["office"]),
                duty=Duty(options["duty"]),
                username=options["username"],
                name=options["name"],
                by=Actor(getpass.getuser(), "shell"),
            )
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"{options['username']} {password}")
