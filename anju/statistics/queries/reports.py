"""The report of a month: its figures as plain values, and the reports that were made. (CTR-08; decision 37)

Every table is a title, columns and rows, so that paper and spreadsheet say the same. Nobody stands in them.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from anju.certificates import queries as certificates
from anju.closings import queries as closings
from anju.core.refusals import ensure
from anju.core.rules import DISTRICTS
from anju.custody import queries as custody
from anju.ledger import queries as ledger
from anju.ledger.rules import KINDS, Reason
from anju.payments import queries as payments
from anju.refunds.office_rules import OpenWork
from anju.statistics import report_paper
from anju.statistics.board_rules import ReportStatus, TimeSpan
from anju.statistics.models import MoneyMoved, MonthlyReport
from anju.statistics.queries import board, money, work
from anju.statistics.rules import CAME, Business, Cut, Flow, Span

if TYPE_CHECKING:
    from anju.certificates.models import Certificate

Row = list[Any]
OUTSIDE = "world"
"""What is outside is nobody's money on its way: the books need it to come to nothing, a reader of sums does not."""
OF_BUSINESS = {Business.CUSTODY: "租赁资金", Business.FUND: "维修资金"}
IN_OUT_HELD = [["本期收入", "fen"], ["本期支出", "fen"], ["期末余额", "fen"]]


def reports() -> QuerySet[MonthlyReport]:
    """Every report that was asked for, the newest first."""
    return (
        MonthlyReport.objects.select_related("certificate")
        .defer("certificate__facts", "certificate__pdf")
        .order_by("-month", "-pk")
    )


def reports_published() -> QuerySet[MonthlyReport]:
    """The reports of whole months: what was reported while a month lasted is for staff."""
    return reports().filter(is_whole=True, status=ReportStatus.MADE)


def report(report_id: int) -> MonthlyReport | None:
    return MonthlyReport.objects.select_related("certificate").filter(pk=report_id).first()


def paper_of(found: MonthlyReport) -> bytes:
    return certificates.pdf_of(made(found))


def made(found: MonthlyReport) -> "Certificate":
    """The paper of a report that is made."""
    paper = found.certificate
    ensure(paper is not None, f"report {found.pk} is not made yet")
    return paper  # type: ignore[return-value]


def sheet_of_report(found: MonthlyReport) -> bytes:
    """The same tables to reckon with."""
    paper = made(found)
    return report_paper.xlsx(certificates.facts_of(paper), bytes(paper.facts_digest).hex())


def reports_to_make() -> list[int]:
    waiting = MonthlyReport.objects.filter(status=ReportStatus.WAITING).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:20])


def facts_of_report(month: date, as_of: date) -> dict[str, Any]:
    """What the report of a month states, up to a day of it."""
    sums = {business: _sums(business, month, as_of) for business in OF_BUSINESS}
    return {
        "month": month.isoformat(),
        "from_on": month.isoformat(),
        "to_on": as_of.isoformat(),
        **{
            f"{name}_fen": sum(each[name] for each in sums.values())
            for name in ("in", "out", "held")
        },
        "sums": [
            [label, *(sums[business][name] for name in ("in", "out", "held"))]
            for business, label in OF_BUSINESS.items()
        ],
        "days": _days(month, as_of),
        "times": _times(month),
        "work": _work(as_of),
        "tables": [table for table in _tables(month, as_of) if table["rows"]],
    }


def _sums(business: Business, first: date, last: date) -> dict[str, int]:
    moved = money.moved(business, Span.DAY, first, last)
    held = sum(_held_at_end(business, "kind", last).values())
    return {"in": moved.in_fen, "out": moved.out_fen, "held": held}


def _held_at_end(business: Business, by: str, last: date) -> dict[str, int]:
    """What was held when a day ended, by kind, bank or district: what is held now without what came since."""
    now = money.held_in_all(business)
    amounts = {"kind": now.kinds, "bank": now.banks, "district": now.districts}[by]
    held = {one.by: one.fen for one in amounts}
    cut = Cut.DISTRICT if by == "district" else Cut.CITY
    since = MoneyMoved.objects.filter(business=business, cut=cut, span=Span.DAY, day__gt=last)
    for of, flow, fen in since.values_list(by, "flow", "amount_fen"):
        held[of] = held.get(of, 0) - (fen if flow in CAME else -fen)
    return held


def _days(first: date, last: date) -> list[Row]:
    held = sum(_held_at_end(Business.CUSTODY, "kind", last).values())
    moved = money.days_of_money(Business.CUSTODY, first, last, held)
    return [[line.day.isoformat(), line.in_fen, line.out_fen] for line in moved if line.day <= last]


def _times(month: date) -> dict[str, int] | None:
    found = board.refund_times_of_city().get(month)
    if found is None:
        return None
    names = ("count", "median_days", "p95_days", "longest_days", "disputed", "late")
    return {name: getattr(found, name) for name in names}


def _work(as_of: date) -> list[Row]:
    """What was open when the last day of the report was counted."""
    counted = work.work_by_day(as_of, as_of).get(as_of, {})
    return [[str(OpenWork(code).label), counted.get(code, 0)] for code in OpenWork.values]


def _tables(month: date, as_of: date) -> Sequence[dict[str, Any]]:
    return (
        _by_bank(month, as_of),
        _by(Business.CUSTODY, "kind", "租赁资金：按资金种类", "资金种类", month, as_of),
        _by(Business.CUSTODY, "district", "租赁资金：按区", "所在区", month, as_of),
        _releases(month, as_of),
        _late(month),
        _by(Business.POOLED, "kind", "在途与挂账资金", "资金所在", month, as_of),
        _closings(month, as_of),
        _by(Business.FUND, "district", "维修资金：按区", "所在区", month, as_of),
        _reasons(month, as_of),
        _uptime(month),
        _heads(month, as_of),
    )


def table(
    title: str, columns: list[Row], rows: list[Row], note: str = "", total: Row | None = None
) -> dict[str, Any]:
    return {"title": title, "note": note, "columns": columns, "rows": rows, "total": total}


def _by(
    business: Business, by: str, title: str, column: str, first: date, last: date
) -> dict[str, Any]:
    flows = {
        flow: {one.by: one.fen for one in money.moved_by(business, by, flow, Span.DAY, first, last)}
        for flow in Flow
    }
    held = _held_at_end(business, by, last)
    came = {of: flows[Flow.IN].get(of, 0) for of in {*held, *flows[Flow.IN], *flows[Flow.OUT]}}
    shown = DISTRICTS if by == "district" else came
    order = [of for of in (DISTRICTS if by == "district" else KINDS) if of in came] or sorted(came)
    rows = [
        [_name(by, of), came[of], flows[Flow.OUT].get(of, 0), held.get(of, 0)]
        for of in order
        if of in shown and of != OUTSIDE and (came[of] or flows[Flow.OUT].get(of) or held.get(of))
    ]
    return table(title, [[column, "text"], *IN_OUT_HELD], rows, total=_total(rows))


def _name(by: str, of: str) -> str:
    if by == "district":
        return DISTRICTS.get(of, of)
    return str(KINDS[of].label) if of in KINDS else of


def _total(rows: list[Row]) -> Row | None:
    return (
        ["合计", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))]
        if rows
        else None
    )


def _by_bank(first: date, last: date) -> dict[str, Any]:
    rows = []
    for business, label in OF_BUSINESS.items():
        accounts = payments.accounts_of(business.value)
        flows = {
            flow: {
                one.by: one.fen
                for one in money.moved_by(business, "bank", flow, Span.DAY, first, last)
            }
            for flow in (Flow.IN, Flow.OUT)
        }
        held = _held_at_end(business, "bank", last)
        rows += [
            [
                account.bank_name,
                label,
                flows[Flow.IN].get(account.bank, 0),
                flows[Flow.OUT].get(account.bank, 0),
                held.get(account.bank, 0),
            ]
            for account in accounts
        ]
    sums = _total([[row[0], *row[2:]] for row in rows])
    total = [sums[0], "", *sums[1:]] if sums else None
    return table(
        "各监管银行", [["银行", "text"], ["资金", "text"], *IN_OUT_HELD], rows, total=total
    )


def _releases(first: date, last: date) -> dict[str, Any]:
    made = custody.released_between(first, last)
    row = [
        "租金划转",
        made["releases"],
        made["enterprises"],
        made["principal_fen"],
        made["interest_fen"],
    ]
    columns = [
        ["项目", "text"],
        ["笔数", "count"],
        ["企业数", "count"],
        ["租金", "fen"],
        ["利息", "fen"],
    ]
    return table("租金划转", columns, [row] if made["releases"] else [])


def _late(month: date) -> dict[str, Any]:
    rows = [
        [
            board.enterprise_of(times).name,
            times.count,
            times.late,
            times.median_days if board.times_are_shown(times) else None,
            times.p95_days if board.times_are_shown(times) else None,
        ]
        for times in board.times_by_enterprise(month, TimeSpan.MONTH)[:20]
    ]
    note = "按逾期笔数排列，最多20家。用时为日历天数；退款少于10笔的企业不列用时。"
    columns = [
        ["企业", "text"],
        ["已完成退款", "count"],
        ["其中方案逾期", "count"],
        ["用时中位数", "days"],
        ["用时95百分位", "days"],
    ]
    return table("退款：按企业", columns, rows, note)


def _closings(first: date, last: date) -> dict[str, Any]:
    rows = [
        [one.bank_name, one.days, one.closed, one.differences, one.waiting]
        for one in closings.closed_in_period(first, last)
    ]
    columns = [
        ["银行", "text"],
        ["账户日", "count"],
        ["已日结", "count"],
        ["发现差异", "count"],
        ["待处理差异", "count"],
    ]
    return table("日终结账", columns, rows)


def _reasons(first: date, last: date) -> dict[str, Any]:
    labels = dict(Reason.choices)
    rows = [
        [str(flow.label), str(labels.get(one.by, one.by)), one.count, one.fen]
        for flow in (Flow.IN, Flow.OUT)
        for one in money.moved_by(Business.FUND, "reason", flow, Span.DAY, first, last)
    ]
    columns = [["方向", "text"], ["原因", "text"], ["笔数", "count"], ["金额", "fen"]]
    return table("维修资金：按原因", columns, rows)


def _uptime(month: date) -> dict[str, Any]:
    measured = [one for one in board.uptime_by_month(month) if one.month == month]
    rows = [
        [f"{one.month:%Y-%m}", one.measured, one.answered, board.share_text(one)]
        for one in measured
    ]
    columns = [["月份", "text"], ["检查次数", "count"], ["应答次数", "count"], ["可用率", "text"]]
    return table("系统可用率", columns, rows, "每分钟从系统外部地址检查一次。")


def _heads(first: date, last: date) -> dict[str, Any]:
    heads = ledger.day_heads(before=last + timedelta(days=1), limit=1)
    rows = [[head.day.isoformat(), head.digest] for head in heads if head.day >= first]
    return table(
        "账簿摘要值",
        [["日期", "text"], ["摘要值（SHA-256）", "text"]],
        rows,
        "公布于公众端【账簿摘要值公布】，任何人都可以核对。",
    )
