"""The sample world's hand on the sandbox: it plays the people and banks outside, over HTTP like anybody else."""

import os
from functools import cache
from typing import Any

import httpx


def sandbox_url() -> str:
    return os.environ["SANDBOX_URL"]


@cache
def window() -> httpx.Client:
    """One for all questions: a new one would read all certificates again."""
    return httpx.Client(timeout=60)


def ask(path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    """One request to the sandbox's control page; its answer."""
    response = window().post(f"{sandbox_url()}/control{path}", json=content or {})
    response.raise_for_status()
    answer: dict[str, Any] = response.json()
    return answer


def homes(first: int, count: int) -> list[dict[str, Any]]:
    """Homes as the city's title registry has them."""
    asked = {"first": str(first), "count": str(count)}
    address = f"{sandbox_url()}/control/api/registries/title"
    response = window().get(address, params=asked)
    response.raise_for_status()
    found: list[dict[str, Any]] = response.json()["homes"]
    return found


def inbox(phone: str) -> list[str]:
    """What was sent to a phone, the newest first."""
    response = window().get(f"{sandbox_url()}/control/api/inbox/{phone}")
    response.raise_for_status()
    return [message["text"] for message in response.json()["messages"]]


def entries(bank: str) -> list[dict[str, Any]]:
    """What a bank has booked on our account, the newest first."""
    response = window().get(f"{sandbox_url()}/control/api/bank/{bank}/entries")
    response.raise_for_status()
    booked: list[dict[str, Any]] = response.json()["entries"]
    return booked


def the_registry(mode: str) -> None:
    """How the title registry answers from now on: `answers`, `down` or `garbage`."""
    ask("/api/switches", {"title_mode": mode})


def transfer(bank: str, transfers: list[Any]) -> None:
    """Many incoming transfers, announced in one message of the bank."""
    if transfers:
        ask(f"/api/bank/{bank}/transfer", {"transfers": transfers})


def pay_by_alipay(payment_no: str, payer: str) -> None:
    """Pay, unless an interrupted run has paid, or let the time run out: then the worker hears of that by itself."""
    try:
        ask("/api/alipay/pay", {"out_trade_no": payment_no, "payer": payer})
    except httpx.HTTPStatusError as no:
        if no.response.status_code != httpx.codes.CONFLICT:
            raise


def show_leases(leases: list[dict[str, Any]]) -> None:
    """The rental platform shows leases to their tenants: from there they come by 网签直缴."""
    ask("/api/leases/filed", {"leases": leases})


def hand_over_the_day() -> None:
    """The banks send their statements, Alipay settles, and all clocks go to the next morning."""
    ask("/api/day/hand-over")
