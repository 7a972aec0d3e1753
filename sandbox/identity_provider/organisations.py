"""How organisations (法人) sign in: certificate, password, electronic licence, institution certificate."""

import secrets
import sqlite3
from typing import Any

from sandbox.declined import Declined
from sandbox.identity_provider import identities
from sandbox.world import World

WAYS = (
    ("certificate", "证书登录"),
    ("password", "口令登录"),
    ("licence", "电子营业执照"),
    ("institution", "事业单位电子证书"),
)
PIN = "123456"  # of every certificate in this sandbox


def is_institution(organisation: dict[str, Any]) -> bool:
    """Unified social credit codes of institutions (事业单位) begin with 12 (GB 32100)."""
    return str(organisation["uscc"]).startswith("12")


def by_certificate(world: World, login: str, pin: str) -> str:
    """A digital certificate, of whatever kind of organisation, opened with its PIN."""
    with world.store.reading() as db:
        _known(db, login, "请选择一张数字证书。")
    return _with_pin(world, login, pin)


def by_institution_certificate(world: World, login: str, pin: str) -> str:
    """事业单位电子证书: an enterprise has none."""
    with world.store.reading() as db:
        organisation = _known(db, login, "请选择一张事业单位电子证书。")
    if not is_institution(organisation):
        raise Declined(
            "not_an_institution",
            f"{organisation['organisation_name']}不是事业单位，没有事业单位电子证书，"
            "请使用证书、口令或者电子营业执照登录。",
            403,
        )
    return _with_pin(world, login, pin)


def by_licence(db: sqlite3.Connection, login: str) -> str:
    """电子营业执照, confirmed on the phone of its legal person: an institution has none."""
    organisation = _known(db, login, "请选择一张电子营业执照。")
    if is_institution(organisation):
        raise Declined(
            "no_licence",
            f"{organisation['organisation_name']}是事业单位，没有电子营业执照，"
            "请使用事业单位电子证书、证书或者口令登录。",
            403,
        )
    return login


def _known(db: sqlite3.Connection, login: str, sentence: str) -> dict[str, Any]:
    row = db.execute(
        "SELECT 1 FROM identities WHERE login = ? AND kind = 'organisation'", (login,)
    ).fetchone()
    if row is None:
        raise Declined("unknown_certificate", sentence, 401)
    return identities.claims_of(db, login)


def _with_pin(world: World, login: str, pin: str) -> str:
    right = secrets.compare_digest(pin.encode(), PIN.encode())
    return identities.counted(world, login, f"pin:{login}", right, "PIN 码错误")
