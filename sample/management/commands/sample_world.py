import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sample import (
    administrators,
    books,
    checks,
    closings,
    communities,
    contracts,
    figures,
    institutions,
    oversight,
    parameters,
    property_companies,
    sign_ins,
    story,
    works,
    works_paid,
)


class Command(BaseCommand):
    help = "Fill a demo with a city one can walk through. Interrupted, it goes on; done, it only tells who can sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if not story.is_complete():
            sign_ins.register()
            story.open_banks()
            story.admit_platform()
            story.weeks_before()
            closings.quiet_days_are_closed()
            property_companies.are_registered()
            property_companies.ask_for_more()
            institutions.are_filed()
            administrators.have_chosen()
            administrators.have_an_operator()
            checks.are_asked()
            administrators.ask_for_homes()
            communities.are_entered()
            bought = story.a_home_is_bought()
            story.yesterday()
            works.are_begun()
            works_paid.one_is_refused()
            checks.are_answered()
            contracts.are_made()
            parameters.are_settled()
            works_paid.others_are_paid()
            story.staff_have_work(bought)
            property_companies.have_more_to_ask()
            works_paid.is_settled()
            story.board_is_counted()
            books.are_verified()
            story.today()
            figures.are_counted()
            oversight.nights_have_passed()
        work = os.environ.get("ANJU_WORK")
        if work:
            (Path(work) / "sign-ins.txt").write_text(sign_ins.told())
