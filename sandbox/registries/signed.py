"""The door of every register: only the product's own fresh signature opens it."""

from flask import request

from sandbox.declined import Declined
from sandbox.signing import BadSignature, check_bank_headers, use_nonce
from sandbox.world import the_world

PRODUCT_KEY_ID = "anju"


def only_signed(place: str) -> None:
    """Every question carries a fresh signature of the product over its method, path and body."""
    world = the_world()
    now = world.clock.now()
    try:
        if request.headers.get("X-Key-Id") != PRODUCT_KEY_ID:
            raise BadSignature("the key is unknown")
        nonce = check_bank_headers(
            world.settings.keys.product_registry,
            request.headers,  # type: ignore[arg-type]
            now,
            request.method,
            request.path,
            request.get_data(),
        )
        with world.store.writing() as db:
            use_nonce(db, f"{PRODUCT_KEY_ID}@{place}", nonce, now)
    except BadSignature as error:
        raise Declined("bad_signature", f"签名未通过：{error}", 401) from error
