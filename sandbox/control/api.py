"""The control page as JSON, for tests and scripts: /control/api/…"""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import rental_platform
from sandbox.control import deeds, registers
from sandbox.declined import unreadable
from sandbox.identity_provider import identities
from sandbox.inboxes import messages_for
from sandbox.switches import change_switches
from sandbox.world import the_world

api = Blueprint("control_api", __name__, url_prefix="/control")


def given() -> dict[str, Any]:
    """The JSON object of the request; an empty body is an empty object."""
    if not request.get_data():
        return {}
    content = request.get_json(force=True, silent=True)
    if not isinstance(content, dict):
        raise unreadable("请求不是 JSON 对象。")
    return content


@api.get("/api/state")
def state() -> Response:
    return jsonify(deeds.state(the_world()))


@api.post("/api/switches")
def set_switches() -> Response:
    changes = given()
    with the_world().store.writing() as db:
        return jsonify(change_switches(db, changes))


@api.get("/api/<any(alipay, wechat):provider>/trades")
def trades(provider: str) -> Response:
    status = request.args.get("status", "")
    return jsonify({"trades": deeds.open_trades(the_world(), provider, status)})


@api.post("/api/<any(alipay, wechat):provider>/pay")
def pay(provider: str) -> Response:
    return jsonify(deeds.pay_trade(the_world(), provider, given()))


@api.post("/api/bank/<bank>/transfer")
def transfer(bank: str) -> Response:
    return jsonify(deeds.transfer(the_world(), bank, given()))


@api.get("/api/bank/<bank>/collection-codes")
def collection_codes(bank: str) -> Response:
    return jsonify({"collection_codes": deeds.collection_codes(the_world(), bank)})


@api.get("/api/bank/<bank>/entries")
def entries(bank: str) -> Response:
    return jsonify({"entries": deeds.entries(the_world(), bank)})


@api.get("/api/bank/<bank>/payments")
def bank_payments(bank: str) -> Response:
    return jsonify({"payments": deeds.bank_payments(the_world(), bank)})


@api.post("/api/bank/<bank>/payments/execute")
def execute(bank: str) -> Response:
    return jsonify(deeds.execute_payments(the_world(), bank, given()))


@api.post("/api/bank/<bank>/payments/bring-back")
def bring_back(bank: str) -> Response:
    return jsonify(deeds.bring_back(the_world(), bank, given()))


@api.post("/api/bank/<bank>/faults")
def plant_fault(bank: str) -> Response:
    return jsonify(deeds.plant_fault(the_world(), bank, given()))


@api.post("/api/bank/<bank>/corrections")
def correct_statement(bank: str) -> Response:
    return jsonify(deeds.correct_statement(the_world(), bank, given()))


@api.post("/api/bank/<bank>/interest")
def interest(bank: str) -> Response:
    return jsonify(deeds.credit_interest(the_world(), bank, given()))


@api.get("/api/deliveries")
def deliveries() -> Response:
    kind, ref = request.args.get("kind", ""), request.args.get("ref", "")
    return jsonify({"deliveries": deeds.deliveries(the_world(), kind, ref)})


@api.post("/api/deliveries/redeliver")
def redeliver() -> Response:
    return jsonify(deeds.send_again(the_world(), given()))


@api.post("/api/deliveries/release")
def release() -> Response:
    return jsonify(deeds.release_held(the_world(), given()))


@api.post("/api/deliveries/wait")
def wait() -> Response:
    return jsonify(deeds.wait_for_deliveries(the_world(), given()))


@api.post("/api/clock")
def clock() -> Response:
    return jsonify(deeds.move_clock(the_world(), given()))


@api.post("/api/day/hand-over")
def hand_over() -> Response:
    return jsonify(deeds.hand_over(the_world(), given()))


@api.get("/api/inbox/<recipient>")
def inbox(recipient: str) -> Response:
    with the_world().store.reading() as db:
        return jsonify({"messages": messages_for(db, recipient)})


@api.post("/api/leases")
def lease() -> Response:
    return jsonify(rental_platform.file_lease(the_world(), given()))


@api.post("/api/leases/filed")
def filed_leases() -> Response:
    """Leases that reached the product by another way: the rental platform shows them to their tenants, too."""
    leases = given().get("leases")
    if not isinstance(leases, list):
        raise unreadable("leases 应为备案合同的列表。")
    with the_world().store.writing() as db:
        for lease in leases:
            rental_platform.remember_lease(db, lease)
    return jsonify({"remembered": len(leases)})


@api.get("/api/registries/title")
def titles() -> Response:
    first, count = request.args.get("first", "1"), request.args.get("count", "20")
    return jsonify(registers.titles(the_world(), first, count))


@api.post("/api/registries/title")
def set_title() -> Response:
    return jsonify(registers.set_title(the_world(), given()))


@api.get("/api/registries/title/queries")
def title_queries() -> Response:
    return jsonify({"queries": registers.title_queries(the_world())})


@api.get("/api/registries/organisations")
def organisations() -> Response:
    return jsonify(registers.organisations(the_world()))


@api.post("/api/registries/organisations")
def register_organisation() -> Response:
    return jsonify(registers.register_organisation(the_world(), given()))


@api.get("/api/registries/receipts")
def receipts() -> Response:
    world = the_world()
    return jsonify({"receipts": registers.receipts(world), "calls": registers.receipt_calls(world)})


@api.post("/api/reset")
def reset() -> Response:
    return jsonify(deeds.reset(the_world(), given()))


@api.get("/identities")
def identities_known() -> Response:
    with the_world().store.reading() as db:
        return jsonify({"identities": identities.listed(db)})


@api.post("/identities")
def add_identities() -> tuple[Response, int]:
    """One identity, or {"identities": [...]}; all are added or none."""
    content = given()
    wanted = content.get("identities", [content])
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise unreadable("identities 应为身份的列表。")
    with the_world().store.writing() as db:
        logins = [identities.add(db, one) for one in wanted]
    return jsonify({"added": logins}), 201
