"""What is settled by the fund centre and by the housing authority, walked at both desks. (CTR-06)"""

from anju.parameters.tests.settling import a_notice, a_proposal, a_proposal_with_paper, settle
from anju.tests.walks import Visit, addresses_of, sends, visits

FORM = "main form[method=post]"


def of_centre() -> list[Visit]:
    """What waits of each kind, what comes next, and everything that is typed."""

    to = addresses_of("centre")

    waiting = a_proposal_with_paper("bill.visible_days", "7")
    settle("refund.plan_workdays", "5", in_days=10)
    rate = a_proposal("custody.interest_rate", "1000", in_days=9)
    year = a_proposal("calendar", "2027 official\n2027-01-01,休,元旦")
    notice = a_proposal("people.user_notice", a_notice("新的一段。", "Something new."), in_days=9)
    text = "text.centre.notice.in_custody.zh"
    codes = (
        *(
            "order.pending_minutes",
            "payout.cutoff",
            "fund.interest_rates",
            text,
            "people.user_notice",
        ),
        "calendar",
    )
    proposing = [to("propose_parameter", code) for code in codes]
    value, document = waiting["value_id"], waiting["value_document_id"]
    return [
        *visits(to("parameters"), to("parameter_texts"), to("parameter", text)),
        *visits(
            *(
                to("parameter", code)
                for code in ("refund.plan_workdays", "calendar", "people.user_notice")
            )
        ),
        *visits(*(to("parameter_value", pk) for pk in (value, rate.pk, year.pk, notice.pk))),
        *visits(*proposing, to("refuse_parameter", value), to("withdraw_parameter", value)),
        *(Visit(at, sends(FORM)) for at in (proposing[0], *proposing[-2:])),
        Visit(to("parameter_document", value, document), is_file=True),
    ]


def of_authority(value: int, document: int) -> list[Visit]:
    """What waits, what was approved for today and for later, a text, and everything that is typed."""

    to = addresses_of("authority")

    settle("verify.valid_days", "60", in_days=3)
    settle("verify.valid_days", "45")
    text = "text.authority.notice.change_approved.zh"
    propose, refuse = to("propose_parameter", "verify.valid_days"), to("refuse_parameter", value)
    return [
        *visits(to("parameters"), to("parameter", "verify.valid_days")),
        *visits(to("parameter_value", value), to("parameter_texts"), to("parameter", text)),
        *visits(propose, to("propose_parameter", text), refuse, to("withdraw_parameter", value)),
        *visits(to("propose_parameter", "filing.must_sign_online")),
        *(Visit(at, sends(FORM)) for at in (propose, refuse)),
        Visit(to("parameter_document", value, document), is_file=True),
    ]
