import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sample import (
    administrators,
    checks,
    communities,
    contracts,
    institutions,
    property_companies,
    sign_ins,
    story,
)


class Command(BaseCommand):
    help = "Fill a demo with a city one can walk through. Interrupted, it goes on; done, it does nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not story.is_complete():
            story.open_banks()
            story.admit_platform()
            sign_ins.register()
            institutions.are_filed()
            administrators.have_chosen()
            administrators.have_an_operator()
            checks.are_asked()
            administrators.ask_for_homes()
            communities.are_entered()
            property_companies.are_registered()
            bought = story.a_home_is_bought()
            story.yesterday()
            checks.are_answered()
            contracts.are_made()
            story.staff_have_work(bought)
            story.today()
        work = os.environ.get("ANJU_WORK")
        if work:
            (Path(work) / "sign-ins.txt").write_text(sign_ins.told())
