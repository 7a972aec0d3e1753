"""Payments instructed by pain.001: read strictly, accepted once, executed or failed, told."""

import hashlib
import json
import secrets
import sqlite3
from dataclasses import astuple, dataclass

from lxml import etree

from sandbox.amounts import fen_of
from sandbox.banks import accounts
from sandbox.banks.messages import (
    NAMESPACE,
    PAYMENT_RETURN,
    Outcome,
    new_message_id,
    status_report,
)
from sandbox.clock import iso
from sandbox.declined import Declined, unknown, unreadable
from sandbox.settings import BANKS
from sandbox.switches import switches, use_up
from sandbox.world import World

PAIN = {"p": NAMESPACE + "pain.001.001.09"}
ACCEPTED_BUT_OPEN = "ACCP"


@dataclass(frozen=True)
class Instruction:
    end_to_end_id: str
    pmt_inf_id: str
    debtor_account: str
    fen: int
    creditor_name: str
    creditor_account: str
    text: str


@dataclass(frozen=True)
class Message:
    msg_id: str
    count: str
    control_sum: str
    instructions: tuple[Instruction, ...]

    @property
    def digest(self) -> str:
        """Of what is to be paid, so that a repeat may differ in its creation time only."""
        content = json.dumps([astuple(instruction) for instruction in self.instructions])
        return hashlib.sha256(content.encode()).hexdigest()


def read(body: bytes) -> Message:
    """Read a pain.001.001.09; document types and entities are refused, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise unreadable("报文不是合法的 XML。") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise unreadable("报文不得含有 DOCTYPE。")
    if root.tag != f"{{{PAIN['p']}}}Document":
        raise unreadable("报文不是 pain.001.001.09。")
    header = root.find("p:CstmrCdtTrfInitn/p:GrpHdr", PAIN)
    if header is None:
        raise unreadable("报文缺少 GrpHdr。")
    instructions = tuple(
        _instruction(information, transaction)
        for information in root.iterfind("p:CstmrCdtTrfInitn/p:PmtInf", PAIN)
        for transaction in information.iterfind("p:CdtTrfTxInf", PAIN)
    )
    if not instructions:
        raise unreadable("报文中没有付款。")
    return Message(
        _needed(header, "p:MsgId"),
        _needed(header, "p:NbOfTxs"),
        header.findtext("p:CtrlSum", "", PAIN),
        instructions,
    )


def _needed(element: etree._Element, path: str) -> str:
    text = (element.findtext(path, "", PAIN) or "").strip()
    if not text:
        raise unreadable(f"报文缺少 {path.replace('p:', '')}。")
    return text


def _instruction(information: etree._Element, transaction: etree._Element) -> Instruction:
    amount = transaction.find("p:Amt/p:InstdAmt", PAIN)
    if amount is None or amount.get("Ccy") != "CNY":
        raise unreadable("付款金额应以 CNY 表示。")
    return Instruction(
        end_to_end_id=_needed(transaction, "p:PmtId/p:EndToEndId"),
        pmt_inf_id=_needed(information, "p:PmtInfId"),
        debtor_account=_needed(information, "p:DbtrAcct/p:Id/p:Othr/p:Id"),
        fen=fen_of(amount.text),
        creditor_name=_needed(transaction, "p:Cdtr/p:Nm"),
        creditor_account=_needed(transaction, "p:CdtrAcct/p:Id/p:Othr/p:Id"),
        text=transaction.findtext("p:RmtInf/p:Ustrd", "", PAIN) or "",
    )


def accept(world: World, db: sqlite3.Connection, bank: str, message: Message) -> tuple[int, str]:
    """Take a message in: 202 and a pain.002 the first time, 200 and the same answer afterwards.
    The same MsgId with other payments is 409. Nothing is ever paid twice.
    """
    known = db.execute(
        "SELECT digest, answer FROM payment_messages WHERE bank = ? AND msg_id = ?",
        (bank, message.msg_id),
    ).fetchone()
    now = world.clock.now()
    answer_id = new_message_id(now, secrets.token_hex(6).upper())
    if known is not None:
        if known["digest"] == message.digest:
            return 200, known["answer"]
        answer = status_report(
            answer_id, now, message.msg_id, group_status="RJCT", group_reason="DU01"
        )
        return 409, answer
    reason = _reason_to_reject(db, bank, message)
    answer = status_report(
        answer_id,
        now,
        message.msg_id,
        group_status="RJCT" if reason else "ACCP",
        group_reason=reason,
    )
    db.execute(
        "INSERT INTO payment_messages VALUES (?, ?, ?, ?)",
        (bank, message.msg_id, message.digest, answer),
    )
    if not reason:
        _write_down(world, db, bank, message)
    return 202, answer


def _reason_to_reject(db: sqlite3.Connection, bank: str, message: Message) -> str:
    instructions = message.instructions
    if message.count != str(len(instructions)):
        return "AM18"
    if message.control_sum and fen_of(message.control_sum) != sum(i.fen for i in instructions):
        return "AM10"
    if any(i.debtor_account != BANKS[bank].account for i in instructions):
        return "AC01"
    identifiers = [i.end_to_end_id for i in instructions]
    if len(set(identifiers)) != len(identifiers):
        return "DU04"
    for identifier in identifiers:
        if find(db, bank, identifier) is not None:
            return "DU04"
    return ""


def _write_down(world: World, db: sqlite3.Connection, bank: str, message: Message) -> None:
    for instruction in message.instructions:
        db.execute(
            "INSERT INTO bank_payments (bank, end_to_end_id, msg_id, pmt_inf_id, fen,"
            " creditor_name, creditor_account, text, status, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'ACCP', ?)",
            (
                *(bank, instruction.end_to_end_id, message.msg_id, instruction.pmt_inf_id),
                *(instruction.fen, instruction.creditor_name, instruction.creditor_account),
                *(instruction.text, iso(world.clock.now())),
            ),
        )
    if not switches(db)["hold_payouts"]:
        for instruction in message.instructions:
            execute(world, db, bank, instruction.end_to_end_id)


def execute(
    world: World, db: sqlite3.Connection, bank: str, end_to_end_id: str, reason: str = ""
) -> None:
    """Carry out an accepted payment, or fail it with a reason; the customer is told either way."""
    row = find(db, bank, end_to_end_id)
    if row is None:
        raise unknown("没有这笔付款。")
    if row["status"] != ACCEPTED_BUT_OPEN:
        raise Declined("done", "这笔付款已经处理过了。")
    if not reason and use_up(db, "fail_payouts"):
        reason = switches(db)["payout_reason"]
    if not reason and accounts.balance(db, bank) < row["fen"]:
        reason = "AM04"
    if reason:
        _set_status(world, db, row, "RJCT", reason=reason)
        report = report_on(world, db, bank, end_to_end_id)
        accounts.send(world, db, bank, "pain.002", end_to_end_id, report)
        return
    entry_ref = accounts.book(
        world,
        db,
        bank=bank,
        direction="DBIT",
        fen=row["fen"],
        party_name=row["creditor_name"],
        party_account=row["creditor_account"],
        text=row["text"],
        end_to_end_id=end_to_end_id,
    )
    _set_status(world, db, row, "ACSC", entry_ref=entry_ref)
    accounts.announce(world, db, bank, [entry_ref])


def bring_back(
    world: World, db: sqlite3.Connection, bank: str, end_to_end_id: str, text: str
) -> str:
    """退汇: the other bank could not credit a payment that was made; it comes back, once, under its own reference."""
    row = find(db, bank, end_to_end_id)
    if row is None:
        raise unknown("没有这笔付款。")
    back = db.execute(
        "SELECT 1 FROM bank_entries WHERE bank = ? AND end_to_end_id = ? AND direction = 'CRDT'",
        (bank, end_to_end_id),
    ).fetchone()
    if row["status"] != "ACSC" or back is not None:
        raise Declined("not_paid", "这笔付款没有付出，或者已经退汇。")
    entry_ref = accounts.book(
        world,
        db,
        bank=bank,
        direction="CRDT",
        fen=row["fen"],
        party_name=row["creditor_name"],
        party_account=row["creditor_account"],
        text=text,
        end_to_end_id=end_to_end_id,
        code=PAYMENT_RETURN,
    )
    accounts.announce(world, db, bank, [entry_ref])
    return entry_ref


def _set_status(
    world: World,
    db: sqlite3.Connection,
    row: sqlite3.Row,
    status: str,
    *,
    reason: str = "",
    entry_ref: str = "",
) -> None:
    db.execute(
        "UPDATE bank_payments SET status = ?, reason = ?, entry_ref = ?, updated_at = ?"
        " WHERE bank = ? AND end_to_end_id = ?",
        (
            *(status, reason, entry_ref, iso(world.clock.now())),
            *(row["bank"], row["end_to_end_id"]),
        ),
    )


def find(db: sqlite3.Connection, bank: str, end_to_end_id: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM bank_payments WHERE bank = ? AND end_to_end_id = ?", (bank, end_to_end_id)
    ).fetchone()
    return row


def report_on(world: World, db: sqlite3.Connection, bank: str, end_to_end_id: str) -> str:
    """pain.002 with the status of one payment: ACCP accepted, ACSC executed, RJCT failed."""
    row = find(db, bank, end_to_end_id)
    if row is None:
        raise unknown("没有这笔付款。")
    now = world.clock.now()
    outcome = Outcome(end_to_end_id, row["status"], row["reason"], row["entry_ref"])
    return status_report(
        new_message_id(now, secrets.token_hex(6).upper()),
        now,
        row["msg_id"],
        [outcome],
        pmt_inf_id=row["pmt_inf_id"],
    )
