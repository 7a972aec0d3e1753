"""What the clock does: it sends what is due, to several receivers at once, and gives up what is over."""

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import date
from typing import Any

from procrastinate.contrib.django import app

from anju.clients import signing, webhooks
from anju.clients.webhooks import Sent
from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.days import daily
from anju.webhooks import actions, queries
from anju.webhooks.queries import Letter
from anju.webhooks.rules import DEADLINE_SECONDS, LANE_SECONDS, LANES, RUN_SECONDS

BATCH = 1_000
Lane = Future[list[tuple[int, Sent]]]


@app.periodic(cron="* * * * * *")
@app.task(
    queue="webhooks", name="webhooks.send", lock="webhooks.send", queueing_lock="webhooks.send"
)
def send(timestamp: int) -> None:
    """Send what is due. One that is slow keeps nobody else waiting; what is written is written here, in one thread."""
    ends_at = time.monotonic() + RUN_SECONDS
    running: dict[Lane, tuple[int, list[int]]] = {}
    with ThreadPoolExecutor(LANES, "webhooks") as threads:
        while True:
            if time.monotonic() < ends_at and len(running) < LANES:
                busy = [subscription_id for subscription_id, _ in running.values()]
                claimed = actions.claim_lanes(lanes=LANES - len(running), busy=busy, by=CLOCK)
                for subscription_id, delivery_ids in claimed.items():
                    found = queries.letters(delivery_ids)
                    letters = [signed(found[delivery_id]) for delivery_id in delivery_ids]
                    running[threads.submit(send_lane, letters)] = (subscription_id, delivery_ids)
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for lane in done:
                note(running.pop(lane)[1], lane.result())


def signed(letter: Letter) -> tuple[Letter, dict[str, str]]:
    """The time in the signature is that of the receiver's clock, also where ours was moved ahead to try things out."""
    key, *before = letter.keys
    headers = signing.shared_key_headers(key, letter.body, *before, at=clock.outside())
    headers |= {
        "Content-Type": "application/json",
        "User-Agent": "Anju-Webhooks/1",
        "X-Event-Id": letter.event_id,
        "X-Event": letter.event,
    }
    return letter, headers


def send_lane(letters: list[tuple[Letter, dict[str, str]]]) -> list[tuple[int, Sent]]:
    """Send one receiver its events in their order, until it is silent or its time is over."""
    ends_at, results = time.monotonic() + LANE_SECONDS, []
    for letter, headers in letters:
        sent = webhooks.send(letter.url, headers, letter.body, seconds=DEADLINE_SECONDS)
        results.append((letter.delivery_id, sent))
        if sent.is_silent or time.monotonic() >= ends_at:
            break
    return results


def note(delivery_ids: list[int], results: list[tuple[int, Sent]]) -> None:
    for delivery_id, sent in results:
        actions.record_attempt(delivery_id=delivery_id, sent=sent, by=CLOCK)
    tried = {delivery_id for delivery_id, _ in results}
    left = [delivery_id for delivery_id in delivery_ids if delivery_id not in tried]
    if left:
        actions.put_back(delivery_ids=left, by=CLOCK)


@daily("webhooks.over")
def give_up_what_is_over(day: date) -> dict[str, Any]:
    """After a day: what has waited for a month is not sent any more, nor anything by a key that is over."""
    actions.end_of_dead_keys(by=CLOCK)
    given_up = 0
    while found := actions.give_up_what_is_over(limit=BATCH, by=CLOCK):
        given_up += found
    return {"given_up": given_up}
