"""pain.001.001.09: the order to a bank to pay (CHN-04)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pyiso20022.pain.pain_001_001_09 import pain_001_001_09 as pain  # type: ignore[import-untyped]
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig
from xsdata.models.datatype import XmlDate, XmlDateTime

from anju.clients.rules import CURRENCY, Refusal
from anju.core import clock
from anju.core.money import plain_yuan
from anju.core.refusals import Refused, ensure

SERIALIZER = XmlSerializer(config=SerializerConfig(encoding="UTF-8"))
NAMESPACES: dict[str | None, str] = {None: "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
REFERENCE = re.compile(r"[A-Za-z0-9/?:().,'+ -]{1,35}", re.ASCII)
UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT = 140
ACCOUNT = re.compile(r"[0-9A-Za-z-]{1,34}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Payout:
    end_to_end_id: str
    amount_fen: int
    creditor_name: str
    creditor_account: str
    creditor_bank: str
    text: str


def write_pain_001(
    message_id: str,
    created_at: datetime,
    debtor_name: str,
    debtor_account: str,
    transactions: Sequence[Payout],
) -> bytes:
    """One order to pay, with its number of transactions and their sum. The bank knows who it is
    itself, so the debtor's agent is NOTPROVIDED, as the standard has it.
    """
    ensure(len(transactions) > 0, "an order to pay nobody")
    names = {payout.end_to_end_id for payout in transactions}
    ensure(len(names) == len(transactions), "two payouts with one reference")
    number = str(len(transactions))
    total = Decimal(plain_yuan(sum(payout.amount_fen for payout in transactions)))
    debtor = pain.PartyIdentification135(nm=_text(debtor_name, "Dbtr"))
    document = pain.Document(
        cstmr_cdt_trf_initn=pain.CustomerCreditTransferInitiationV09(
            grp_hdr=pain.GroupHeader85(
                msg_id=_reference(message_id),
                cre_dt_tm=XmlDateTime.from_datetime(created_at.replace(microsecond=0)),
                nb_of_txs=number,
                ctrl_sum=total,
                initg_pty=debtor,
            ),
            pmt_inf=[
                pain.PaymentInstruction30(
                    pmt_inf_id=_reference(message_id),
                    pmt_mtd=pain.PaymentMethod3Code.TRF,
                    nb_of_txs=number,
                    ctrl_sum=total,
                    reqd_exctn_dt=pain.DateAndDateTime2Choice(
                        dt=XmlDate.from_date(clock.day_of(created_at))
                    ),
                    dbtr=debtor,
                    dbtr_acct=_account(debtor_account, "DbtrAcct"),
                    dbtr_agt=_agent(
                        othr=pain.GenericFinancialIdentification1(id="NOTPROVIDED"),
                    ),
                    cdt_trf_tx_inf=[_transaction(payout) for payout in transactions],
                )
            ],
        )
    )
    return SERIALIZER.render(document, ns_map=NAMESPACES).encode()


def check_payout(payout: Payout) -> None:
    """Refused when no message could carry it: said to the one who wrote it, not when it is sent with others."""
    _transaction(payout)


def _transaction(payout: Payout) -> pain.CreditTransferTransaction34:
    ensure(payout.amount_fen > 0, f"{payout.end_to_end_id} pays nothing")
    reference = _reference(payout.end_to_end_id)
    return pain.CreditTransferTransaction34(
        pmt_id=pain.PaymentIdentification6(instr_id=reference, end_to_end_id=reference),
        amt=pain.AmountType4Choice(
            instd_amt=pain.ActiveOrHistoricCurrencyAndAmount(
                value=Decimal(plain_yuan(payout.amount_fen)), ccy=CURRENCY
            )
        ),
        cdtr_agt=_agent(nm=_text(payout.creditor_bank, "CdtrAgt"))
        if payout.creditor_bank
        else None,
        cdtr=pain.PartyIdentification135(nm=_text(payout.creditor_name, "Cdtr")),
        cdtr_acct=_account(payout.creditor_account, "CdtrAcct"),
        rmt_inf=pain.RemittanceInformation16(ustrd=[_text(payout.text, "RmtInf")])
        if payout.text
        else None,
    )


def _account(number: str, what: str) -> pain.CashAccount38:
    if not ACCOUNT.fullmatch(number):
        raise Refused(Refusal.UNWRITABLE, what=f"{what} {number}")
    return pain.CashAccount38(
        id=pain.AccountIdentification4Choice(othr=pain.GenericAccountIdentification1(id=number))
    )


def _agent(
    nm: str | None = None, othr: pain.GenericFinancialIdentification1 | None = None
) -> pain.BranchAndFinancialInstitutionIdentification6:
    return pain.BranchAndFinancialInstitutionIdentification6(
        fin_instn_id=pain.FinancialInstitutionIdentification18(nm=nm, othr=othr)
    )


def _text(text: str, what: str) -> str:
    """What a person may have written: refused when it is empty, too long, or no XML could carry
    it.
    """
    if not text.strip() or len(text) > LONGEST_TEXT or UNWRITABLE.search(text):
        raise Refused(Refusal.UNWRITABLE, what=f"{what} {text}")
    return text


def _reference(text: str) -> str:
    ensure(REFERENCE.fullmatch(text) is not None, f"{text} is no ISO 20022 reference")
    return text
