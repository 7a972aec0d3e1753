"""Notifications: encrypted for their merchant, signed at each sending, repeated until a status of success."""

import json
import sqlite3
import uuid
from typing import Any

from sandbox.deliveries import Letter, composes, tell
from sandbox.settings import WECHAT_SERIAL
from sandbox.switches import switches
from sandbox.wechat.wire import rfc3339, sealed, signed_headers
from sandbox.world import World

SUMMARIES = {"TRANSACTION.SUCCESS": "支付成功", "REFUND.SUCCESS": "退款成功"}


def notify(
    world: World, db: sqlite3.Connection, trade: sqlite3.Row, transaction: dict[str, Any]
) -> None:
    """Tell the merchant that an order was paid; the id stays the same in every repeat."""
    _tell(world, db, trade, trade["notify_url"], "TRANSACTION.SUCCESS", transaction)


def notify_of_refund(
    world: World,
    db: sqlite3.Connection,
    refund: sqlite3.Row,
    url: str,
    told: dict[str, Any],
    pause: int,
) -> None:
    """Tell the merchant that money has gone back, when it has; only who asked for it is told."""
    _tell(world, db, refund, url, "REFUND.SUCCESS", told, pause)


def _tell(
    world: World,
    db: sqlite3.Connection,
    trade: sqlite3.Row,
    url: str,
    event: str,
    told: dict[str, Any],
    pause: int = 0,
) -> None:
    content = {
        "id": str(uuid.uuid4()),
        "create_time": rfc3339(world.clock.now()),
        "told": told,
    }
    tell(
        world,
        db,
        kind="wechat",
        party=trade["app_id"],
        event=event,
        ref=trade["out_trade_no"],
        url=url,
        body=json.dumps(content, ensure_ascii=False),
        pause=pause,
    )


@composes("wechat")
def compose(world: World, row: sqlite3.Row) -> Letter:
    event: dict[str, Any] = json.loads(row["body"])
    told = json.dumps(event.pop("told"), ensure_ascii=False).encode()
    about = row["event"].partition(".")[0].lower()
    resource = {"original_type": about} | sealed(world, row["party"], told, about)
    body = json.dumps(
        event
        | {
            "event_type": row["event"],
            "resource_type": "encrypt-resource",
            "summary": SUMMARIES[row["event"]],
            "resource": resource,
        },
        ensure_ascii=False,
    ).encode()
    with world.store.reading() as db:
        mode = switches(db)["wechat_mode"]
    headers = signed_headers(world, WECHAT_SERIAL, body, mode)
    return Letter(
        url=row["url"],
        headers=headers | {"Content-Type": "application/json"},
        body=body,
        accepted_answer=None,
    )
