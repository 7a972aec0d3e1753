"""What something is: its number, a line that tells it apart, its facts, and what of it is personal. (CTR-07)

Each kind is one question; people stand masked in what it answers, and in full only for who asks for that.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext_lazy as _

from anju.core.clock import BEIJING
from anju.core.crypto import decrypt, mask_account, mask_id_number, mask_name, mask_phone
from anju.core.money import yuan
from anju.timelines.rules import Kind


@dataclass(frozen=True)
class Personal:
    """A fact about somebody: masked on every page, in full for who says what for."""

    label: str
    masked: str
    full: str


@dataclass(frozen=True)
class Subject:
    """What has a timeline, as it is found and headed."""

    kind: Kind
    id: int
    no: str
    line: str
    status: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    personal: list[Personal] = field(default_factory=list)
    row: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sealed:
    """A sealed column of a question: where its text stands, and how it is masked."""

    label: Any
    column: str
    place: str
    mask: Callable[[str], str]


@dataclass(frozen=True)
class Definition:
    """How a kind is told: `sql` gives id, no, line and what the facts name; `model` whose history it has."""

    model: str
    sql: str
    facts: tuple[tuple[Any, str], ...] = ()
    sealed: tuple[Sealed, ...] = ()


NAME = "people_person.name"
DEFINITIONS: dict[Kind, Definition] = {
    Kind.LEASE: Definition(
        "contracts.lease",
        """
        SELECT lease.*, filing_no AS no, address AS line, enterprise.name AS enterprise, bank.bank_name AS bank
        FROM contracts_lease AS lease JOIN people_organisation AS enterprise ON enterprise.id = enterprise_id
        JOIN payments_bankaccount AS bank ON bank.id = bank_account_id
        """,
        (
            (_("房屋地址"), "address"),
            (_("出租企业"), "enterprise"),
            (_("监管银行"), "bank"),
            (_("备案日期"), "filed_on"),
            (_("租期起"), "starts_on"),
            (_("租期止"), "ends_on"),
            (_("月租金（元）"), "monthly_rent_fen"),
            (_("押金（元）"), "deposit_fen"),
        ),
    ),
    Kind.PERSON: Definition(
        "people.person",
        "SELECT person.*, '' AS no, '' AS line FROM people_person AS person",
        ((_("首次登记"), "created_at"), (_("实名认证"), "verified_at")),
        (
            Sealed(_("姓名"), "name", NAME, mask_name),
            Sealed(_("证件号码"), "id_number", "people_person.id_number", mask_id_number),
            Sealed(_("手机号"), "phone", "people_person.phone", mask_phone),
        ),
    ),
    Kind.ORGANISATION: Definition(
        "people.organisation",
        """
        SELECT organisation.*, uscc AS no, name AS line, (
            SELECT id FROM companies_company WHERE organisation_id = organisation.id
        ) AS company_id FROM people_organisation AS organisation
        """,
        (
            (_("名称"), "line"),
            (_("统一社会信用代码"), "uscc"),
            (_("资金中心登记号"), "registration_no"),
            (_("首次登记"), "created_at"),
        ),
        (Sealed(_("联系电话"), "phone", "people_organisation.phone", mask_phone),),
    ),
    Kind.HOME: Definition(
        "homes.dwelling",
        """
        SELECT home.*, home.id::text AS no, address AS line, account.id AS account_id, bank.bank_name AS bank
        FROM homes_dwelling AS home LEFT JOIN fund_account AS account ON account.dwelling_id = home.id
        LEFT JOIN payments_bankaccount AS bank ON bank.id = account.bank_account_id
        """,
        (
            (_("地址"), "address"),
            (_("合同编号"), "contract_no"),
            (_("权属证书号"), "certificate_no"),
            (_("维修资金专户"), "bank"),
            (_("灭失日期"), "lost_on"),
        ),
    ),
    Kind.ORDER: Definition(
        "orders.order",
        """
        SELECT ord.*, ord.no AS no, coalesce(lease.filing_no, '') AS line, bank.bank_name AS bank,
            payment.channel, payment.collection_code, payment.no AS payment_no
        FROM orders_order AS ord LEFT JOIN contracts_lease AS lease ON lease.id = lease_id
        JOIN payments_bankaccount AS bank ON bank.id = ord.bank_account_id
        LEFT JOIN payments_payment AS payment ON payment.id = payment_id
        """,
        (
            (_("合同备案编号"), "line"),
            (_("金额（元）"), "amount_fen"),
            (_("监管银行"), "bank"),
            (_("支付单号"), "payment_no"),
            (_("收款识别码"), "collection_code"),
            (_("下单时间"), "placed_at"),
            (_("入账时间"), "booked_at"),
        ),
    ),
    Kind.ENTRY: Definition(
        "payments.bankentry",
        """
        SELECT entry.*, bank_ref AS no, bank.bank_name AS line, bank.bank_name AS bank
        FROM payments_bankentry AS entry JOIN payments_bankaccount AS bank ON bank.id = bank_account_id
        """,
        (
            (_("银行"), "bank"),
            (_("金额（元）"), "amount_fen"),
            (_("入账时间"), "booked_at"),
            (_("收款识别码"), "collection_code"),
            (_("付款指令编号"), "end_to_end_id"),
            (_("收到时间"), "received_at"),
            (_("挂账原因"), "because"),
        ),
        (
            Sealed(
                _("对方户名"),
                "counterparty_name",
                "payments_bankentry.counterparty_name",
                mask_name,
            ),
            Sealed(
                _("对方账号"),
                "counterparty_account",
                "payments_bankentry.counterparty_account",
                mask_account,
            ),
        ),
    ),
    Kind.PAYOUT: Definition(
        "payments.payout",
        """
        SELECT payout.*, payout.no AS no, bank.bank_name AS line, bank.bank_name AS bank, batch.no AS batch_no
        FROM payments_payout AS payout JOIN payments_bankaccount AS bank ON bank.id = payout.bank_account_id
        LEFT JOIN payments_payoutbatch AS batch ON batch.id = batch_id
        """,
        (
            (_("付款银行"), "bank"),
            (_("金额（元）"), "amount_fen"),
            (_("付款批次"), "batch_no"),
            (_("收款银行"), "creditor_bank"),
            (_("产生时间"), "created_at"),
            (_("发送时间"), "sent_at"),
            (_("完成时间"), "ended_at"),
            (_("失败原因"), "because"),
        ),
        (
            Sealed(_("收款户名"), "creditor_name", "payments_payout.creditor_name", mask_name),
            Sealed(
                _("收款账号"), "creditor_account", "payments_payout.creditor_account", mask_account
            ),
        ),
    ),
    Kind.RELEASE: Definition(
        "custody.release",
        """
        SELECT release.*, release.no AS no, enterprise.name AS line, bank.bank_name AS bank,
            principal_fen + interest_fen AS amount_fen
        FROM custody_release AS release JOIN people_organisation AS enterprise ON enterprise.id = enterprise_id
        JOIN payments_bankaccount AS bank ON bank.id = bank_account_id
        """,
        (
            (_("企业"), "line"),
            (_("监管银行"), "bank"),
            (_("划转日期"), "day"),
            (_("本金（元）"), "principal_fen"),
            (_("利息（元）"), "interest_fen"),
            (_("完成时间"), "ended_at"),
        ),
    ),
    Kind.CASE: Definition(
        "refunds.case",
        """
        SELECT refund.*, lease.filing_no AS no, lease.address AS line, lease.filing_no
        FROM refunds_case AS refund JOIN contracts_lease AS lease ON lease.id = lease_id
        """,
        (
            (_("合同备案编号"), "filing_no"),
            (_("房屋地址"), "line"),
            (_("合同结束日"), "ended_on"),
            (_("交还房屋日"), "returned_on"),
            (_("方案期限"), "plan_due_on"),
            (_("答复期限"), "answer_due_on"),
            (_("办结时间"), "closed_at"),
        ),
    ),
    Kind.WORKS: Definition(
        "works.order",
        """
        SELECT works.*, works.no AS no, concat_ws(' · ', community.name, title) AS line,
            company.name AS company, community.name AS community
        FROM works_order AS works JOIN homes_community AS community ON community.id = community_id
        JOIN people_organisation AS company ON company.id = company_id
        """,
        (
            (_("小区"), "community"),
            (_("项目"), "title"),
            (_("物业服务企业"), "company"),
            (_("预算（元）"), "budget_fen"),
            (_("核定金额（元）"), "amount_fen"),
            (_("提交时间"), "submitted_at"),
            (_("批准时间"), "approved_at"),
        ),
    ),
    Kind.FILING: Definition(
        "filings.filing",
        """
        SELECT filing.*, application_no AS no, address AS line, enterprise.name AS enterprise
        FROM filings_filing AS filing JOIN people_organisation AS enterprise ON enterprise.id = enterprise_id
        """,
        (
            (_("房屋地址"), "address"),
            (_("企业"), "enterprise"),
            (_("合同编号"), "contract_no"),
            (_("备案编号"), "filing_no"),
            (_("提交时间"), "submitted_at"),
            (_("审核期限"), "review_by"),
            (_("审核时间"), "reviewed_at"),
        ),
    ),
    Kind.CONTRACT: Definition(
        "signings.contract",
        """
        SELECT contract.id, contract.status, no, address AS line, contract.verification_id, organisation_id,
            organisation.name AS organisation, filing_no, certificate_no, starts_on, ends_on, monthly_rent_fen,
            signed_at, effective_at
        FROM signings_contract AS contract JOIN people_organisation AS organisation ON organisation.id = organisation_id
        """,
        (
            (_("房屋地址"), "line"),
            (_("出租方"), "organisation"),
            (_("备案编号"), "filing_no"),
            (_("租期起"), "starts_on"),
            (_("租期止"), "ends_on"),
            (_("月租金（元）"), "monthly_rent_fen"),
            (_("签署时间"), "signed_at"),
            (_("生效时间"), "effective_at"),
        ),
    ),
    Kind.VERIFICATION: Definition(
        "homes.verification",
        "SELECT id, status, no, '' AS line, asked_at, decided_at, valid_until FROM homes_verification AS one",
        (
            (_("申请时间"), "asked_at"),
            (_("答复时间"), "decided_at"),
            (_("有效期至"), "valid_until"),
        ),
    ),
    Kind.RECEIPT: Definition(
        "receipts.receipt",
        "SELECT id, status, no, number AS line, amount_fen, number, issued_at, voided_at FROM receipts_receipt AS one",
        (
            (_("票据号码"), "number"),
            (_("金额（元）"), "amount_fen"),
            (_("开具时间"), "issued_at"),
            (_("作废时间"), "voided_at"),
        ),
    ),
}


def subjects(kind: Kind, ids: Iterable[int]) -> list[Subject]:
    """These records of one kind, in this order, in one question."""
    wanted = list(ids)
    definition = DEFINITIONS[kind]
    with connection.cursor() as cursor:
        asked = f"SELECT * FROM ({definition.sql}) AS one WHERE id = ANY (%s)"  # noqa: S608 - texts of ours
        cursor.execute(asked, [wanted])
        names = [column.name for column in cursor.description]
        rows = {row["id"]: row for row in (dict(zip(names, one, strict=True)) for one in cursor)}
    return [_subject(kind, definition, rows[pk]) for pk in wanted if pk in rows]


def _subject(kind: Kind, definition: Definition, row: dict[str, Any]) -> Subject:
    personal = []
    for sealed in definition.sealed:
        value = row.pop(sealed.column)
        text = decrypt(bytes(value), sealed.place) if value else ""
        if text:
            personal.append(Personal(str(sealed.label), sealed.mask(text), text))
    no, line = row["no"] or "", row["line"] or ""
    if kind == Kind.PERSON:
        no, line = personal[0].masked, "　".join(one.masked for one in personal[1:])
    elif row.get("amount_fen"):
        line = " · ".join(filter(None, [line, f"{yuan(int(row['amount_fen']))}元"]))
    facts = [(str(label), said(column, row.get(column))) for label, column in definition.facts]
    return Subject(
        kind,
        row["id"],
        no,
        line,
        status_of(definition.model, row.get("status")),
        [(label, text) for label, text in facts if text],
        personal,
        row,
    )


def said(column: str, value: Any) -> str:
    """A fact in words; "" for none."""
    if value is None or value == "":
        return ""
    if column.endswith("_fen"):
        return yuan(int(value))
    if isinstance(value, datetime):
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def status_of(model: str, status: Any) -> str:
    if not status:
        return ""
    labels = dict(apps.get_model(model)._meta.get_field("status").flatchoices)
    return str(labels.get(status, status))


def subject(kind: Kind, record_id: int) -> Subject | None:
    return next(iter(subjects(kind, [record_id])), None)
