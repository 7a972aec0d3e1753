"""ISO 20022 as the banks write it: camt.054, camt.053 and pain.002."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import ModuleType
from typing import Any

from pyiso20022.camt import camt_053_001_08 as camt_053
from pyiso20022.camt import camt_054_001_08 as camt_054
from pyiso20022.pain import pain_002_001_10 as pain_002
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.models.datatype import XmlDate, XmlDateTime

from sandbox.amounts import plain
from sandbox.clock import BEIJING, at, iso, moment_of
from sandbox.settings import Bank

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
CREDIT_TRANSFER = {"CRDT": "PMNT/RCDT/DMCT", "DBIT": "PMNT/ICDT/DMCT"}
PAYMENT_RETURN = "PMNT/ICDT/RRTN"
INTEREST = "INTR"
REASONS = {
    "AC01": "收款账号不正确",
    "AC04": "收款账户已销户",
    "AM04": "账户余额不足",
    "AM10": "合计金额与明细不符",
    "AM18": "笔数与明细不符",
    "BE01": "收款人户名与账号不符",
    "DU01": "报文编号重复而内容不同",
    "DU04": "端到端编号重复",
    "FF01": "报文格式错误",
}


def notification(bank: Bank, msg_id: str, now: datetime, entries: Sequence[sqlite3.Row]) -> str:
    """camt.054: credits and debits as they were booked."""
    document = camt_054.Document(
        bk_to_cstmr_dbt_cdt_ntfctn=camt_054.BankToCustomerDebitCreditNotificationV08(
            grp_hdr=camt_054.GroupHeader81(msg_id=msg_id, cre_dt_tm=_moment(now)),
            ntfctn=[
                camt_054.AccountNotification17(
                    id=msg_id,
                    cre_dt_tm=_moment(now),
                    acct=_account(camt_054, bank),
                    ntry=[_entry(camt_054, bank, entry) for entry in entries],
                )
            ],
        )
    )
    return _text(document, "camt.054.001.08")


def statement(
    bank: Bank,
    day: date,
    now: datetime,
    opening_fen: int,
    closing_fen: int,
    entries: Sequence[sqlite3.Row],
) -> str:
    """camt.053: the day with its balances (OPBD, CLBD) and all entries."""
    identifier = f"S{bank.code.upper()}{day:%Y%m%d}"
    document = camt_053.Document(
        bk_to_cstmr_stmt=camt_053.BankToCustomerStatementV08(
            grp_hdr=camt_053.GroupHeader81(msg_id=identifier, cre_dt_tm=_moment(now)),
            stmt=[
                camt_053.AccountStatement9(
                    id=identifier,
                    cre_dt_tm=_moment(now),
                    fr_to_dt=camt_053.DateTimePeriod1(
                        fr_dt_tm=_moment(at(day, 0)),
                        to_dt_tm=XmlDateTime.from_string(f"{day.isoformat()}T23:59:59+08:00"),
                    ),
                    acct=_account(camt_053, bank),
                    bal=[_balance("OPBD", opening_fen, day), _balance("CLBD", closing_fen, day)],
                    txs_summry=_summary(entries),
                    ntry=[_entry(camt_053, bank, entry) for entry in entries],
                )
            ],
        )
    )
    return _text(document, "camt.053.001.08")


@dataclass(frozen=True)
class Outcome:
    """How one payment of a pain.001 fares, or the whole message when end_to_end_id is empty."""

    end_to_end_id: str
    status: str
    reason: str = ""
    entry_ref: str = ""


def status_report(
    msg_id: str,
    now: datetime,
    original_msg_id: str,
    outcomes: Sequence[Outcome] = (),
    *,
    group_status: str = "",
    group_reason: str = "",
    pmt_inf_id: str = "",
) -> str:
    """pain.002: the status of a message (group_status) or of single payments (outcomes)."""
    transactions = [
        pain_002.PaymentTransaction105(
            orgnl_end_to_end_id=outcome.end_to_end_id,
            tx_sts=outcome.status,
            sts_rsn_inf=_reasons(outcome.reason),
            acct_svcr_ref=outcome.entry_ref or None,
        )
        for outcome in outcomes
    ]
    report = pain_002.CustomerPaymentStatusReportV10(
        grp_hdr=pain_002.GroupHeader86(msg_id=msg_id, cre_dt_tm=_moment(now)),
        orgnl_grp_inf_and_sts=pain_002.OriginalGroupHeader17(
            orgnl_msg_id=original_msg_id,
            orgnl_msg_nm_id="pain.001.001.09",
            grp_sts=group_status or None,
            sts_rsn_inf=_reasons(group_reason),
        ),
    )
    if transactions:
        report.orgnl_pmt_inf_and_sts.append(
            pain_002.OriginalPaymentInstruction32(
                orgnl_pmt_inf_id=pmt_inf_id or original_msg_id, tx_inf_and_sts=transactions
            )
        )
    return _text(pain_002.Document(cstmr_pmt_sts_rpt=report), "pain.002.001.10")


def _reasons(code: str) -> list[pain_002.StatusReasonInformation12]:
    if not code:
        return []
    return [
        pain_002.StatusReasonInformation12(
            rsn=pain_002.StatusReason6Choice(cd=code), addtl_inf=[REASONS.get(code, code)]
        )
    ]


def _text(document: Any, name: str) -> str:
    return XmlSerializer().render(document, ns_map={None: NAMESPACE + name})


def _moment(moment: datetime) -> XmlDateTime:
    return XmlDateTime.from_datetime(moment.astimezone(BEIJING).replace(microsecond=0))


def _number(camt: ModuleType, account: str) -> Any:
    return camt.AccountIdentification4Choice(
        othr=camt.GenericAccountIdentification1(id=account[:34])
    )


def _account(camt: ModuleType, bank: Bank) -> Any:
    return camt.CashAccount39(
        id=_number(camt, bank.account),
        ccy="CNY",
        nm=bank.account_name,
        svcr=camt.BranchAndFinancialInstitutionIdentification6(
            fin_instn_id=camt.FinancialInstitutionIdentification18(bicfi=bank.bic, nm=bank.name)
        ),
    )


def _amount(camt: ModuleType, fen: int) -> Any:
    return camt.ActiveOrHistoricCurrencyAndAmount(value=Decimal(plain(fen)), ccy="CNY")


def _entry(camt: ModuleType, bank: Bank, row: sqlite3.Row) -> Any:
    booked = camt.DateAndDateTime2Choice(dt_tm=_moment(moment_of(row["booked_at"])))
    transaction = camt.EntryTransaction10(
        refs=camt.TransactionReferences6(
            acct_svcr_ref=row["entry_ref"],
            end_to_end_id=row["end_to_end_id"] or "NOTPROVIDED",
        ),
        amt=_amount(camt, row["fen"]),
        cdt_dbt_ind=camt.CreditDebitCode(row["direction"]),
        rltd_pties=_parties(camt, bank, row),
        rmt_inf=_remittance(camt, row),
    )
    return camt.ReportEntry10(
        ntry_ref=row["entry_ref"],
        amt=_amount(camt, row["fen"]),
        cdt_dbt_ind=camt.CreditDebitCode(row["direction"]),
        sts=camt.EntryStatus1Choice(cd="BOOK"),
        bookg_dt=booked,
        val_dt=booked,
        acct_svcr_ref=row["entry_ref"],
        bk_tx_cd=_transaction_code(camt, bank, row["code"] or CREDIT_TRANSFER[row["direction"]]),
        ntry_dtls=[camt.EntryDetails9(tx_dtls=[transaction])],
    )


def _transaction_code(camt: ModuleType, bank: Bank, code: str) -> Any:
    """The standard's domain/family/sub-family, or a code of the bank's own."""
    domain, family, sub_family = [*code.split("/"), "", ""][:3]
    if not family:
        own = camt.ProprietaryBankTransactionCodeStructure1(cd=code, issr=bank.bic)
        return camt.BankTransactionCodeStructure4(prtry=own)
    levels = camt.BankTransactionCodeStructure6(cd=family, sub_fmly_cd=sub_family)
    standard = camt.BankTransactionCodeStructure5(cd=domain, fmly=levels)
    return camt.BankTransactionCodeStructure4(domn=standard)


def _parties(camt: ModuleType, bank: Bank, row: sqlite3.Row) -> Any:
    def party(name: str) -> Any:
        return camt.Party40Choice(pty=camt.PartyIdentification135(nm=name[:140]))

    def account(number: str) -> Any:
        return camt.CashAccount38(id=_number(camt, number)) if number else None

    other = party(row["party_name"]), account(row["party_account"])
    own = party(bank.account_name), account(bank.account)
    debtor, creditor = (other, own) if row["direction"] == "CRDT" else (own, other)
    return camt.TransactionParties6(
        dbtr=debtor[0], dbtr_acct=debtor[1], cdtr=creditor[0], cdtr_acct=creditor[1]
    )


def _remittance(camt: ModuleType, row: sqlite3.Row) -> Any:
    structured = []
    if row["collection_code"]:
        reference = camt.CreditorReferenceInformation2(ref=row["collection_code"])
        structured = [camt.StructuredRemittanceInformation16(cdtr_ref_inf=reference)]
    unstructured = [row["text"][:140]] if row["text"] else []
    return camt.RemittanceInformation16(ustrd=unstructured, strd=structured)


def _balance(code: str, fen: int, day: date) -> Any:
    return camt_053.CashBalance8(
        tp=camt_053.BalanceType13(cd_or_prtry=camt_053.BalanceType10Choice(cd=code)),
        amt=_amount(camt_053, abs(fen)),
        cdt_dbt_ind=camt_053.CreditDebitCode("CRDT" if fen >= 0 else "DBIT"),
        dt=camt_053.DateAndDateTime2Choice(dt=XmlDate.from_date(day)),
    )


def _summary(entries: Sequence[sqlite3.Row]) -> Any:
    credits = [row["fen"] for row in entries if row["direction"] == "CRDT"]
    debits = [row["fen"] for row in entries if row["direction"] == "DBIT"]

    def side(amounts: list[int]) -> Any:
        return camt_053.NumberAndSumOfTransactions1(
            nb_of_ntries=str(len(amounts)), sum=Decimal(plain(sum(amounts)))
        )

    return camt_053.TotalTransactions6(ttl_cdt_ntries=side(credits), ttl_dbt_ntries=side(debits))


def new_message_id(now: datetime, seed: str) -> str:
    return f"R{iso(now)[:19].replace('-', '').replace(':', '').replace('T', '')}{seed}"[:35]
