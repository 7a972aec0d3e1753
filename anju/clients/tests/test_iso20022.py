from datetime import UTC, date, datetime

import pytest
from lxml import etree

from anju.clients.iso20022 import (
    Credits,
    Entry,
    Payout,
    Statement,
    StatusReport,
    read_message,
    write_pain_001,
)
from anju.clients.rules import Refusal
from anju.clients.tests.test_bank import report, transaction
from anju.core.refusals import Broken, Refused

ACCOUNT = "11050160520000000017"
CREATED_AT = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)  # in Beijing it is the 2nd already


def ntry(
    ref="B1",
    direction="CRDT",
    amount="4000.00",
    currency="CNY",
    moment="2026-12-01T12:00:00+08:00",
    code="622001",
    end_to_end="NOTPROVIDED",
    status="BOOK",
    party="Dbtr",
    text="<Ustrd>押金</Ustrd>",
):
    structured = f"<Strd><CdtrRefInf><Ref>{code}</Ref></CdtrRefInf></Strd>" if code else ""
    return (
        f'<Ntry><NtryRef>{ref}</NtryRef><Amt Ccy="{currency}">{amount}</Amt>'
        f"<CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>"
        f"<BookgDt><DtTm>{moment}</DtTm></BookgDt><AcctSvcrRef>{ref}</AcctSvcrRef>"
        f"<BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>"
        f"<RltdPties><{party}><Pty><Nm>张三</Nm></Pty></{party}><{party}Acct><Id><Othr>"
        f"<Id>6222020200001234567</Id></Othr></Id></{party}Acct></RltdPties>"
        f"<RmtInf>{text}{structured}</RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def camt_054(*entries, summary="", kind="camt.054.001.08"):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}">'
        "<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>C1</MsgId><CreDtTm>2026-12-01T12:00:01+08:00"
        f"</CreDtTm></GrpHdr><Ntfctn><Id>C1</Id><Acct><Id><Othr><Id>{ACCOUNT}</Id></Othr></Id>"
        f"</Acct>{summary}{''.join(entries)}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()


def balance(code, amount, direction="CRDT", day="2026-12-01"):
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='CNY'>{amount}</Amt>"
        f"<CdtDbtInd>{direction}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def camt_053(*entries, opening="0.00", closing="4000.00", balances="", summary=""):
    balances = balances or balance("OPBD", opening) + balance("CLBD", closing)
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>'
        "<MsgId>D1</MsgId><CreDtTm>2026-12-02T00:00:00+08:00</CreDtTm></GrpHdr><Stmt><Id>D1</Id>"
        f"<Acct><Id><Othr><Id>{ACCOUNT}</Id></Othr></Id></Acct>{balances}{summary}"
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def totals(kind, number, total):
    stated = f"<NbOfNtries>{number}</NbOfNtries><Sum>{total}</Sum>"
    return f"<TxsSummry><{kind}>{stated}</{kind}></TxsSummry>"


CREDIT = Entry(
    bank_ref="B1",
    direction="credit",
    amount_fen=400000,
    booked_at=datetime(2026, 12, 1, 4, 0, tzinfo=UTC),
    counterparty_name="张三",
    counterparty_account="6222020200001234567",
    collection_code="622001",
    end_to_end_id="",
    text="押金",
    transaction_code="",
)


@pytest.mark.covers("CHN-04")
def test_a_credit_tells_who_paid_how_much_under_which_code():
    assert read_message(camt_054(ntry())) == Credits("C1", ACCOUNT, (CREDIT,))


@pytest.mark.covers("CHN-04")
def test_a_debit_tells_whom_we_paid_and_under_which_reference():
    paid = ntry("B2", "DBIT", "100.5", party="Cdtr", end_to_end="E1", code="")
    [entry] = read_message(camt_054(paid)).entries
    assert (entry.direction, entry.amount_fen, entry.end_to_end_id) == ("debit", 10050, "E1")
    assert (entry.counterparty_name, entry.collection_code) == ("张三", "")


def test_a_transfer_that_says_nothing_has_empty_words():
    bare = (
        '<Ntry><NtryRef>B3</NtryRef><Amt Ccy="CNY">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK'
        "</Cd></Sts><BookgDt><DtTm>2026-12-01T12:00:00</DtTm></BookgDt></Ntry>"
    )
    [entry] = read_message(camt_054(bare)).entries
    assert entry.booked_at == datetime(2026, 12, 1, 4, 0, tzinfo=UTC)  # Beijing's clocks
    assert (entry.counterparty_name, entry.counterparty_account) == ("", "")
    assert (entry.collection_code, entry.end_to_end_id, entry.text) == ("", "", "")


@pytest.mark.covers("CHN-04")
def test_a_statement_is_one_day_of_one_account_and_adds_up():
    out = ntry("B2", "DBIT", "1000.00", party="Cdtr", code="")
    statement = read_message(camt_053(ntry(), out, opening="500.00", closing="3500.00"))
    assert isinstance(statement, Statement)
    assert (statement.statement_ref, statement.account) == ("D1", ACCOUNT)
    assert statement.day == date(2026, 12, 1)
    assert (statement.opening_fen, statement.closing_fen) == (50000, 350000)
    assert statement.entries[0] == CREDIT
    overdrawn = camt_053(
        ntry("B2", "DBIT", "1.00", party="Cdtr"),
        balances=balance("OPBD", "0.00") + balance("CLBD", "1.00", "DBIT"),
    )
    assert read_message(overdrawn).closing_fen == -100


@pytest.mark.covers("CHN-04")
@pytest.mark.parametrize(
    "message",
    [
        camt_053(ntry(), summary=totals("TtlNtries", 2, "4000.00")),
        camt_053(ntry(), summary=totals("TtlCdtNtries", 1, "3999.99")),
        camt_054(ntry(), summary=totals("TtlNtries", 2, "4000.00")),
        camt_054(ntry(), summary=totals("TtlDbtNtries", 1, "4000.00")),
    ],
)
def test_a_message_whose_totals_are_not_those_of_its_entries_is_refused(message):
    with pytest.raises(Refused) as no:
        read_message(message)
    assert no.value.code == Refusal.SUMS_DIFFER


@pytest.mark.covers("CTR-02")
def test_a_statement_whose_balances_do_not_follow_from_its_entries_is_read_as_it_is():
    read = read_message(camt_053(ntry(), closing="4000.01"))
    assert (read.opening_fen, read.closing_fen) == (0, 4000_01), "the day's closing names it"


@pytest.mark.covers("CHN-04")
@pytest.mark.parametrize(
    "changes",
    [
        {"amount": "4000.005"},
        {"amount": "4000.000"},
        {"amount": "4,000.00"},
        {"amount": "-1.00"},
        {"amount": "1e3"},
        {"amount": "0.00"},
        {"amount": ""},
        {"amount": "&x;"},
        {"moment": "2026-12-01"},
        {"moment": "2026-12-01T25:00:00"},
        {"moment": ""},
        {"direction": "CREDIT"},
        {"direction": ""},
        {"ref": ""},
        {"status": "PDNG"},
    ],
)
def test_an_entry_that_cannot_be_read_refuses_the_message(changes):
    for message in (camt_054(ntry("B0"), ntry(**changes)), camt_053(ntry("B0"), ntry(**changes))):
        with pytest.raises(Refused) as no:
            read_message(message)
        assert no.value.code == Refusal.UNREADABLE


@pytest.mark.covers("CHN-04")
@pytest.mark.parametrize("message", [camt_054(ntry(currency="USD")), camt_053(ntry(currency=""))])
def test_another_currency_is_refused(message):
    with pytest.raises(Refused) as no:
        read_message(message)
    assert no.value.code == Refusal.WRONG_CURRENCY


SECRET = "file:///etc/hostname"
XXE = f'<!DOCTYPE Document [<!ENTITY x SYSTEM "{SECRET}">]>'
LAUGHS = (
    '<!DOCTYPE Document [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{("&" + before + ";") * 10}">'
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)


def with_doctype(doctype, text):
    message = camt_054(ntry(text=f"<Ustrd>{text}</Ustrd>")).decode()
    return message.replace("<Document", doctype + "<Document", 1).encode()


@pytest.mark.covers("CHN-04")
@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"hello",
        b"\x00\x01\x02",
        b"<Document/>",
        b"<a><b></a></b>",
        camt_054(ntry())[:-30],
        camt_053(ntry())[:400],
        with_doctype(XXE, "&x;"),
        with_doctype(LAUGHS, "&j;"),
        with_doctype("<!DOCTYPE Document>", "x"),
        with_doctype(XXE, "&x;").decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        with_doctype(XXE, "&x;").decode().replace("UTF-8", "UTF-7").encode("utf-7"),
        camt_054(ntry()).replace("张三".encode(), "张三".encode("gbk")),
        camt_054(ntry(), kind="camt.054.001.02"),
        camt_054(ntry(), kind="pain.002.001.10"),
        camt_054(ntry()).replace(b"urn:iso:std:iso:20022:tech:xsd:", b""),
        camt_054(ntry()).replace(ACCOUNT.encode(), b""),
        camt_053(ntry()).replace(b"OPBD", b"PRCD"),
        camt_053(ntry()).replace(b"2026-12-01</Dt>", b"today</Dt>"),
        b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.054.001.08'>" + b"<a>" * 5000,
        report().replace("M1", "").encode(),
        report(group="accepted").encode(),
        report(transactions=transaction("", "ACSC")).encode(),
        report(transactions=transaction("E1", "")).encode(),
    ],
)
def test_what_is_no_message_is_refused(message):
    with pytest.raises(Refused) as no:
        read_message(message)
    assert no.value.code == Refusal.UNREADABLE


@pytest.mark.covers("CHN-04")
def test_a_status_report_tells_the_fate_of_each_transaction():
    failed = transaction("E1", "RJCT", "AC04") + transaction("E2", "ACSC")
    assert read_message(report(group="PART", transactions=failed).encode()) == StatusReport(
        "S1", "M1", "PART", "", (("E1", "RJCT", "AC04"), ("E2", "ACSC", ""))
    )


@pytest.mark.covers("CHN-04")
def test_a_statement_of_ten_thousand_entries_is_read_whole():
    entries = [ntry(f"B{n}", amount=f"{n + 1}.01") for n in range(10_000)]
    total = 50_005_000_00 + 10_000
    closing = f"{total // 100}.{total % 100:02d}"
    statement = read_message(
        camt_053(*entries, closing=closing, summary=totals("TtlNtries", 10_000, closing))
    )
    assert (len(statement.entries), statement.closing_fen) == (10_000, total)
    assert statement.entries[9_999].amount_fen == 10_000_01


PAYOUT = Payout("E1", 400000, "张三 & <李四>", "6222020200001234567", "中国工商银行", "退押金")


def written(*payouts, message_id="M1", name="北京市住房资金管理中心", account=ACCOUNT):
    return write_pain_001(message_id, CREATED_AT, name, account, payouts)


def asked(xml, path):
    """Read with a plain parser, by somebody who shares no code with the writer."""
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return [element.text for element in etree.fromstring(xml).iterfind(steps)]


@pytest.mark.covers("CHN-04")
def test_an_order_to_pay_says_who_is_paid_what_and_adds_up():
    xml = written(PAYOUT, Payout("E2", 1, "李四", "0200004119000000099", "", ""))
    assert xml.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    root = etree.fromstring(xml)
    assert root.tag == "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}Document"
    header, batch = "CstmrCdtTrfInitn/GrpHdr", "CstmrCdtTrfInitn/PmtInf"
    one = f"{batch}/CdtTrfTxInf"
    expected = {
        f"{header}/MsgId": ["M1"],
        f"{header}/CreDtTm": ["2026-12-01T16:30:00Z"],
        f"{header}/NbOfTxs": ["2"],
        f"{header}/CtrlSum": ["4000.01"],
        f"{batch}/NbOfTxs": ["2"],
        f"{batch}/CtrlSum": ["4000.01"],
        f"{batch}/PmtMtd": ["TRF"],
        f"{batch}/ReqdExctnDt/Dt": ["2026-12-02"],
        f"{batch}/Dbtr/Nm": ["北京市住房资金管理中心"],
        f"{batch}/DbtrAcct/Id/Othr/Id": [ACCOUNT],
        f"{one}/PmtId/EndToEndId": ["E1", "E2"],
        f"{one}/Amt/InstdAmt": ["4000.00", "0.01"],
        f"{one}/CdtrAgt/FinInstnId/Nm": ["中国工商银行"],
        f"{one}/Cdtr/Nm": ["张三 & <李四>", "李四"],
        f"{one}/CdtrAcct/Id/Othr/Id": ["6222020200001234567", "0200004119000000099"],
        f"{one}/RmtInf/Ustrd": ["退押金"],
    }
    assert {path: asked(xml, path) for path in expected} == expected
    amounts = root.iterfind(".//{*}InstdAmt")
    assert {amount.get("Ccy") for amount in amounts} == {"CNY"}


@pytest.mark.covers("CHN-04")
def test_ten_thousand_payouts_fit_in_one_order():
    payouts = [Payout(f"E{n}", n + 1, "张三", f"62220202{n:011d}", "", "") for n in range(10_000)]
    xml = written(*payouts)
    assert asked(xml, "CstmrCdtTrfInitn/GrpHdr/CtrlSum") == ["500050.00"]
    amounts = asked(xml, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Amt/InstdAmt")
    assert (len(amounts), amounts[0], amounts[-1]) == (10_000, "0.01", "100.00")


@pytest.mark.parametrize(
    "payout",
    [
        Payout("E1", 1, "", "6222", "", ""),
        Payout("E1", 1, "张" * 141, "6222", "", ""),
        Payout("E1", 1, "张\x00三", "6222", "", ""),
        Payout("E1", 1, "张\ud800", "6222", "", ""),
        Payout("E1", 1, "张三", "", "", ""),
        Payout("E1", 1, "张三", "6222 0202", "", ""),
        Payout("E1", 1, "张三", "6222", "\n", ""),
        Payout("E1", 1, "张三", "6222", "", "退" * 141),
    ],
)
def test_what_no_bank_could_read_is_not_written(payout):
    with pytest.raises(Refused) as no:
        written(payout)
    assert no.value.code == Refusal.UNWRITABLE


def test_an_order_must_make_sense():
    for wrong in ([], [PAYOUT, PAYOUT], [Payout("E1", 0, "张三", "6222", "", "")]):
        with pytest.raises(Broken):
            written(*wrong)
    with pytest.raises(Broken):
        written(PAYOUT, message_id="M" * 36)
    with pytest.raises(Broken):
        written(PAYOUT, message_id="号")


@pytest.mark.covers("CHN-04")
@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("<Prtry><Cd>INTR</Cd><Issr>CCB</Issr></Prtry>", "INTR"),
        (
            "<Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn>"
            "<Prtry><Cd>X</Cd></Prtry>",
            "PMNT/ICDT/RRTN",
        ),
        ("", ""),
    ],
)
def test_an_entry_tells_what_kind_of_movement_it_is(told, code):
    entry = ntry().replace("<BkTxCd/>", f"<BkTxCd>{told}</BkTxCd>")
    [read] = read_message(camt_054(entry)).entries
    assert read.transaction_code == code


@pytest.mark.covers("CHN-04")
def test_a_code_longer_than_the_standard_s_is_refused():
    long = f"<BkTxCd><Prtry><Cd>{'X' * 36}</Cd></Prtry></BkTxCd>"
    with pytest.raises(Refused) as no:
        read_message(camt_054(ntry().replace("<BkTxCd/>", long)))
    assert no.value.code == Refusal.UNREADABLE


@pytest.mark.covers("CHN-06")
def test_a_report_on_a_whole_message_tells_why_it_was_refused():
    said = report(group="RJCT").replace(
        "</GrpSts>", "</GrpSts><StsRsnInf><Rsn><Cd>DU04</Cd></Rsn></StsRsnInf>"
    )
    read = read_message(said.encode())
    assert (read.group_status, read.group_reason) == ("RJCT", "DU04")
