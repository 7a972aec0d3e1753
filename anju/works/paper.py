"""The three printed forms: what each says, as one text, and how it is laid out. (WDR-06; manual 004, 4.2.1 ⑭)

The text is settled when a form is asked for; its SHA-256 is the form's digest. It is laid out from that text alone, so
a form says tomorrow what it said today.
"""

import json
from typing import Any

from django.conf import settings
from django.utils import translation

from anju.core import clock, documents
from anju.core.money import in_capitals, yuan
from anju.core.paper import canonical, grouped, qr_svg
from anju.works import queries, sharing, sheets
from anju.works.models import Order, Sheet
from anju.works.rules import Exclusion, Kind, SheetKind

LANGUAGE = "zh-hans"
PLACE = "/public/sheets"
"""Where anybody can check a signature sheet, on the site that is open to all."""

QUICK_PLACE = "/owner/quick"


def text_of(order: Order, kind: str) -> tuple[str, int]:
    """What a form of an order says now, and how many homes stand on it."""
    with translation.override(LANGUAGE):
        if kind == SheetKind.SIGNATURES:
            rows = _shares(order)
            return sheets.text_of(order.no, order.amount_fen or 0, rows), len(rows)
        if kind == SheetKind.ARREARS:
            notices = _arrears(order)
            return canonical({"order_no": order.no, "notices": notices}), len(notices)
        return canonical(_order(order)), order.shared_homes


def is_current(sheet: Sheet) -> bool:
    """Whether the order still says what the sheet says."""
    return text_of(sheet.order, sheet.kind)[0] == sheet.text


def _shares(order: Order) -> list[sheets.SheetRow]:
    found = queries.shares_found(order)
    columns = found.values_list("dwelling__address", "area_hundredths", "share_fen")
    return [sheets.SheetRow(*one) for one in columns]


def _arrears(order: Order) -> list[dict[str, str]]:
    """Of each home that owes; once it was asked (催缴), with the number by which it can be paid."""
    asked = queries.demands_of(order)
    notices = []
    for share in queries.arrears_of(order).select_related("dwelling"):
        deposit = asked.get(share.dwelling_id)
        notices.append(
            {
                "address": share.dwelling.address,
                "area": yuan(share.area_hundredths),
                "share": yuan(share.share_fen),
                "covered": yuan(share.covered_fen + share.unit_covered_fen),
                "owed": yuan(share.owed_fen),
                "capitals": in_capitals(share.owed_fen),
                "why": _why(share),
                "deposit_no": deposit.no if deposit else "",
            }
        )
    return notices


def _why(share: Any) -> str:
    if share.is_unsold:
        return "房屋未售，由开发建设单位以现金分摊"
    return "未交存住宅专项维修资金，以现金分摊" if share.in_cash else "分户账余额不足"


def sections_of(order: Order) -> list[dict[str, Any]]:
    """Everything on a 任务单 by heading: label, value, and whether it takes the whole line. (rule B7)"""
    return [
        {"title": "申请", "fields": _about(order)},
        {"title": "金额和分摊", "fields": _money(order)},
        {"title": "施工单位和收款人", "fields": _parties(order)},
        {"title": "告知和公示", "fields": _told(order)},
    ]


def _about(order: Order) -> list[list[Any]]:
    company = order.company
    fields: list[list[Any]] = [
        ["小区", order.community.name, False],
        ["物业服务企业", company.name, False],
        ["统一社会信用代码", company.uscc, False],
        ["经办人", f"{order.handler_name} {order.handler_phone or ''}".strip(), False],
        ["使用类型", order.get_kind_display(), False],
        ["维修类别", order.get_category_display(), False],
        ["维修部位", order.get_part_display(), False],
        ["列支范围", order.get_scope_display(), False],
        ["维修项目名称", order.title, True],
        ["维修原因", order.reason, True],
        ["计划开工日期", _day(order.starts_on), False],
        ["计划完工日期", _day(order.ends_on), False],
    ]
    if order.kind == Kind.EMERGENCY:
        urgent = "（特别紧急）" if order.is_urgent else ""
        fields.insert(5, ["应急情形", f"{order.get_emergency_display()}{urgent}", True])
    return fields


def _money(order: Order) -> list[list[Any]]:
    amount = order.amount_fen or 0
    return [
        ["预算金额", f"{yuan(order.budget_fen or 0)} 元", False],
        ["申请金额", f"{yuan(amount)} 元", False],
        ["人民币（大写）", in_capitals(amount), False],
        ["首付比例", f"{order.first_percent or 0}%", False],
        ["分摊总户数", f"{order.shared_homes} 户", False],
        ["分摊总面积", f"{yuan(order.shared_area_hundredths)} 平方米", False],
        ["分摊标准", f"{queries.standard_of(order)} 元/平方米", False],
        ["欠款", f"{order.owed_homes} 户，{yuan(order.owed_fen)} 元", False],
    ]


def _parties(order: Order) -> list[list[Any]]:
    return [
        ["施工单位", order.contractor_name, False],
        ["统一社会信用代码", order.contractor_uscc, False],
        ["资质", order.contractor_grade, False],
        ["合同编号", order.contract_no, False],
        ["监理或审价单位", order.supervisor or "—", False],
        ["收款户名", order.payee_name, False],
        ["收款账号", grouped(order.payee_account or "", 4), False],
        ["开户行", order.payee_bank, False],
    ]


def _told(order: Order) -> list[list[Any]]:
    papers = "、".join(one.get_kind_display() for one in queries.papers_of(order)) or "—"
    if order.kind == Kind.EMERGENCY:
        told = "；".join(
            f"{_moment(one.posted_at)} {one.place}" for one in queries.notices_of(order)
        )
        return [["告知业主", told or "—", True], ["附件清单", papers, True]]
    posted = f"{_day(order.posted_from)} 至 {_day(order.posted_to)}"
    return [
        ["公示起止日", posted, False],
        ["表决截止日期", _day(order.vote_closes_on), False],
        ["附件清单", papers, True],
    ]


def _order(order: Order) -> dict[str, Any]:
    given = queries.answers_of(order)
    exclusions = [
        [str(item.label), "是" if given[item.value][0] else "否"]
        for item in Exclusion
        if item.value in given
    ]
    return {
        "order_no": order.no,
        "sections": sections_of(order),
        "exclusions": exclusions,
        "buildings": [
            [name, str(homes), yuan(area), yuan(fen)]
            for name, homes, area, fen in queries.sums_of_buildings(order)
        ],
        "decisions": _decisions(order),
    }


def _decisions(order: Order) -> list[list[str]]:
    if order.approved_at is None:
        return []
    return [["建委审批", "通过", _moment(order.approved_at), order.opinion or "—"]]


def _day(day: Any) -> str:
    return day.isoformat() if day else "—"


def _moment(moment: Any) -> str:
    return f"{moment.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"


# Laying out


def pdf_of(sheet: Sheet, number: int = 1) -> bytes:
    """The form as it is printed for the first, the second, … time."""
    text: dict[str, Any] = json.loads(sheet.text)
    if sheets.digest_of(sheet.text) != bytes(sheet.digest):
        raise documents.Unwritable(f"{sheet.no}: its text was exchanged")
    again = f"（补打，第{number}次打印）" if number > 1 else ""
    shown = {"issued_at": _moment(sheet.made_at), "printed": again}
    with translation.override(LANGUAGE):
        if sheet.kind == SheetKind.SIGNATURES:
            return documents.pdf("signature_sheet", shown | _signatures(sheet, text))
        if sheet.kind == SheetKind.ARREARS:
            return documents.pdf("arrears_notices", shown | _notices(sheet, text))
        order_no = text.pop("order_no")
        return documents.pdf("work_order", shown | text | {"no": order_no, "qr": qr_svg(order_no)})


def printed(sheet: Sheet, number: int) -> bytes:
    """What a job has made, the first time; from then on it says that it is a reprint. (PRP-11)"""
    if number == 1 and sheet.file is not None:
        return bytes(sheet.file.content)
    return pdf_of(sheet, number)


def check_url(sheet: Sheet) -> str:
    return f"{settings.PUBLIC_URL}{PLACE}/{sheet.code}"


def _signatures(sheet: Sheet, text: dict[str, Any]) -> dict[str, Any]:
    order, homes = sheet.order, text["homes"]
    total, area = text["total_fen"], sum(one[1] for one in homes)
    return {
        "no": text["order_no"],
        "sheet_no": sheet.no,
        "code": grouped(sheet.code, 4),
        "community": order.community.name,
        "company": order.company.name,
        "project": order.title,
        "scope": order.get_scope_display(),
        "homes": str(len(homes)),
        "area": yuan(area),
        "standard": sharing.standard(total, area),
        "total": yuan(total),
        "capitals": in_capitals(total),
        "digest": grouped(bytes(sheet.digest).hex(), 8),
        "site": f"{settings.PUBLIC_URL}{PLACE}",
        "qr": qr_svg(check_url(sheet)),
        "rows": [
            [str(number), address, yuan(hundredths), yuan(fen)]
            for number, (address, hundredths, fen) in enumerate(homes, 1)
        ],
    }


def _notices(sheet: Sheet, text: dict[str, Any]) -> dict[str, Any]:
    site = f"{settings.PUBLIC_URL}{QUICK_PLACE}"
    about = {"order_no": text["order_no"], "project": sheet.order.title}
    notices = [
        one
        | about
        | {"qr": qr_svg(f"{site}?no={one['deposit_no']}" if one["deposit_no"] else site)}
        for one in text["notices"]
    ]
    return {"site": site, "company": sheet.order.company.name, "notices": notices}
