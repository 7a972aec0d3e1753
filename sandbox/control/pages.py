"""The control page for people: one visitor plays everyone outside."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from sandbox import rental_platform
from sandbox.banks.faults import KINDS, OF_A_LINE
from sandbox.control import deeds, faults, registers
from sandbox.declined import Declined, unreadable
from sandbox.identity_provider import identities
from sandbox.settings import BANKS
from sandbox.switches import DEFAULTS, change_switches, switches
from sandbox.world import the_world

control = Blueprint("control", __name__, url_prefix="/control")
Form = MultiDict[str, str]
PAGES = (
    "transfer",
    "switches",
    "deliveries",
    "banks",
    "registries",
    "organisations",
    "receipts",
    "wechat",
)


def _overview() -> dict[str, Any]:
    world = the_world()
    codes = [code for bank in BANKS for code in deeds.collection_codes(world, bank)]
    return {
        "state": deeds.state(world),
        "trades": deeds.open_trades(world)[:12],
        "codes": sorted(codes, key=lambda code: str(code["created_at"]), reverse=True)[:12],
        "deliveries": deeds.deliveries(world)[:8],
        "banks": BANKS,
    }


@control.get("/")
def overview() -> str:
    return render_template("control/overview.html", **_overview())


@control.get("/fragment")
def fragment() -> str:
    """The part of the overview that renews itself every two seconds."""
    return render_template("control/_now.html", **_overview())


@control.get("/transfer")
def transfer_form() -> str:
    world = the_world()
    codes = [code for bank in BANKS for code in deeds.collection_codes(world, bank)]
    with world.store.reading() as db:
        payers = identities.people(db)
    return render_template(
        "control/transfer.html", banks=BANKS, codes=codes, payers=payers, asked=request.args
    )


@control.get("/switches")
def switches_form() -> str:
    with the_world().store.reading() as db:
        return render_template("control/switches.html", switches=switches(db))


@control.get("/deliveries")
def deliveries() -> str:
    return render_template("control/deliveries.html", deliveries=deeds.deliveries(the_world()))


@control.get("/banks")
def books() -> str:
    world = the_world()
    books = {
        code: {
            "bank": bank,
            "entries": deeds.entries(world, code)[:50],
            "payments": deeds.bank_payments(world, code)[:50],
            "faults": deeds.statement_faults(world, code)[:50],
        }
        for code, bank in BANKS.items()
    }
    return render_template(
        "control/banks.html",
        books=books,
        state=deeds.state(world),
        kinds=KINDS,
        of_a_line=OF_A_LINE,
        today=world.clock.today().isoformat(),
    )


@control.get("/identities/list")
def people() -> str:
    with the_world().store.reading() as db:
        return render_template("control/identities.html", identities=identities.listed(db)[:500])


@control.get("/registries")
def registries() -> str:
    """Homes of the title registry, from a number on, and those that were set otherwise."""
    world = the_world()
    with world.store.reading() as db:
        now = switches(db)
    first = request.args.get("first", "1")
    return render_template(
        "control/registries.html",
        switches=now,
        titles=registers.titles(world, first, "20"),
        queries=registers.title_queries(world)[:20],
        words=registers.WORDS,
    )


@control.get("/receipts")
def receipts() -> str:
    """Receipts of the fiscal receipt platform, and how it answers."""
    world = the_world()
    with world.store.reading() as db:
        now = switches(db)
    return render_template(
        "control/receipts.html",
        **_faults("receipts"),
        switches=now,
        receipts=registers.receipts(world)[:50],
        calls=registers.receipt_calls(world)[:20],
    )


@control.get("/organisations")
def organisations() -> str:
    """Organisations of the register (质监), and how it answers."""
    known = registers.organisations(the_world())
    return render_template("control/organisations.html", **_faults("organisations"), **known)


@control.get("/wechat")
def wechat() -> str:
    """WeChat Pay's trades, and how it answers."""
    trades = deeds.open_trades(the_world(), "wechat")[:50]
    return render_template("control/wechat.html", trades=trades, **_faults("wechat"))


def _faults(subject: str) -> dict[str, Any]:
    now = faults.playing(the_world(), subject)
    return {"subject": subject, "faults": faults.OF[subject], "playing": now}


@control.get("/platform")
def platform() -> str:
    return _platform(rental_platform.sensible_form(the_world()))


@control.post("/platform")
def platform_step() -> str | tuple[str, int]:
    """First the JSON is shown and may be edited, then it is posted and the answer shown."""
    world, form = the_world(), request.form.to_dict()
    if "json" not in form:
        lease = rental_platform.lease_from(world, form, request.form.getlist("tenant"))
        return _platform(form, preview=json.dumps(lease, ensure_ascii=False, indent=2))
    try:
        lease = json.loads(form["json"])
        if not isinstance(lease, dict):
            raise unreadable("备案内容应为 JSON 对象。")
        answer = rental_platform.file_lease(world, lease)
    except json.JSONDecodeError as error:
        return _platform(form, form["json"], {"status": f"JSON 无法识别：{error}"}), 400
    except Declined as declined:
        return _platform(form, form["json"], {"status": declined.sentence}), declined.status
    answer["answer"] = json.dumps(answer["answer"], ensure_ascii=False, indent=2)
    return _platform(form, form["json"], answer)


def _platform(form: dict[str, str], preview: str = "", answer: dict[str, Any] | None = None) -> str:
    with the_world().store.reading() as db:
        return render_template(
            "control/platform.html",
            form=form,
            chosen=request.form.getlist("tenant"),
            preview=preview,
            answer=answer,
            banks=BANKS,
            tenants=identities.people(db) + identities.ready(db, "organisation"),
            filings=rental_platform.filings(db),
        )


def _transfer(form: Form) -> str:
    given = {
        "collection_code": form.get("collection_code", ""),
        "amount": form.get("amount", "").strip(),
        "payer_name": form.get("payer_name", ""),
        "payer_account": form.get("payer_account", ""),
        "text": form.get("text", ""),
        "copies": _number(form, "copies"),
        "notify": "notify" in form,
    }
    done = deeds.transfer(the_world(), form.get("bank", ""), given)
    return f"已转账，银行流水号 {done['entry_ref']}。"


def _switches(form: Form) -> str:
    changes: dict[str, Any] = {}
    for name, default in DEFAULTS.items():
        if any(of in name for of in ("title_", "organisation_", "receipt", "fail_voids")):
            continue  # on the pages of those
        if isinstance(default, bool):
            changes[name] = name in form
        elif isinstance(default, int):
            changes[name] = _number(form, name)
        elif name in form:
            changes[name] = form[name].strip()
    with the_world().store.writing() as db:
        change_switches(db, changes)
    return "开关已保存。"


def _hand_over(form: Form) -> str:
    done = deeds.hand_over(the_world(), {})
    return f"{done['ended']} 已日终，现在是 {done['today']} 上午九点。"


def _redeliver(form: Form) -> str:
    given = {
        "kind": form.get("kind", ""),
        "ref": form.get("ref", ""),
        "times": _number(form, "times"),
    }
    return f"已排队 {deeds.send_again(the_world(), given)['queued']} 次发送。"


def _release(form: Form) -> str:
    ids = [int(one) for one in form.getlist("id") if one.isdigit()] or None
    return f"已放行 {deeds.release_held(the_world(), {'ids': ids})['released']} 条通知。"


def _pay_late(form: Form) -> str:
    provider = form.get("provider", "")
    if provider not in deeds.PHONES:
        raise unreadable("没有这个支付机构。")
    given = {"out_trade_no": form.get("out_trade_no", ""), "succeed": True, "late": True}
    deeds.pay_trade(the_world(), provider, given)
    return "已按迟到的付款处理：关闭之后付款成功。"


def _execute(form: Form) -> str:
    given = {"end_to_end_id": form.get("end_to_end_id", ""), "reason": form.get("reason", "")}
    deeds.execute_payments(the_world(), form.get("bank", ""), given)
    return "付款已处理。"


def _bring_back(form: Form) -> str:
    given = {"end_to_end_id": form.get("end_to_end_id", "")}
    done = deeds.bring_back(the_world(), form.get("bank", ""), given)
    return f"已退汇，银行流水号 {done['entry_ref']}。"


def _interest(form: Form) -> str:
    given = {"amount": form.get("amount", "").strip()}
    done = deeds.credit_interest(the_world(), form.get("bank", ""), given)
    return f"已结息，银行流水号 {done['entry_ref']}。"


def _plant_fault(form: Form) -> str:
    given = {name: form.get(name, "") for name in ("day", "kind", "entry_ref")}
    done = deeds.plant_fault(the_world(), form.get("bank", ""), given)
    return f"{done['day']} 的对账单将带有这个差错。"


def _correct_statement(form: Form) -> str:
    given = {name: form.get(name, "") for name in ("day", "kind")}
    done = deeds.correct_statement(the_world(), form.get("bank", ""), given)
    return f"银行已更正 {done['corrected']} 处，再次索取时给出更正后的对账单。"


def _title_switches(form: Form) -> str:
    changes = {
        "title_mode": form.get("title_mode", ""),
        "title_delay_seconds": _number(form, "title_delay_seconds"),
        "title_twice": "title_twice" in form,
    }
    with the_world().store.writing() as db:
        change_switches(db, changes)
    return "登记系统的开关已保存。"


def _receipt_switches(form: Form) -> str:
    changes = {
        "receipt_mode": form.get("receipt_mode", ""),
        "receipt_delay_seconds": _number(form, "receipt_delay_seconds"),
        "receipt_twice": "receipt_twice" in form,
        "fail_receipts": _number(form, "fail_receipts"),
        "fail_voids": _number(form, "fail_voids"),
        "receipt_reason": form.get("receipt_reason", ""),
    }
    with the_world().store.writing() as db:
        change_switches(db, changes)
    return "票据平台的开关已保存。"


def _fault(form: Form) -> str:
    fault = faults.play(the_world(), form.get("page", ""), form.get("fault", ""))
    return f"{fault.label}：{fault.means}"


def _title(form: Form) -> str:
    given: dict[str, Any] = {
        name: form[name].strip() for name in registers.FIELDS if form.get(name, "").strip()
    }
    given["restrictions"] = form.getlist("restrictions")
    home = registers.set_title(the_world(), given)
    return f"{home['certificate_no']} 的登记已修改。"


def _organisation(form: Form) -> str:
    given = {name: form.get(name, "").strip() for name in ("uscc", "name", "status")}
    done = registers.register_organisation(the_world(), given)
    return f"{done['uscc']} 登记的名称现在是{done['name']}。"


def _title_as_it_was(form: Form) -> str:
    registers.forget_title(the_world(), form.get("certificate_no", ""))
    return "已恢复原来的登记。"


def _number(form: Form, name: str) -> int:
    text = form.get(name, "").strip()
    if not text.isdigit():
        raise unreadable(f"数字无法识别：{text}")
    return int(text)


DEEDS: dict[str, Callable[[Form], str]] = {
    "transfer": _transfer,
    "switches": _switches,
    "hand-over": _hand_over,
    "redeliver": _redeliver,
    "release": _release,
    "pay-late": _pay_late,
    "execute": _execute,
    "bring-back": _bring_back,
    "interest": _interest,
    "plant-fault": _plant_fault,
    "correct-statement": _correct_statement,
    "title-switches": _title_switches,
    "title": _title,
    "title-as-it-was": _title_as_it_was,
    "organisation": _organisation,
    "receipt-switches": _receipt_switches,
    "fault": _fault,
}


@control.post("/do/<deed>")
def do(deed: str) -> ResponseReturnValue:
    """Do one thing and go back to the page it was asked on, with a sentence about it."""
    if deed not in DEEDS:
        raise Declined("unknown", "没有这个操作。", 404)
    try:
        flash(DEEDS[deed](request.form), "done")
    except Declined as declined:
        flash(declined.sentence, "declined")
    page = request.form.get("page", "")
    if page not in PAGES:
        page = ""
    return redirect(f"/control/{page}", 303)
