"""The institutions' portal: walked by a rental enterprise, its branch, one on the black list, and a newcomer."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import User

from anju.agencies import actions as agencies
from anju.agencies.tests import offices
from anju.clients.title_registry import Answer
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.credit import actions as credit
from anju.credit.models import ListEntry
from anju.credit.tests import scoring
from anju.filings import actions as filings
from anju.filings.tests.amending import a_change, a_filed, a_renewal_signed, an_end
from anju.filings.tests.files import received as contracts_received
from anju.filings.tests.files import row_of as contract_row_of
from anju.filings.tests.filing import a_reviewer, say
from anju.homes import actions as homes
from anju.homes.models import Verification
from anju.homes.reading import HomeTerms
from anju.homes.rules import DocumentKind
from anju.homes.tests.files import received as homes_received
from anju.people import actions as accounts
from anju.people import queries as people
from anju.people.rules import InstitutionPower
from anju.signings import actions as signings
from anju.signings.tests.signing import (
    a_draft,
    a_home_verified,
    a_sent,
    a_signed,
    an_entered,
    tenant_actor,
)
from anju.tests.pages import Pages
from anju.tests.walks import AMENDING, Visit, Walk, addresses_of, previews_a_change, sends, visits

FORM = "main form[method=post]"
NAME = "北京安家乐居住房租赁服务有限责任公司（望京运营中心）"
LISTS = (
    "home",
    "homes",
    "home_files",
    "contracts",
    "choose_home",
    "contract_filings",
    "choose_contract",
    "filing_files",
    "own",
    "practitioners",
    "filings",
    "credit",
    "users",
)
ASKED = HomeTerms(
    "110105",
    "real_estate",
    "京(2020)朝不动产权第0000901号",
    "张三",
    "resident_id",
    "110101199003078013",
)


to = addresses_of("agency")


def walks() -> list[Walk]:
    """The parameter lets paper contracts be filed; before that an empty portal is walked."""
    world = the_world()
    own, branch, listed, new = Pages(), Pages(), Pages(), Pages()
    own.as_administrator(world.institution)
    branch.as_administrator(world.branch)
    listed.as_administrator(world.listed)
    fresh = offices.an_institution(**licensed())
    account = people.administrator_of_organisation(fresh.organisation_id)
    new.force_login(User.objects.get(pk=account.user_id if account else 0))
    return [
        Walk(own, [*of_homes(world), *of_contracts(world), *of_filings(world)]),
        Walk(own, of_users(world)),
        Walk(
            own, [*of_institution(world), *of_credit(world), Visit(to("event", 10**9), status=404)]
        ),
        Walk(
            branch, [*visits(*(to(name) for name in LISTS)), Visit(to("add_branch"), sends(FORM))]
        ),
        Walk(listed, [*visits(to("home"), to("entry", world.delisted)), *of_the_listed(world)]),
        Walk(new, [Visit(to("home"), leads_to="/staff/password?next=/agency/")]),
    ]


def licensed(**changes: Any) -> dict[str, Any]:
    return {"licensed_on": clock.today() - timedelta(days=20), "name": NAME} | changes


def the_world() -> SimpleNamespace:
    """A rental enterprise with a thing of every kind."""
    own = offices.an_institution(**licensed())
    by = offices.administrator_of(own)
    say(False)
    manager = replace(by, may=frozenset(InstitutionPower.values))
    username, _password = accounts.open_operator(
        name="李经办", powers=[InstitutionPower.HOMES], by=manager
    )
    return SimpleNamespace(
        operator=people.operators_seen_by(manager).get(user__username=username).pk,
        institution=own.organisation,
        own=own.pk,
        by=by,
        **of_an_institution(own, by),
        **checks_of(by),
        **contracts_of(by),
        **scored(own, by),
    )


def of_an_institution(own: Any, by: Actor) -> dict[str, Any]:
    branch = offices.an_institution(**licensed(head_id=own.pk, name=f"{NAME}海淀分公司"))
    somebody, place = offices.a_practitioner(own), offices.a_place(own)
    draft = offices.an_application(by=by, **licensed(head_id=own.pk))
    returned = offices.submitted(by=by, **licensed(head_id=own.pk))
    agencies.send_back(
        filing_id=returned.pk, because="缺少经营场所证明，请补充", by=offices.REVIEWING
    )
    changed = replace(own.facts.terms, units=500, operating_address="北京市海淀区中关村大街1号")
    change = agencies.apply_for_change(institution_id=own.pk, terms=changed, by=by)
    return {
        "branch": branch.organisation,
        "branch_id": branch.pk,
        "somebody": somebody.pk,
        "place": place.pk,
        "draft_filing": draft.pk,
        "returned": returned.pk,
        "change": change.pk,
        "paper": returned.versions.get().file_ids[0],
    }


def checks_of(by: Actor) -> dict[str, Any]:
    passed, waiting = a_home_verified(by, number=901), checked(by, "0000902")
    failed = checked(by, "0000903")
    answer = Answer(found=False, owner_matches=False, answered_at=clock.now(), facts=None, raw="{}")
    homes.take_answer(verification_id=failed.pk, answer=answer, took_ms=120, by=CLOCK)
    papers = [
        (kind.value, offices.a_paper(by, f"{kind.label}.pdf"))
        for kind in (DocumentKind.APPLICATION, DocumentKind.TITLE, DocumentKind.IDENTITY)
    ]
    again = checked(by, "0000904")
    homes.take_answer(verification_id=again.pk, answer=answer, took_ms=120, by=CLOCK)
    objection = homes.raise_objection(
        verification_id=again.pk, grounds="登记有误", documents=papers, by=by
    )
    homes.issue_notice(verification_id=passed.pk, by=by)
    return {
        "passed": passed.pk,
        "waiting": waiting.pk,
        "failed": failed.pk,
        "objection": objection.pk,
        "home_document": objection.documents.first().pk,
        "home_file": homes_received(by, {"certificate_no": "x"}).pk,
    }


def checked(by: Actor, digits: str) -> Verification:
    terms = replace(ASKED, certificate_no=f"京(2020)朝不动产权第{digits}号")
    return homes.request_verification(key=digits, terms=terms, role="enterprise", by=by)


def contracts_of(by: Actor) -> dict[str, Any]:
    draft, sent, signed = (a_draft(by), a_sent(by, number=2), a_signed(by, number=3))
    asked = a_signed(by, number=4)
    signings.propose_revocation(contract_id=asked.pk, because="要出国", by=tenant_actor())
    reviewer = a_reviewer()
    filed = filings.submit_filing(contract_id=a_signed(by, number=5, pay_months="6").pk, by=by)
    filings.approve_filing(filing_id=filed.pk, by=reviewer)
    returned = filings.submit_filing(contract_id=an_entered(by, number=6).pk, by=by)
    filings.send_back(filing_id=returned.pk, because="扫描件不清晰", by=reviewer)
    lease = a_filed(by, number=7)
    lapsing = a_filed(by, number=8)
    renewed = a_filed(by, number=9)
    a_renewal_signed(renewed, by)
    change = a_change(lease, by)
    filings.send_back(filing_id=change.pk, because="请写明押金", by=reviewer)
    return {
        "changed": lease.pk,
        "amendment": change.pk,
        "ending": an_end(lapsing, by).pk,
        "renewed": renewed.pk,
        "draft": draft.pk,
        "sent": sent.pk,
        "signed": signed.pk,
        "asked": asked.pk,
        "contract_document": signed.documents.first().pk,
        "filed": filed.pk,
        "returned_contract": returned.pk,
        "filing_file": contracts_received(by, contract_row_of("1", "HY000")).pk,
    }


def scored(own: Any, by: Actor) -> dict[str, Any]:
    """Its own scorings; another institution is on the black list and asked to be taken off it."""
    event, disputed = scoring.scored(own), scoring.scored(own)
    scoring.objected(disputed)
    scoring.scored(own, "R21")
    noticed = ListEntry.objects.get(organisation=own.organisation)
    credit.notify_entry(entry_id=noticed.pk, by=scoring.KEEPER)
    listed = offices.an_institution(**licensed())
    scoring.scored(listed, "R22")
    entry = ListEntry.objects.get(organisation=listed.organisation)
    credit.notify_entry(entry_id=entry.pk, by=scoring.KEEPER)
    credit.state_on_entry(entry_id=entry.pk, text="无异议", by=scoring.own(entry))
    credit.publish_entry(entry_id=entry.pk, because="事实清楚", by=scoring.DECIDER)
    credit.ask_removal(
        entry_id=entry.pk,
        ground="revoked",
        because="列入依据已被撤销",
        file_ids=[offices.a_paper(scoring.KEEPER)],
        by=scoring.KEEPER,
    )
    entry.refresh_from_db()
    return {
        "event": event.pk,
        "disputed": disputed.pk,
        "evidence": event.evidence.get().pk,
        "noticed": noticed.pk,
        "listed": listed.organisation,
        "delisted": entry.pk,
        "removal_file": entry.removal_files[0],
    }


def of_homes(world: SimpleNamespace) -> list[Visit]:
    forms = [to("verify_home"), to("object_to_check", world.failed), to("home_files")]
    return [
        *visits(*(to(name) for name in LISTS[:3]), *forms, to("homes", ask="status=failed")),
        *visits(*(to("home_check", pk) for pk in (world.passed, world.waiting, world.failed))),
        *visits(to("home_objection", world.objection), to("home_file", world.home_file)),
        *(Visit(address, sends(FORM)) for address in forms),
        Visit(to("home_notice", world.passed), is_file=True),
        Visit(to("home_document", world.home_document), is_file=True),
        Visit(to("home_template"), is_file=True),
        Visit(to("home_file_result", world.home_file), is_file=True),
    ]


def of_contracts(world: SimpleNamespace) -> list[Visit]:
    steps = ("contract_terms", "contract_tenants", "contract_agreements", "contract_documents")
    return [
        *visits(*(to(name) for name in LISTS[3:5]), to("contracts", ask="status=signed")),
        *visits(to("choose_home", ask="way=paper"), to("choose_home", ask="text=无此")),
        *visits(*(to(name, world.draft) for name in steps), to("contract_preview", world.draft)),
        *visits(*(to("contract", pk) for pk in (world.sent, world.signed, world.asked))),
        Visit(to("contract", world.draft), leads_to=to("contract_terms", world.draft)),
        *visits(
            to("contract_terms", world.draft, ask="check=1"), to("revoke_contract", world.signed)
        ),
        Visit(to("revoke_contract", world.signed), sends(FORM)),
        Visit(to("contract_pdf", world.signed), is_file=True),
        Visit(to("contract_document", world.contract_document), is_file=True),
    ]


def of_filings(world: SimpleNamespace) -> list[Visit]:
    return [
        *visits(*(to(name) for name in LISTS[5:8]), to("contract_filings", ask="status=returned")),
        *visits(*(to("contract_filing", pk) for pk in (world.filed, world.returned_contract))),
        *visits(to("withdraw_contract", world.returned_contract)),
        *visits(to("filing_file_progress", world.filing_file)),
        Visit(to("withdraw_contract", world.returned_contract), sends(FORM)),
        Visit(to("filing_files"), sends(FORM)),
        Visit(to("filing_certificate", world.filed), is_file=True),
        *visits(*(to("contract_filing", pk) for pk in (world.amendment, world.ending))),
        *visits(*(to(name, world.filed) for name in AMENDING), to("change_lease", world.changed)),
        *visits(to("renew_lease", world.renewed), to("contract_filings", ask="kind=change")),
        Visit(to("change_lease", world.filed), previews_a_change),
        *(Visit(to(name, world.filed), sends(FORM)) for name in ("change_lease", "end_lease")),
        Visit(to("amendment_document", world.amendment), is_file=True),
        Visit(to("filing_template"), is_file=True),
        Visit(to("filing_file_result", world.filing_file), is_file=True),
    ]


def of_institution(world: SimpleNamespace) -> list[Visit]:
    own, somebody = world.own, world.somebody
    forms = [
        to("add_branch"),
        *(to(name, own) for name in ("cancel_institution", "add_practitioner", "add_place")),
        *(
            to(name, somebody)
            for name in ("correct_practitioner", "remove_practitioner", "replace_card")
        ),
        to("close_place", world.place),
        to("withdraw_filing", world.returned),
    ]
    return [
        *visits(*(to(name) for name in LISTS[8:11]), to("filings", ask="status=returned")),
        *visits(to("institution", world.branch_id), to("change_institution", own), *forms),
        *visits(*(to("filing", pk) for pk in (world.draft_filing, world.returned, world.change))),
        *visits(to("practitioner", somebody), to("correct_filing", world.returned)),
        *(Visit(address, sends(FORM)) for address in forms),
        Visit(to("filing_file", world.returned, world.paper), is_file=True),
        Visit(to("print_card", somebody), is_file=True),
        Visit(to("register_practitioner"), leads_to=to("add_practitioner", own)),
    ]


def of_users(world: SimpleNamespace) -> list[Visit]:
    return [
        *visits(to("users"), to("add_user"), to("user", world.operator)),
        Visit(to("add_user"), sends(FORM)),
        Visit(to("user", world.operator), sends(FORM)),
    ]


def of_credit(world: SimpleNamespace) -> list[Visit]:
    forms = [to("object_to_score", world.event), to("state_on_entry", world.noticed)]
    return [
        *visits(to("credit"), to("event", world.event), to("event", world.disputed)),
        *visits(to("entry", world.noticed), *forms),
        *(Visit(address, sends(FORM)) for address in forms),
        Visit(to("evidence", world.evidence), is_file=True),
    ]


def of_the_listed(world: SimpleNamespace) -> list[Visit]:
    return [
        *visits(*(to(name) for name in ("homes", "contracts", "own", "credit"))),
        *visits(to("ask_repair", world.delisted)),
        Visit(to("ask_repair", world.delisted), sends(FORM)),
        Visit(to("removal_file", world.delisted, world.removal_file), is_file=True),
    ]
