"""The desk of the association, walked by a mediator and by an approver, with a case in every state."""

from playwright.sync_api import Page

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.people.rules import Power
from anju.refunds import actions, jobs
from anju.refunds.actions import NameChangeTerms
from anju.refunds.models import Attachment, Case, NameChange
from anju.refunds.rules import Opinion
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    APPROVER,
    MEDIATOR,
    OTHER_ACCOUNT,
    PNG,
    a_dispute,
    a_file,
    a_final,
    a_held_lease,
    a_plan,
    a_return,
    an_answer,
    bank_pays,
    payee_of,
)
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, addresses_of, sends, visits
from anju.tests.walks.enterprise import LONG_NAME, USCC
from anju.tests.world import LI_SI, enterprise_of

FORM = "main form[method=post]"
TWO = (("08", "deposit", "1000.00", "卧室墙面多处破损，地板有明显划痕"), ("02", "rent", "60.50"))
LESSOR = (LONG_NAME, USCC)


def walks() -> list[Walk]:
    mediator, approver = Pages(), Pages()
    mediator.as_staff(Power.DISPUTE_MEDIATE, username="he.jie", name="何洁")
    approver.as_staff(Power.DISPUTE_APPROVE, username="wu.yan", name="吴燕")
    stuck, thick, application = a_stuck_case(), a_thick_case(), an_application()
    in_court = a_case_in_court()
    pending = a_final(a_dispute(enterprise=LESSOR), Parts(600_00, 0), Parts(400_00, 0))
    return [
        Walk(
            mediator,
            [*lists(), *of_mediator(thick, stuck, in_court), *reviews(pending, application)],
        ),
        Walk(approver, of_approver(thick, pending, application)),
    ]


LISTS = ("home", "disputes", "final_plans", "name_changes", "overdue")


to = addresses_of("association")


def lists() -> list[Visit]:
    asked = [
        to("disputes", ask="kind=litigation&work=award"),
        to("disputes", ask="kind=over"),
        to("disputes", ask="filing_no=12&kind=x"),
        to("final_plans", ask="status=rejected"),
        to("name_changes", ask="status=approved"),
        to("overdue", ask="days=7"),
        to("overdue", ask="days=x"),
    ]
    return visits(*(to(name) for name in LISTS), *asked)


def of_mediator(thick: Case, stuck: Case, in_court: Case) -> list[Visit]:
    proof = Attachment.objects.filter(case=thick, about="item").first()
    return [
        *visits(*(to("dispute", case.pk) for case in (thick, stuck, in_court))),
        *visits(*(to(name, thick.pk) for name in ("note", "materials", "turn", "propose"))),
        *visits(to("take_up", stuck.pk), to("propose", in_court.pk)),
        *[
            Visit(to(name, thick.pk), sends(FORM))
            for name in ("note", "materials", "turn", "propose")
        ],
        Visit(to("propose", thick.pk), previews),
        Visit(to("take_up", thick.pk), leads_to=to("dispute", thick.pk)),
        Visit(to("dispute", 4711), status=404),
        Visit(to("evidence", proof.pk), is_file=True),
    ]


def reviews(pending, application: NameChange) -> list[Visit]:
    return [
        *visits(to("final_plan", pending.pk), to("name_change", application.pk)),
        Visit(to("check_final", pending.pk), status=403),
    ]


def of_approver(thick: Case, pending, application: NameChange) -> list[Visit]:
    final, change = to("final_plan", pending.pk), to("name_change", application.pk)
    return [
        *visits(to("home"), to("dispute", pending.case_id), final, change),
        *visits(to("check_final", pending.pk), to("check_name_change", application.pk)),
        *[Visit(address, sends(FORM)) for address in (final, change)],
        Visit(to("propose", thick.pk), status=403),
    ]


def previews(page: Page) -> None:
    """Fill the final plan in and look at what it would pay; nothing is proposed."""
    page.locator("[name=basis][value=mediation]").check()
    page.locator("[name=deposit_to_tenant]").fill("600")
    page.locator("[name=deposit_to_enterprise]").fill("400")
    page.locator("[name=rent_to_tenant]").fill("0")
    page.locator("[name=rent_to_enterprise]").fill("60.50")
    page.locator("[name=uploads]").set_input_files(
        {"name": "调解协议书（双方签字）.png", "mimeType": "image/png", "buffer": PNG}
    )
    with page.expect_navigation():
        page.locator("[value=preview]").click()


def a_stuck_case() -> Case:
    """The plan was sent back; for ten days none came anew."""
    case = a_return(a_held_lease(enterprise=LESSOR))
    a_plan(case)
    an_answer(case, Opinion.SEND_BACK)
    advance_clock(days=16, by=CLOCK)
    jobs.keep_deadlines(timestamp=0)
    case.refresh_from_db()
    return case


def a_thick_case() -> Case:
    """Two disputed deductions with evidence and offers, a note, materials, a final plan that did not pass."""
    lease = a_held_lease(enterprise=LESSOR, tenants=(LI_SI,), filing_no="BA11010520260000017")
    case = a_dispute(lease, agreed="0.00", deductions=TWO)
    tenant, enterprise = payee_of(case), enterprise_of(lease)
    item = case.plans.get().items.get(number=1)
    files = [a_file(tenant, f"入住交接时拍摄的卧室墙面照片（第{n}张）.png") for n in (1, 2)]
    actions.add_evidence(case_id=case.pk, item_id=item.pk, file_ids=files, by=tenant)
    for by, fen in ((enterprise, 800_00), (tenant, 200_00), (enterprise, 700_00)):
        actions.make_offer(item_id=item.pk, to_enterprise_fen=fen, note="墙面按折旧计算", by=by)
    actions.add_note(case_id=case.pk, text="已分别与双方通话。\n下周再谈。", by=MEDIATOR)
    rejected = a_final(case, Parts(600_00, 0), Parts(400_00, 60_50))
    actions.reject_final(final_id=rejected.pk, because="调解书缺少签字页", by=APPROVER)
    return case


def a_case_in_court() -> Case:
    case = a_dispute(opinion=Opinion.LITIGATION, enterprise=LESSOR)
    tenant = payee_of(case)
    actions.hand_in_award(case_id=case.pk, file_ids=[a_file(tenant, "判决书.png")], by=tenant)
    return case


def an_application() -> NameChange:
    case = a_return(a_held_lease(enterprise=LESSOR))
    a_plan(case, ())
    an_answer(case)
    bank_pays(failing="0014")
    by = enterprise_of(case.lease)
    terms = NameChangeTerms(
        new_name="欧阳明月",
        new_account=OTHER_ACCOUNT[0],
        new_bank=OTHER_ACCOUNT[1],
        relation="女儿",
        reason="承租人去世，由继承人收款",
        file_ids=[a_file(by, "继承权公证书.png")],
    )
    portion = case.portions.get(side="tenant")
    return actions.apply_name_change(portion_id=portion.pk, terms=terms, by=by)
