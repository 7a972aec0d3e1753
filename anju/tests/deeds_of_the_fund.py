"""With what each action of the maintenance fund is tried, in the world of its desk."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from anju.core import clock
from anju.fund.tests.world import WANG, ZHAO
from anju.fund_notices import reading
from anju.fund_notices.tests.test_files import ROW, a_file
from anju.fund_runs.actions import UnitRow
from anju.homes.actions import ContractTerms, DwellingTerms

NO_HOME = SimpleNamespace(starts_on=None, is_in_register=True)


def arguments(world: SimpleNamespace) -> dict[str, dict[str, Any]]:
    terms = DwellingTerms(3, "399", 90_00, date(2024, 5, 1), contract_no="XF-399")
    row = reading.row_of(
        2, {name: ROW[title] for title, name in reading.COLUMNS.items() if title in ROW}
    )
    contract = ContractTerms("XF-FIRST-1", date(2026, 5, 1))
    first_sale = {"contract": contract, "owners": [WANG]}
    addition = {"addition_id": world.addition, "opinion": "相符"}
    refund = {"refund_id": world.refund}
    given_up = {
        "account_id": world.owing,
        "reason": "cancelled",
        "payee_name": "赵六",
        "payee_account": "6222020200000000014",
        "payee_bank": "中国工商银行",
    }
    loss = {"lost_on": date(2026, 5, 1), "basis": "征补决字12号"}
    mistake = {"because": "登记错了"}
    return {
        "homes.record_loss": {"dwelling_id": world.dwelling, **loss},
        "homes.withdraw_loss": {"dwelling_id": world.dwelling, **mistake},
        "fund.record_loss": {"account_id": world.account, **loss},
        "fund.withdraw_loss": {"account_id": world.account, **mistake},
        "homes.record_community": {"name": "新小区", "district": "110105", "address": "一路"},
        "homes.record_building": {"community_id": world.community, "name": "9号楼", "storeys": 6},
        "homes.record_dwelling": {
            "building_id": world.building,
            "terms": terms,
            "owners": [WANG],
        },
        "homes.record_dwellings": {
            "building_id": world.building,
            "stated": [(terms, [WANG])],
        },
        "homes.record_unsold": {"building_id": world.building, "stated": [terms]},
        "homes.change_owners": {"dwelling_id": world.dwelling, "owners": [ZHAO]},
        "homes.measure_dwelling": {"dwelling_id": world.dwelling, "area_hundredths": 87_00},
        "fund.sell_home": {"account_id": world.account, "owners": [ZHAO]},
        "fund.correct_area": {"account_id": world.account, "area_hundredths": 87_00},
        "fund.close_deposit": {"deposit_id": world.asked, "because": "撤回"},
        "fund.issue_notice": {"account_id": world.owing, "owner_name": "赵六"},
        "fund.enter_community": {
            "name": "新小区",
            "district": "110105",
            "address": "一路",
            "custody_mode": "trust",
            "developer_uscc": "",
        },
        "fund.enter_home": {
            "district": "110105",
            "community": "望京花园",
            "building": "77号楼",
            "storeys": 6,
            "terms": terms,
            "owners": [WANG],
        },
        "homes.sell_first": {"dwelling_id": world.unsold_dwelling, **first_sale},
        "fund.sell_unsold": {"account_id": world.unsold, **first_sale},
        "fund.enter_unsold": {
            "district": "110105",
            "community": "望京花园",
            "building": "79号楼",
            "storeys": 6,
            "terms": replace(terms, contract_on=None, contract_no=None),
        },
        "fund.enter_building": {
            "community_id": world.community,
            "building": "78号楼",
            "storeys": 6,
            "stated": [(terms, [WANG])],
        },
        "fund.record_paper_receipt": {"deposit_id": world.paid_by_us, "paper_no": "0012345"},
        "fund.void_receipt": {"deposit_id": world.paid, "reason": "退款"},
        "fund.approve_addition": {**addition, "dwelling_id": world.dwelling, "owners": [ZHAO]},
        "fund.reject_addition": addition,
        "fund.enter_refund": given_up,
        "fund_runs.enter_refund": {**given_up, "deposit_id": None, "amount_fen": 0},
        "fund.approve_refund": refund,
        "fund.reject_refund": {**refund, "because": "有误"},
        "fund_runs.close_interest": {"account_id": world.account},
        "fund_runs.enter_revenue": {
            "community_id": world.community,
            "entry_id": world.credit,
            "purpose": "广告",
        },
        "fund_runs.enter_unit_deposit": {
            "community_id": world.community,
            "entry_id": world.credit,
            "rows": [UnitRow("GF-1", 40_00, 37_00)],
        },
        "fund_runs.approve_run": {"run_id": world.run},
        "fund_runs.reject_run": {"run_id": world.run, "because": "有误"},
        "fund_notices.issue_one": {"terms": row.terms},
        "fund_runs.propose_interest_rates": {
            "from_on": clock.today() + timedelta(days=9),
            "carried_ppm": 11_000,
            "current_ppm": 3_000,
            "because": "公告",
        },
        "fund_runs.approve_interest_rates": {"value_id": world.rates},
        "fund_runs.start_interest_run": {"bank": "bob"},
        "fund_notices.receive_file": {"name": "一号楼.xlsx", "content": a_file(ROW)},
        "homes.request_verification": {"key": "k", "terms": NO_HOME, "role": "owner"},
        "homes.receive_file": {"name": "一.xlsx", "content": b"", "role": "owner"},
        "homes.report_trouble": {"trouble_id": 0},
        "homes.resolve_trouble": {"trouble_id": 0, "because": "好了"},
        "homes.callback_again": {"callback_id": 0},
        "homes.uphold_objection": {"objection_id": 0, "opinion": "成立"},
        "homes.dismiss_objection": {"objection_id": 0, "opinion": "不成立"},
        "fund.demand_deposit": {"account_id": world.owing},
        "fund.deposit_voluntarily": {"account_id": world.owing, "amount_fen": 1_00},
        "fund.pay_voluntarily": {
            "account_id": world.owing,
            "amount_fen": 1_00,
            "channel": "alipay",
        },
        "fund.start_payment": {"deposit_id": world.asked, "channel": "alipay"},
        "fund.ask_whether_paid": {"deposit_id": world.asked},
        "fund.request_receipt": {"deposit_id": world.paid_by_us},
    }
