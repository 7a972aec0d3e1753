import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from anju.payments.models import BankAccount
from sample import sign_ins, story


class Command(BaseCommand):
    help = "Fill an empty demo with a city one can walk through. Does nothing when it is there already."

    def handle(self, *args: Any, **options: Any) -> None:
        if not BankAccount.objects.exists():
            story.open_banks()
            sign_ins.register()
            story.yesterday()
            story.today()
        work = os.environ.get("ANJU_WORK")
        if work:
            (Path(work) / "sign-ins.txt").write_text(sign_ins.told())
