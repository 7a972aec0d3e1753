"""The outside knocking: signed messages, made beforehand, sent over kept-alive connections by processes of their own.

It is as cheap as Python allows, because it has to share the machine with what it measures.
"""

import base64
import hashlib
import multiprocessing
import re
import secrets
import select
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bench import measure
from bench.measure import BEIJING, WORK

CONNECTIONS = 8
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
PREFIX, APP_ID, ACCOUNT_NO = "6217", "2021000000000001", "11050160520000000017"
CAMT_054 = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>M{ref}</MsgId><CreDtTm>{now}</CreDtTm></GrpHdr>
<Ntfctn><Id>M{ref}</Id><CreDtTm>{now}</CreDtTm>
<Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>
<Ntry><NtryRef>{ref}</NtryRef><Amt Ccy="CNY">4000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><DtTm>{now}</DtTm></BookgDt><AcctSvcrRef>{ref}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<RltdPties><Dbtr><Pty><Nm>张三</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>6222020200000000014</Id></Othr></Id></DbtrAcct>
</RltdPties><RmtInf><Strd><CdtrRefInf><Ref>{code}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
"""
Signer = Callable[[bytes], str]


def signer(name: str) -> Signer:
    """Signs as one of the outside's own keys, RSA-SHA256 with PKCS #1 v1.5 padding."""
    key: Any = load_pem_private_key((WORK / "keys/sandbox" / name).read_bytes(), None)
    return lambda content: base64.b64encode(key.sign(content, PKCS1v15(), SHA256())).decode()


def bank_requests(numbers: Sequence[int]) -> list[bytes]:
    """One camt.054 for each order, with one credit to its collection code."""
    sign, now = signer("bank_ccb_private.pem"), datetime.now(UTC).isoformat(timespec="seconds")
    requests = []
    for number in numbers:
        code = f"{PREFIX}{number:012}"
        body = CAMT_054.format(
            ref=f"REF{number:012}", now=now, account=ACCOUNT_NO, code=code
        ).encode()
        nonce, digest = secrets.token_hex(16), hashlib.sha256(body).hexdigest()
        signature = sign(f"{now}\n{nonce}\nPOST\n/gateway/bank/ccb\n{digest}".encode())
        headers = {
            "X-Key-Id": "ccb",
            "X-Timestamp": now,
            "X-Nonce": nonce,
            "X-Signature": signature,
        }
        requests.append(request("/gateway/bank/ccb", "application/xml", body, headers))
    return requests


def alipay_requests(numbers: Sequence[int]) -> list[bytes]:
    """One notification «TRADE_SUCCESS» for each order's payment."""
    sign = signer("alipay_private.pem")
    now = datetime.now(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    requests = []
    for number in numbers:
        fields = {
            "app_id": APP_ID,
            "buyer_id": "2088000000000001",
            "buyer_logon_id": "zhang***@example.com",
            "charset": "utf-8",
            "gmt_create": now,
            "gmt_payment": now,
            "notify_id": f"N{number:031}",
            "notify_time": now,
            "notify_type": "trade_status_sync",
            "out_trade_no": f"P{number:020}",
            "receipt_amount": "4000.00",
            "seller_id": "2088000000000002",
            "total_amount": "4000.00",
            "trade_no": f"T{number:027}",
            "trade_status": "TRADE_SUCCESS",
            "version": "1.0",
        }
        content = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
        body = urlencode({**fields, "sign": sign(content.encode()), "sign_type": "RSA2"}).encode()
        kind = "application/x-www-form-urlencoded; charset=utf-8"
        requests.append(request("/gateway/alipay", kind, body, {}))
    return requests


def request(path: str, kind: str, body: bytes, headers: dict[str, str]) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {kind}"]
    lines += [
        f"Content-Length: {len(body)}",
        *(f"{name}: {text}" for name, text in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Sent:
    """What one process got through: answers of 200, others, and when it began and ended."""

    accepted: int
    refused: int
    began: float
    ended: float


def send(
    kind: str, numbers: Sequence[int], port: int, seconds: float, ready: Any, answers: Any
) -> None:
    """The body of a sending process: sign, wait for the others, then knock until the time or the messages end."""
    requests = {"bank": bank_requests, "alipay": alipay_requests}[kind](numbers)
    ready.wait()
    answers.put(knock(requests, port, seconds))


def knock(requests: list[bytes], port: int, seconds: float) -> Sent:
    """Each connection sends its next message as soon as the last one has been answered."""
    poll, waiting = select.epoll(), {}
    upcoming = iter(requests)
    began = time.monotonic()
    for first in [message for _, message in zip(range(CONNECTIONS), upcoming, strict=False)]:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(connection.fileno(), select.EPOLLIN)
        waiting[connection.fileno()] = connection
        connection.sendall(first)
    accepted = refused = 0
    while waiting:
        for number, _ in poll.poll():
            connection = waiting[number]
            if has_accepted(connection):
                accepted += 1
            else:
                refused += 1
            message = next(upcoming, None) if time.monotonic() < began + seconds else None
            if message is None:
                poll.unregister(number)
                waiting.pop(number).close()
            else:
                connection.sendall(message)
    return Sent(accepted, refused, began, time.monotonic())


def has_accepted(connection: socket.socket) -> bool:
    """Read one whole answer: whether it was 200."""
    answer = connection.recv(65536)
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer += connection.recv(65536)
    length = int(LENGTH.search(answer, 0, end + 2)[1])  # type: ignore[index]
    while len(answer) < end + 4 + length:
        answer += connection.recv(65536)
    return answer.startswith(b"HTTP/1.1 200")


def run(kind: str, first: int, most: int, port: int, seconds: float, processes: int = 2) -> Sent:
    """Send up to `most` messages, for the orders from `first` on, for so many seconds."""
    context = multiprocessing.get_context("spawn")
    ready, answers = context.Barrier(processes), context.Queue()
    senders = [
        context.Process(
            target=send,
            args=(kind, range(first + i, first + most, processes), port, seconds, ready, answers),
        )
        for i in range(processes)
    ]
    for sender in senders:
        sender.start()
    sent = measure.gather(senders, answers)
    return Sent(
        sum(part.accepted for part in sent),
        sum(part.refused for part in sent),
        min(part.began for part in sent),
        max(part.ended for part in sent),
    )
