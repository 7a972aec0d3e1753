"""Payments booked a second: over HTTP from the signed message on, and the booking engine alone."""

import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import booking, city, load, measure
from bench.measure import Figure, against, in_turn
from scripts.demo import wait_until_it_answers
from scripts.places import VENV_PYTHON
from scripts.processes import Child, free_port

HTTP = "signed bank message → booked, SMS queued"
ALIPAY = "signed Alipay notification → booked 成功"
ONE, TWO = "booking engine, one worker", "booking engine, two workers"
T, AGAIN = "T", "T again"
MOST_A_SECOND = (
    2_400  # so many messages are signed beforehand; should they run out, the sending ends earlier
)


def measured(*, short: bool) -> list[Figure]:
    """All figures of this file. T is measured twice in every round, between the others."""
    seconds, facts, rounds = (3, 2_000, 1) if short else (30, 20_000, 3)
    measure.prepare_tpcb(1 if short else measure.SCALE)
    city.open_city()
    world = World()
    sides = {
        T: lambda: measure.tpcb(2 if short else 8),
        ONE: lambda: world.book(facts, workers=1),
        TWO: lambda: world.book(facts, workers=2),
        HTTP: lambda: world.send("bank", seconds),
        AGAIN: lambda: measure.tpcb(2 if short else 8),
        ALIPAY: lambda: world.send("alipay", seconds / 3),
    }
    found = in_turn(sides, rounds)
    unit, ts = "payments/s", [sum(pair) / 2 for pair in zip(found[T], found[AGAIN], strict=True)]
    return [
        against(HTTP, unit, found[HTTP], T, ts, 0.5),
        against(ALIPAY, unit, found[ALIPAY], T, ts, 0.5),
        against(ONE, unit, found[ONE], T, ts, 2.5),
        against(TWO, unit, found[TWO], T, ts, 4.0),
    ]


class World:
    """The city grows with every measurement, so that none finds another's orders."""

    def __init__(self) -> None:
        self.next_order = 1

    def orders(self, count: int, channel: str = "bank_transfer") -> int:
        """New orders; the number of the first."""
        first, self.next_order = self.next_order, self.next_order + count
        city.add_orders(first, count, channel)
        return first

    def send(self, kind: str, seconds: float) -> float:
        """Payments a second from the first message until the last is booked. None may be lost or refused."""
        most = int(seconds * MOST_A_SECOND) + 1
        first = self.orders(most, {"bank": "bank_transfer", "alipay": "alipay"}[kind])
        booked = {"bank": city.in_custody_with_notice, "alipay": city.paid}[kind]
        city.settle_down()
        measure.checkpoint()
        with product() as port:
            self.wait_for_the_worker()
            sent = load.run(kind, first, most, port, seconds)
            while (done := booked(first, first + most)) < sent.accepted:
                assert time.monotonic() < sent.ended + 60, f"{done} of {sent.accepted} were booked"
                time.sleep(0.1)
            ended = time.monotonic()
        assert not sent.refused and done == sent.accepted, f"{sent}, {done} booked"
        return done / (ended - sent.began)

    def wait_for_the_worker(self) -> None:
        first = self.orders(1)
        city.add_credits(first, 1)
        while not city.in_custody_with_notice(first, first + 1):
            time.sleep(0.1)

    def book(self, count: int, *, workers: int) -> float:
        """Payments a second of so many processes that book what has come in, side by side."""
        first = self.orders(count)
        city.add_credits(first, count)
        city.settle_down()
        measure.checkpoint()
        context = multiprocessing.get_context("spawn")
        ready, took = context.Barrier(workers), context.Queue()
        parts = [context.Process(target=booking.work, args=(ready, took)) for _ in range(workers)]
        for part in parts:
            part.start()
        moments = measure.gather(parts, took)
        assert city.in_custody_with_notice(first, first + count) == count
        began, ended = zip(*moments, strict=True)
        return count / (max(ended) - min(began))


@contextmanager
def product() -> Iterator[int]:
    """The web server and the booking worker, as in the demo."""
    port = free_port()
    options = "--interface wsgi --host 127.0.0.1 --workers 2 --blocking-threads 4 --no-ws --port"
    web: list[str | Path] = [
        VENV_PYTHON,
        "-m",
        "granian",
        "config.wsgi:application",
        *options.split(),
        str(port),
    ]
    worker: list[str | Path] = [
        VENV_PYTHON,
        "manage.py",
        "procrastinate",
        "worker",
        "--queues",
        "booking",
    ]
    worker += ["--fetch-job-polling-interval", "0.5", "--delete-jobs", "successful"]
    children = [
        Child(name, command, measure.WORK / f"{name}.log", env=dict(os.environ))
        for name, command in (("web", web), ("worker", worker))
    ]
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/", children)
        yield port
    finally:
        for child in children:
            child.stop()
