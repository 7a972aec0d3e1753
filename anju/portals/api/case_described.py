"""How the end of a lease looks to the enterprise's program."""

from typing import Any

from anju.core.money import plain_yuan
from anju.custody import queries as custody
from anju.portals.api.described import day, moment, parts, tenant_name
from anju.refunds import queries


def row_shown(case: Any) -> dict[str, Any]:
    turn = queries.countdown(case)
    return {
        "id": str(case.pk),
        "filing_no": case.lease.filing_no,
        "status": case.status,
        "status_label": str(case.get_status_display()),
        "returned_on": day(case.returned_on),
        "turn": {
            "who": turn.who.value if turn.who else "",
            "by_on": day(turn.by_on),
            "silence": turn.silence,
        },
    }


def case_shown(case: Any, actor: Any) -> dict[str, Any]:
    holdings = custody.holdings(case.lease_id)
    made = queries.versions_of(case, actor)
    return row_shown(case) | {
        "reason": case.reason,
        "ended_on": day(case.ended_on),
        "registered_by": case.registered_by,
        "confirmed": case.confirmed_at is not None,
        "objection": case.objection,
        "held": parts(holdings),
        "at_rest": holdings.is_at_rest,
        "can": sorted(act.value for act in queries.acts_of_enterprise(case)),
        "tenants": [
            {"no": str(tenant.pk), "name": tenant_name(tenant)}
            for tenant in queries.tenants_of(case)
        ],
        "plan": plan_shown(made[-1]) if made else None,
        "payments": [
            portion_shown(one) for one in queries.portions_seen_by(actor).filter(case=case)
        ],
    }


def plan_shown(plan: Any) -> dict[str, Any]:
    return {
        "version": plan.version,
        "made_by": plan.made_by,
        "submitted_at": moment(plan.submitted_at),
        "opened": plan.opened_at is not None,
        "withdrawn": plan.withdrawn_at is not None,
        "held": parts(plan.held),
        "to_tenant": parts(plan.to_tenant),
        "deducted": parts(plan.deducted),
        "deductions": [
            {
                "number": item.number,
                "kind": item.kind,
                "kind_label": str(item.get_kind_display()),
                "part": item.part,
                "amount": plain_yuan(item.amount_fen),
                "agreed": plain_yuan(item.agreed_fen),
                "note": item.note,
                "files": len(item.attachments.all()),
            }
            for item in plan.items.all()
        ],
        "answers": [
            {
                "opinion": answer.opinion,
                "opinion_label": str(answer.get_opinion_display()),
                "agreed": plain_yuan(answer.agreed_fen),
                "note": answer.note,
                "answered_at": moment(answer.answered_at),
            }
            for answer in plan.answers.all()
        ],
    }


def portion_shown(portion: Any) -> dict[str, Any]:
    total_fen = portion.deposit_fen + portion.rent_fen + portion.interest_fen
    return {
        "side": portion.side,
        "amount": plain_yuan(total_fen),
        "interest": plain_yuan(portion.interest_fen),
        "status": portion.status,
        "status_label": str(portion.get_status_display()),
        "because": portion.because,
    }
