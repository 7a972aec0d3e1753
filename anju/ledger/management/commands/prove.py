"""`manage.py prove`: the proof of the books, for people to read. Exits 1 when something does not add up."""

import contextlib
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.ledger.actions import seal
from anju.ledger.proof import Proof, prove


class Command(BaseCommand):
    help = "Prove the books: digests, balances, keys, guards; print a trial balance."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        with contextlib.suppress(Refused):  # still being written: proved all the same, sealed later
            seal()
        proof = prove()
        for line in report(proof):
            self.stdout.write(line)
        self.stdout.write(f"Proved in {time.perf_counter() - started:.1f} s.")
        if not proof.holds:
            sys.exit(1)


def report(proof: Proof) -> list[str]:
    lines = [f"{'kind of pot':<16}{'pots':>10}{'balance (yuan)':>22}"]
    lines += [f"{k.kind:<16}{k.pots:>10,}{yuan(k.balance_fen):>22}" for k in proof.trial]
    total_fen = sum(kind.balance_fen for kind in proof.trial)
    lines += [
        f"{'all':<16}{'':>10}{yuan(total_fen):>22}",
        "",
        f"{proof.sealed:,} transfers in {proof.seals:,} seals, {proof.unsealed:,} not sealed yet.",
        f"Head of the chain: {proof.head or 'none yet'}",
        "",
    ]
    if proof.holds:
        return [*lines, "Everything adds up."]
    return [
        *lines,
        f"{len(proof.found)} things do not add up:",
        *(f"  ✗ {f.message}" for f in proof.found),
    ]
