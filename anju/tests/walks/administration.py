"""【系统管理】, walked by the three administrators of the fund centre, with users and posts in every state."""

from playwright.sync_api import Page

from anju.core.actions import record_look, record_refused_access
from anju.core.actors import CLOCK
from anju.people import actions
from anju.people.rules import LOCKED_AFTER, Duty, Office, Power, SignInOutcome
from anju.people.tests.offices import administrator_of, opened, post_of
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, addresses_of, presses, sends, visits

FORM = "main form[method=post]"


to = addresses_of("administration")


def keeper(power: Power, name: str) -> Pages:
    pages = Pages()
    pages.as_staff(power, office=Office.CENTRE, username=power.value, name=name)
    return pages


def walks() -> list[Walk]:
    by = administrator_of(Office.CENTRE, Duty.SYSTEM)
    member_id, locked_id = opened(by, "li.qiang"), opened(by, "zhao.min")
    closed_id = opened(by, "gone.one")
    actions.close_staff(member_id=closed_id, because="离职，工作已交接给其他同事", by=by)
    posts = [post_of(Office.CENTRE, name) for name in ("查询岗", "监管岗")]
    posting, _ = [
        actions.propose_post(member_id=member_id, post_id=post_id, by=by) for post_id in posts
    ]
    for _ in range(LOCKED_AFTER):
        actions.record_sign_in(
            username="zhao.min", outcome=SignInOutcome.WRONG, ip="2001:db8::7", by=CLOCK
        )
    record_refused_access(
        method="GET", path="/centre/entries/4711", view_name="x", ip="10.0.0.8", by=by
    )
    record_look(
        kind="refunds.case",
        record_id=1,
        whose="BA-110105-2026-000001",
        view_name="x",
        purpose="查看争议材料",
        ip="10.0.0.9",
        by=by,
    )
    return [
        Walk(keeper(Power.USER_KEEP, "系统"), of_system(member_id, locked_id, closed_id)),
        Walk(keeper(Power.SECURITY_KEEP, "安全"), of_security(member_id, locked_id, posting.pk)),
        Walk(keeper(Power.AUDIT_READ, "审计"), of_audit()),
    ]


def of_system(member_id: int, locked_id: int, closed_id: int) -> list[Visit]:
    user = to("user", member_id)
    return [
        Visit(to("home"), leads_to=to("users")),
        *visits(to("users"), to("users", ask="name=没有的人"), to("users", ask="duty=x")),
        *visits(user, to("user", locked_id), to("user", closed_id)),
        Visit(user, presses("[data-opens=reset-password]")),
        Visit(user, sends("dialog form")),
        *(Visit(to("open_user"), does) for does in (None, sends(FORM), opens_user)),
        *(
            Visit(to(name, member_id), does)
            for name in ("contact", "place", "close", "propose")
            for does in (None, sends(FORM))
        ),
        *visits(to("posts"), to("add_post")),
        Visit(to("add_post"), sends(FORM)),
    ]


def opens_user(page: Page) -> None:
    page.locator("[name=username]").fill("new.one")
    page.locator("[name=name]").fill("新来")
    page.locator("[name=duty]").first.check()
    with page.expect_navigation():
        page.locator(FORM).get_by_role("button").first.click()


def of_security(member_id: int, locked_id: int, posting_id: int) -> list[Visit]:
    return [
        Visit(to("home"), leads_to=to("approvals")),
        *visits(to("approvals"), to("decide", posting_id), to("user", member_id)),
        Visit(to("decide", posting_id), sends(FORM)),
        *visits(to("user", locked_id), to("remove_second_factor", member_id)),
        Visit(to("remove_second_factor", member_id), sends(FORM)),
        Visit(to("open_user"), status=403),
    ]


def of_audit() -> list[Visit]:
    lists = ("audit", "audit_refused", "audit_sign_ins", "audit_looks")
    return [
        Visit(to("home"), leads_to=to("audit")),
        *visits(*map(to, lists)),
        Visit(to("audit", ask="record=x")),
        Visit(to("audit", ask="who=nobody")),
        Visit(to("audit", ask="as=file"), is_file=True),
    ]
