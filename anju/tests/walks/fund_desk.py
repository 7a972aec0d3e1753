"""The desks of the maintenance fund: walked by somebody with every power, and by one who may only look."""

from types import SimpleNamespace

from anju.companies import actions as company_actions
from anju.companies.tests.world import PASSWORD, a_company, a_key, applied, registered
from anju.core.actions import store_file
from anju.core.actors import CLOCK, NOBODY, Actor
from anju.core.files import ATTACHMENT
from anju.fund import actions as fund
from anju.fund import queries
from anju.fund.models import Account, Deposit
from anju.fund.rules import RefundReason, Way
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    a_home,
    a_sold_public_home,
    an_account,
    book,
    fresh,
    is_told_paid,
    signed_in,
    start,
    the_bank_credits,
)
from anju.fund_notices import actions as fund_notices
from anju.fund_notices import jobs
from anju.fund_notices.tests.test_files import ROW, a_developer, a_file, a_site
from anju.fund_openings import actions as openings
from anju.fund_openings import jobs as opening_jobs
from anju.fund_openings.tests.test_openings import ROW as OLD
from anju.fund_openings.tests.test_openings import a_file as a_file_of_homes
from anju.fund_runs import actions as runs
from anju.fund_runs.tests.test_revenue import a_credit
from anju.fund_runs.tests.things import MAKER
from anju.homes.actions import DwellingTerms
from anju.people import actions as people
from anju.people.rules import OF_FUND, Power
from anju.receipts import actions as receipts
from anju.receipts.models import Trouble
from anju.receipts.rules import Result
from anju.refunds.tests.endings import PNG
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, addresses_of, property_areas, sends, visits, works

FORM = "main form[method=post]"
CARD = "6222020200000000014"


to = addresses_of("fund_desk")


LISTS = (
    "home",
    "additions",
    "communities",
    "homes",
    "notices",
    "refunds",
    "receipts",
    "works",
    "troubles",
    "runs",
    "openings",
    "registrations",
    "keys",
    "area_reviews",
    "companies",
)
FORMS = (
    "enter_community",
    "enter_home",
    "enter_notice",
    "start_interest",
    "enter_revenue",
    "enter_unit_deposit",
    "start_opening",
    "enter_old_holder",
)


def walks() -> list[Walk]:
    everything, looking = Pages(), Pages()
    officer = everything.as_staff(*OF_FUND, username="quan.fund", name="全福")
    looking.as_staff(Power.FUND_READ, username="kan.kan", name="阚看")
    empty = visits(*(to(name) for name in LISTS))
    world = the_world(officer.pk)
    return [
        Walk(everything, [*empty, *of_everything(world)]),
        Walk(
            looking,
            [
                *visits(to("home"), to("homes"), to("home_detail", world.account)),
                *visits(to("refund", world.refund), to("run", world.run)),
                Visit(to("additions"), status=403),
                Visit(to("enter_home"), status=403),
            ],
        ),
    ]


def the_world(officer_id: int | None = None) -> SimpleNamespace:
    """Something of everything; the officer has handed in a file of notices, which no other sees."""
    officer_id = officer_id or an_officer()
    (account, paid), (other, receipted) = too_much_deposited(2)
    owing = an_account(owners=(ZHAO,))
    asked = fund.demand_deposit(account_id=owing.pk, by=DEPARTMENT)
    addition, document = an_addition()
    upload = a_file_of(officer_id)
    refund = fund.enter_refund(
        account_id=account.pk,
        deposit_id=paid.pk,
        reason=RefundReason.AREA,
        amount_fen=400_00,
        payee_name="王五",
        payee_account=CARD,
        payee_bank="中国工商银行北京望京支行",
        by=Actor("zhang.min", "centre", frozenset({Power.FUND_PAY}), staff_id=901),
    )
    return SimpleNamespace(
        account=account.pk,
        paid=receipted.pk,
        owing=owing.pk,
        asked=asked.pk,
        addition=addition,
        document=document,
        upload=upload.pk,
        print=upload.prints.get().pk,
        refund=refund.pk,
        run=a_run(other),
        community=other.dwelling.building.community_id,
        own=a_self_managed_home(),
        trouble=a_trouble(receipted.pk),
        public=a_sold_public_home().pk,
        **vars(property_areas.the_world(*a_company())),
        unsold=an_unsold_home(),
        **an_opening(),
        **companies(),
        **works.payments_of_the_city(),
    )


def an_unsold_home() -> int:
    """The account of a home that nobody has bought yet."""
    home = fund.enter_unsold(
        district="110105",
        community="望京花园",
        building="66号楼",
        storeys=18,
        terms=DwellingTerms(9, "901", 90_00, None),
        by=DEPARTMENT,
    )
    account = queries.account_of_home(home.pk)
    assert account is not None
    return account.pk


def companies() -> dict[str, int]:
    """A unit that applies, one that is approved, and a company whose key was copied."""
    (key, device), waiting, approved = a_key(), applied(), registered()
    for one in (device.copied(), device):
        company_actions.enter_by_key(answer=one.enters(), password=PASSWORD, by=NOBODY)
    return {"registration": waiting.pk, "approved": approved.pk, "key": key.pk}


def an_opening() -> dict[str, int]:
    """What is paid over from an old account, and a file of homes of which one is wrong."""
    entry = a_credit(12_345_67)
    opening = openings.start_opening(bank="bob", entry_id=entry.pk, by=MAKER)
    rows = [{**OLD, "室号": "901", "小区名称": "望京壹号"}, {**OLD, "室号": "902", "余额": "x"}]
    about = {"opening_id": opening.pk, "name": "旧里.xlsx", "by": MAKER}
    upload = openings.receive_file(content=a_file_of_homes(*rows), **about)
    opening_jobs.check_files(0)
    return {"opening": opening.pk, "opening_file": upload.pk}


def an_officer() -> int:
    member = people.record_staff(
        username="ge.bie", name="葛别", password="x", powers=[Power.FUND_ENTER], by=CLOCK
    )
    return member.pk


def too_much_deposited(count: int) -> list[tuple[Account, Deposit]]:
    """Homes of 90 m² for which 18,000.00 was deposited, credited by the bank on one day, and which are only 88."""
    wang = signed_in(WANG)
    accounts = [an_account() for _ in range(count)]
    deposits = [fund.demand_deposit(account_id=one.pk, by=wang) for one in accounts]
    payments = [start(one, wang) for one in deposits]
    for payment in payments:
        is_told_paid(payment)
    book()
    the_bank_credits(*payments)
    for account in accounts:
        fund.correct_area(account_id=account.pk, area_hundredths=88_00, by=DEPARTMENT)
    return [
        (queries.account_of_home(account.dwelling_id), fresh(paid))
        for account, paid in zip(accounts, deposits, strict=True)
    ]


def an_addition() -> tuple[int, int]:
    zhao = signed_in(ZHAO)
    file_id = store_file(name="产权证.png", content=PNG, allowed=ATTACHMENT, by=zhao)
    addition = fund.add_home(
        way=Way.DOCUMENTS,
        wanted="北京市朝阳区阜通东大街1号望京花园99号楼1单元301室",
        district="110105",
        phone="13800000001",
        documents=[file_id],
        by=zhao,
    )
    return addition.pk, addition.documents.get().pk


def a_file_of(officer_id: int):
    a_site(a_developer())
    by = Actor("quan.fund", "centre", frozenset({Power.FUND_ENTER}), staff_id=officer_id)
    rows = ({**ROW, "室号": "301"}, {**ROW, "室号": "302", "建筑面积": "九十"})
    upload = fund_notices.receive_file(name="一号楼.xlsx", content=a_file(*rows), by=by)
    for _ in range(4):
        jobs.work_on_files(0)
    return upload


def a_run(account: Account) -> int:
    entry = a_credit(1_000_00)
    community = account.dwelling.building.community_id
    run = runs.enter_revenue(
        community_id=community, entry_id=entry.pk, purpose="电梯广告", by=MAKER
    )
    return run.pk


def a_self_managed_home() -> int:
    """Its community, whose owners keep their fund themselves."""
    return a_home(mode="self_managed").building.community_id


def a_trouble(deposit_id: int) -> int:
    """A receipt was asked for, and the platform answered what nobody can read."""
    receipt = fund.request_receipt(deposit_id=deposit_id, by=DEPARTMENT)
    receipts.note_silence(
        receipt_id=receipt.pk,
        result=Result.UNREADABLE,
        why="HTTP 502",
        raw="<html>502 Bad Gateway</html>",
        by=CLOCK,
    )
    return Trouble.objects.get().pk


def of_everything(world: SimpleNamespace) -> list[Visit]:
    forms = [
        *(to(name) for name in FORMS),
        to("correct_area", world.account),
        to("record_loss", world.account),
        to("refund_unit", world.public),
        to("sell_home", world.account),
        to("sell_home", world.unsold),
        to("enter_refund", world.account),
        to("withdraw_notice", world.asked),
        to("record_paper", world.paid),
        to("void_receipt", world.paid),
    ]
    return [
        *visits(*(to(name) for name in LISTS)),
        *visits(to("homes", ask="words=望京"), to("homes", ask="contract_no=XF1")),
        *visits(to("homes", ask="words=x"), to("receipts", ask="no=WX1")),
        *visits(to("additions", ask="status=added"), to("additions", ask="text=XF1")),
        *visits(to("addition", world.addition), to("addition", world.addition, ask="words=望京")),
        *visits(to("home_detail", world.account), to("home_detail", world.owing)),
        *visits(to("home_detail", world.unsold)),
        *works.of_the_fund(world),
        *visits(to("owners", world.account), to("movements", world.account)),
        *visits(to("movements", world.owing), to("movements", world.account, ask="before=1")),
        *visits(to("deposit", world.asked), to("deposit", world.paid)),
        *visits(to("refund", world.refund), to("run", world.run), to("trouble", world.trouble)),
        *visits(to("notice_file", world.upload), *forms),
        *visits(to("community", world.community), to("community", world.own)),
        *visits(to("homes", ask="words=自管苑"), to("communities", ask="name=望京花园")),
        *(Visit(address, sends(FORM)) for address in forms),
        Visit(to("notices"), sends(FORM)),
        Visit(to("addition", world.addition), sends(FORM)),
        Visit(to("refund", world.refund), sends(FORM)),
        Visit(to("run", world.run), sends(FORM)),
        *visits(to("registration", world.registration), to("registration", world.approved)),
        *visits(to("key", world.key), to("keys", ask="status=suspended")),
        Visit(to("registration", world.registration), sends(FORM)),
        Visit(to("key", world.key), sends(FORM)),
        *visits(to("opening", world.opening), to("opening_file", world.opening_file)),
        Visit(to("opening", world.opening), sends("main form[enctype]")),
        *visits(to("area_reviews", ask="status=returned"), to("companies", ask="words=安居")),
        *visits(to("area_reviews", ask="text=GL1"), to("companies", ask="words=没有这家")),
        *(Visit(to("area_review", one)) for one in (world.area_waiting, world.area_granted)),
        Visit(to("area_review", world.area_waiting), sends(FORM)),
        Visit(to("area_review", world.area_waiting), sends("form[action$=decision]")),
        *visits(to("company", world.company), to("company_in_full", world.company)),
        *visits(to("end_area", world.area)),
        Visit(to("end_area", world.area), sends(FORM)),
        Visit(to("area_paper", world.area_paper), is_file=True),
        Visit(to("opening_template"), is_file=True),
        Visit(to("opening_result", world.opening_file), is_file=True),
        Visit(to("notice_template"), is_file=True),
        Visit(to("notice_result", world.upload), is_file=True),
        Visit(to("notice_print", world.print), is_file=True),
        Visit(to("deposit_notice", world.asked), is_file=True),
        Visit(to("addition_document", world.document), is_file=True),
        Visit(to("receipt_file", world.paid), status=404),
        Visit(to("home_detail", 4711), status=404),
    ]
