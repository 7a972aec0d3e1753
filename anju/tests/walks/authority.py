"""The desks of the housing authority: walked by somebody with every power, and by one who only verifies homes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from anju.agencies import actions as agencies
from anju.agencies.tests import offices
from anju.clients.title_registry import Answer
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.credit import actions as credit
from anju.credit.models import ListEntry, Measure
from anju.credit.tests import scoring
from anju.filings import actions as filings
from anju.filings.tests.amending import a_change, a_filed, a_renewal_signed
from anju.homes import actions as homes
from anju.homes import jobs
from anju.homes.models import Trouble, Verification
from anju.homes.reading import HomeTerms
from anju.homes.rules import COMMITMENT, DocumentKind, Result
from anju.homes.tests.asking import an_enterprise
from anju.homes.tests.files import a_file
from anju.parameters.tests.settling import a_proposal_with_paper
from anju.people.rules import POWERS_OF, Office, Power
from anju.signings.rules import Way
from anju.signings.tests.signing import a_draft, a_signed
from anju.tests.pages import Pages
from anju.tests.walks import (
    AMENDING,
    Visit,
    Walk,
    addresses_of,
    parameters,
    previews_a_change,
    sends,
    visits,
    voting,
    works,
)

FORM = "main form[method=post]"
NAME = "北京安家乐居住房租赁服务有限责任公司（望京运营中心）"
VERIFIER = Actor("fang.yuan", "authority", frozenset({Power.HOME_VERIFY}), staff_id=1)
FILING_REVIEWER = Actor("shen.fei", "authority", frozenset({Power.FILING_REVIEW}), staff_id=2)
ASKED = HomeTerms(
    "110105",
    "real_estate",
    "京(2020)朝不动产权第0000009号",
    "张三",
    "resident_id",
    "110101199003078013",
)


to = addresses_of("authority")


def walks() -> list[Walk]:
    everything, verifier = Pages(), Pages()
    empty = visits(*(to(name) for name in LISTS))
    everything.as_staff(*POWERS_OF[Office.AUTHORITY], username="quan", name="全能")
    verifier.as_staff(Power.HOME_VERIFY, username="fang.yuan", name="方圆")
    world = the_world()
    return [
        Walk(
            everything,
            [
                *empty,
                *of_contracts(world),
                *parameters.of_authority(world.value_id, world.value_document_id),
                *of_agencies(world),
                *of_credit(world),
                *of_homes(world),
                *works.of_the_authority(world),
                *voting.of_authority(objection=world.vote_objection),
            ],
        ),
        Walk(
            verifier,
            [
                *visits(to("home"), to("filing", world.submitted), to("institution", world.head)),
                *visits(to("home_objection", world.objection)),
                Visit(to("enter_filing"), status=403),
                Visit(to("lists"), status=403),
            ],
        ),
    ]


LISTS = (
    "home",
    "contract_filings",
    "contracts_to_file",
    "paper_contracts",
    "parameters",
    "filings",
    "institutions",
    "practitioners",
    "places",
    "events",
    "objections",
    "measures",
    "rules",
    "lists",
    "homes",
    "home_files",
    "home_objections",
    "troubles",
    "works",
    "overdue_refunds",
    "spending",
    "vote_objections",
)


def the_world(officer: str = "quan") -> SimpleNamespace:
    """Something of everything; the `officer` has handed in a file of homes, which no other sees."""
    return SimpleNamespace(
        **agencies_of_the_city(),
        **credit_of_the_city(),
        **homes_of_the_city(),
        **contracts_of_the_city(),
        **works.orders_of_the_city(),
        upload=a_file_of(officer),
        vote_objection=voting.an_objection().pk,
        **a_proposal_with_paper("filing.review_workdays", "5"),
    )


def licensed(**changes: Any) -> dict[str, Any]:
    return {"licensed_on": clock.today() - timedelta(days=20), "name": NAME} | changes


def agencies_of_the_city() -> dict[str, int]:
    head = offices.an_institution(**licensed())
    branch = offices.an_institution(
        **licensed(head_id=head.pk, name=f"{NAME}海淀分公司", kind="rental")
    )
    somebody = offices.a_practitioner(head)
    place = offices.a_place(head)
    draft = offices.an_application(**licensed())
    submitted = offices.submitted(**licensed())
    returned = offices.submitted(**licensed())
    agencies.send_back(
        filing_id=returned.pk, because="缺少经营场所证明，请补充", by=offices.REVIEWING
    )
    changed = replace(head.facts.terms, units=500, operating_address="北京市海淀区中关村大街1号")
    change = agencies.apply_for_change(institution_id=head.pk, terms=changed, by=offices.ENTERING)
    agencies.submit_filing(filing_id=change.pk, by=offices.ENTERING)
    leaving = offices.cancellation_of(branch)
    return {
        "head": head.pk,
        "branch": branch.pk,
        "somebody": somebody.pk,
        "place": place.pk,
        "draft": draft.pk,
        "submitted": submitted.pk,
        "returned": returned.pk,
        "change": change.pk,
        "leaving": leaving.pk,
        "paper": draft.versions.get().file_ids[0],
    }


def credit_of_the_city() -> dict[str, int]:
    institution = offices.an_institution(**licensed())
    waiting = scoring.applied(institution)
    disputed = scoring.scored(institution)
    scoring.objected(disputed)
    scoring.scored(institution, "R21")
    entry = ListEntry.objects.get()
    credit.notify_entry(entry_id=entry.pk, by=scoring.KEEPER)
    credit.state_on_entry(entry_id=entry.pk, text="系误报，请核实", by=scoring.own(entry))
    other = offices.an_institution(**licensed())
    scoring.scored(other, "R22")
    listed = ListEntry.objects.get(organisation=other.organisation)
    credit.notify_entry(entry_id=listed.pk, by=scoring.KEEPER)
    credit.state_on_entry(entry_id=listed.pk, text="无异议", by=scoring.own(listed))
    credit.publish_entry(entry_id=listed.pk, because="事实清楚", by=scoring.DECIDER)
    third = offices.an_institution(**licensed())
    scoring.scored(third, "R21")
    leaving = ListEntry.objects.get(organisation=third.organisation)
    credit.notify_entry(entry_id=leaving.pk, by=scoring.KEEPER)
    credit.state_on_entry(entry_id=leaving.pk, text="无异议", by=scoring.own(leaving))
    credit.publish_entry(entry_id=leaving.pk, because="事实清楚", by=scoring.DECIDER)
    credit.ask_removal(
        entry_id=leaving.pk,
        ground="revoked",
        because="列入依据已被撤销",
        file_ids=[offices.a_paper(scoring.KEEPER)],
        by=scoring.KEEPER,
    )
    leaving.refresh_from_db()
    return {
        "scored": institution.pk,
        "waiting": waiting.pk,
        "disputed": disputed.pk,
        "evidence": waiting.evidence.get().pk,
        "measure": Measure.objects.order_by("pk")[0].pk,
        "rule": scoring.a_rule("R05").pk,
        "noticed": entry.pk,
        "listed": listed.pk,
        "delisted": leaving.pk,
        "removal_file": leaving.removal_files[0],
    }


def homes_of_the_city() -> dict[str, int]:
    failed = checked("京(2020)朝不动产权第0000001号")
    answer = Answer(found=False, owner_matches=False, answered_at=clock.now(), facts=None, raw="{}")
    homes.take_answer(verification_id=failed.pk, answer=answer, took_ms=120, by=CLOCK)
    papers = [
        (kind.value, offices.a_paper(VERIFIER, f"{kind.label}.pdf"))
        for kind in (DocumentKind.APPLICATION, DocumentKind.TITLE, DocumentKind.IDENTITY)
    ]
    objection = homes.raise_objection(
        verification_id=failed.pk, grounds="登记有误", documents=papers, by=VERIFIER
    )
    stuck = checked("京(2020)朝不动产权第0000002号")
    homes.fail_question(
        verification_id=stuck.pk,
        result=Result.UNREADABLE,
        why="HTTP 502",
        raw="<html>502 Bad Gateway</html>",
        took_ms=900,
        by=CLOCK,
    )
    committed = homes.request_verification(
        key="committed",
        terms=replace(
            ASKED,
            certificate_type="homestead",
            certificate_no="京朝宅字第1号",
            address="北京市朝阳区某村1号",
            area=Decimal("88.00"),
            commitment=COMMITMENT,
        ),
        role="owner",
        by=VERIFIER,
    )
    homes.issue_notice(verification_id=committed.pk, by=VERIFIER)
    return {
        "failed": failed.pk,
        "objection": objection.pk,
        "document": objection.documents.first().pk,
        "stuck": stuck.pk,
        "committed": committed.pk,
        "trouble": Trouble.objects.get().pk,
    }


def contracts_of_the_city() -> dict[str, int]:
    """One contract to file, one that waits for its review, one that is filed."""
    by = an_enterprise()
    ready, waiting, filed = (
        a_signed(by, number=number, pay_months="6") for number in range(21, 24)
    )
    submitted, approved = (
        filings.submit_filing(contract_id=one.pk, by=by) for one in (waiting, filed)
    )
    filings.approve_filing(filing_id=approved.pk, by=FILING_REVIEWER)
    changed, renewed = a_filed(by, number=24), a_filed(by, number=26)
    a_renewal_signed(renewed, by)
    return {
        "renewed": renewed.pk,
        "amendment": a_change(changed, by).pk,
        "contract": ready.pk,
        "paper_draft": a_draft(by, Way.PAPER, number=25).pk,
        "waiting_filing": submitted.pk,
        "filed": approved.pk,
        "contract_paper": filed.documents.order_by("pk")[0].pk,
    }


def a_file_of(officer: str) -> int:
    row = {
        "district": "朝阳区",
        "certificate_type": "不动产权证书",
        "certificate_no": "京(2020)朝不动产权第0000005号",
        "owner_name": "张三",
        "owner_id_number": ASKED.owner_id_number,
    }
    content = a_file(row, {**row, "certificate_no": "不知道"})
    by = Actor(officer, "authority", frozenset({Power.HOME_VERIFY}), staff_id=1)
    upload = homes.receive_file(name="望京片区住房.xlsx", content=content, role="owner", by=by)
    jobs.work_on_files(0)
    return upload.pk


def checked(certificate_no: str) -> Verification:
    terms = replace(ASKED, certificate_no=certificate_no)
    return homes.request_verification(key=certificate_no, terms=terms, role="owner", by=VERIFIER)


def of_contracts(world: SimpleNamespace) -> list[Visit]:
    withdraw = to("withdraw_contract_filing", world.waiting_filing)
    steps = ("contract_terms", "contract_tenants", "contract_agreements", "contract_documents")
    return [
        *visits(*(to(name, world.paper_draft) for name in (*steps, "contract_preview"))),
        *visits(to("paper_contracts", ask="text=建国")),
        *visits(to("contract_filings", ask="status=approved"), to("contract_filings")),
        *visits(to("contracts_to_file", ask="text=建国"), to("file_contract", world.contract)),
        *visits(*(to("contract_filing", pk) for pk in (world.waiting_filing, world.filed))),
        *visits(withdraw),
        *visits(to("contract_filings", ask="kind=change")),
        *visits(to("contract_filing", world.amendment)),
        *visits(*(to(name, world.filed) for name in AMENDING), to("renew_lease", world.renewed)),
        Visit(to("change_lease", world.filed), previews_a_change),
        *(Visit(to(name, world.filed), sends(FORM)) for name in ("change_lease", "end_lease")),
        Visit(to("amendment_document", world.amendment), is_file=True),
        Visit(withdraw, sends(FORM)),
        Visit(to("contract", world.paper_draft), leads_to=to("contract_terms", world.paper_draft)),
        Visit(to("contract_pdf", world.paper_draft), is_file=True),
        Visit(to("contract_document", world.contract_paper), is_file=True),
        Visit(to("contract_paper", world.filed, world.contract_paper), is_file=True),
        Visit(to("filing_certificate", world.filed), is_file=True),
    ]


def of_agencies(world: SimpleNamespace) -> list[Visit]:
    head, somebody = world.head, world.somebody
    forms = [
        to("enter_filing"),
        *(to(name, head) for name in ("cancel_institution", "add_practitioner", "add_place")),
        *(
            to(name, somebody)
            for name in ("correct_practitioner", "remove_practitioner", "replace_card")
        ),
        to("close_place", world.place),
    ]
    applications = ("draft", "submitted", "returned", "change", "leaving")
    return [
        *visits(*(to(name) for name in LISTS[:9])),
        *visits(to("filings", ask="status=submitted"), to("filings", ask="status=x")),
        *visits(to("places", ask="district=110105"), to("institutions", ask="text=安家")),
        *visits(*(to("filing", getattr(world, name)) for name in applications)),
        *visits(to("institution", head), to("institution", world.branch)),
        *visits(to("practitioner", somebody), to("change_institution", head), *forms),
        *(Visit(address, sends(FORM)) for address in forms),
        Visit(to("correct_filing", world.submitted), leads_to=to("filing", world.submitted)),
        Visit(to("withdraw_filing", world.draft)),
        Visit(to("correct_filing", world.draft)),
        Visit(to("print_card", somebody), is_file=True),
        Visit(to("filing_file", world.draft, world.paper), is_file=True),
        Visit(to("filing", 4711), status=404),
    ]


def of_credit(world: SimpleNamespace) -> list[Visit]:
    forms = [
        to("apply_score", world.scored),
        to("propose_entry", world.scored),
        to("add_rule"),
        to("retire_rule", world.rule),
        to("ask_removal", world.listed),
        to("carry_out", world.measure),
        to("withdraw_score", world.waiting),
    ]
    return [
        *visits(*(to(name) for name in LISTS[9:14])),
        *visits(to("event", world.waiting), to("event", world.disputed), to("mode")),
        *visits(to("credit_history", world.scored), to("rule", world.rule), *forms),
        *visits(to("revise_rule", world.rule), to("rules", ask="status=retired")),
        *visits(*(to("entry", pk) for pk in (world.noticed, world.listed, world.delisted))),
        *(Visit(address, sends(FORM)) for address in forms),
        Visit(to("evidence", world.evidence), is_file=True),
        Visit(to("removal_file", world.delisted, world.removal_file), is_file=True),
    ]


def of_homes(world: SimpleNamespace) -> list[Visit]:
    forms = [
        to("verify_home"),
        to("object_to_check", world.failed),
        to("resolve_trouble", world.trouble),
    ]
    return [
        *visits(*(to(name) for name in LISTS[14:])),
        *visits(*(to("home_check", pk) for pk in (world.failed, world.stuck, world.committed))),
        *visits(to("home_objection", world.objection), to("trouble", world.trouble), *forms),
        *visits(to("home_file", world.upload)),
        Visit(to("home_files"), sends(FORM)),
        Visit(to("home_file_result", world.upload), is_file=True),
        Visit(to("home_template"), is_file=True),
        *(Visit(address, sends(FORM)) for address in forms),
        Visit(to("home_notice", world.committed), is_file=True),
        Visit(to("home_document", world.document), is_file=True),
    ]
