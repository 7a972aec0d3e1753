"""Notifications: encrypted for their merchant, signed at each sending, repeated until a status of success."""

import json
import sqlite3
import uuid
from typing import Any

from sandbox.deliveries import Letter, composes, tell
from sandbox.settings import WECHAT_SERIAL
from sandbox.wechat.wire import rfc3339, sealed, signed_headers
from sandbox.world import World


def notify(
    world: World, db: sqlite3.Connection, trade: sqlite3.Row, transaction: dict[str, Any]
) -> None:
    """Tell the merchant that an order was paid; the id stays the same in every repeat. Nothing else is told."""
    event = {
        "id": str(uuid.uuid4()),
        "create_time": rfc3339(world.clock.now()),
        "transaction": transaction,
    }
    tell(
        world,
        db,
        kind="wechat",
        party=trade["app_id"],
        event="TRANSACTION.SUCCESS",
        ref=trade["out_trade_no"],
        url=trade["notify_url"],
        body=json.dumps(event, ensure_ascii=False),
    )


@composes("wechat")
def compose(world: World, row: sqlite3.Row) -> Letter:
    event: dict[str, Any] = json.loads(row["body"])
    told = json.dumps(event.pop("transaction"), ensure_ascii=False).encode()
    resource = {"original_type": "transaction"} | sealed(world, row["party"], told, "transaction")
    body = json.dumps(
        event
        | {
            "event_type": row["event"],
            "resource_type": "encrypt-resource",
            "summary": "支付成功",
            "resource": resource,
        },
        ensure_ascii=False,
    ).encode()
    headers = signed_headers(world, WECHAT_SERIAL, body)
    return Letter(
        url=row["url"],
        headers=headers | {"Content-Type": "application/json"},
        body=body,
        accepted_answer=None,
    )
