"""Handing a user over to the product: one signed request; the answer is where their browser may enter, once."""

import json
from typing import Any

import httpx

from sandbox.declined import Declined
from sandbox.deliveries import product_url
from sandbox.signing import bank_headers
from sandbox.world import World

CLAIMS = (
    "subject_type",
    "sub",
    "name",
    "id_type",
    "id_number",
    "phone_number",
    "real_name_level",
    "organisation_name",
    "uscc",
    "registration_no",
)


def hand_over(
    world: World, sender: str, face: str, claims: dict[str, Any], filing_no: str = ""
) -> str:
    """Where to send the browser. What the product refuses is declined with its own sentence."""
    told = {name: claims[name] for name in CLAIMS if name in claims} | {"face": face}
    if filing_no:
        told["filing_no"] = filing_no
    body, path = json.dumps(told, ensure_ascii=False).encode(), f"/gateway/hand-overs/{sender}"
    with world.store.reading() as db:
        url = product_url(world, db) + path
    key, now = world.settings.keys.senders[sender], world.clock.now()
    headers = bank_headers(key, sender, now, "POST", path, body)
    try:
        response = httpx.post(
            url,
            content=body,
            headers={**headers, "Content-Type": "application/json"},
            timeout=15,
            trust_env=False,
        )
        answer = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Declined("no_answer", "资金中心的系统暂时没有应答，请稍后再点一次。", 502) from error
    if response.status_code != 201:
        raise Declined(answer["code"], answer["message"], response.status_code)
    return str(answer["url"])
