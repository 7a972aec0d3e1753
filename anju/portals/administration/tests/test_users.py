"""用户管理 of each office: the system administrator opens, resets and closes, the security administrator approves."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from anju.core.models import Event
from anju.people.models import Post, Posting, StaffMember
from anju.people.queries import powers_of
from anju.people.rules import LOCKED_AFTER, Office, Power
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db
NEW = {"username": "li.qiang", "name": "李强", "duty": "business", "phone": "13800000009"}
PASSWORD = re.compile(r"初始密码 ([A-Za-z0-9_-]{16})")


def to(name, *args, ask=""):
    return reverse(f"administration:{name}", args=args) + (f"?{ask}" if ask else "")


def administrator(power: Power, office: Office, number: int = 1) -> Pages:
    pages = Pages()
    pages.as_staff(
        power,
        office=office,
        username=f"{power.value}.{office.value}.{number}",
        name=f"{power.label}{number}",
    )
    return pages


@pytest.fixture(params=list(Office))
def office(request, db):
    return request.param


@pytest.fixture
def system(office):
    return administrator(Power.USER_KEEP, office)


@pytest.fixture
def security(office):
    return administrator(Power.SECURITY_KEEP, office)


def opened(system) -> tuple[int, str]:
    system.post(to("open_user"), NEW)
    password = PASSWORD.search(system.page.text)[1]
    return User.objects.get(username="li.qiang").pk, password


@pytest.mark.covers("IDN-01", "IDN-04")
def test_a_user_is_opened_with_a_password_that_is_shown_once(office, system):
    member_id, password = opened(system)
    member = StaffMember.objects.get(pk=member_id)
    assert (member.office, member.must_choose_password) == (office, True)
    assert member.user.check_password(password)
    assert "首次登录须修改密码" in system.page.text

    system.get(to("user", member_id))
    assert password not in system.page.text
    assert "138****0009" in system.page.text
    system.get(to("users", ask="name=李强"))
    assert "li.qiang" in system.page.text


@pytest.mark.covers("IDN-01")
def test_the_first_password_leads_nowhere_but_to_another_one(office, system):
    member_id, password = opened(system)
    newcomer = Pages()
    newcomer.post("/staff/sign-in", {"login": "li.qiang", "password": password})
    desk = f"/{office.value}/"
    assert newcomer.get(desk)["Location"] == f"/staff/password?next=%2F{office.value}%2F"

    sent = {"present": password, "chosen": "Peking-2026-xyz", "again": "Peking-2026-xyz"}
    assert newcomer.post(f"/staff/password?next={desk}", sent)["Location"] == desk

    assert newcomer.get(desk)["Location"].startswith("/staff/second-factor/set-up")
    assert not StaffMember.objects.get(pk=member_id).must_choose_password


@pytest.mark.covers("IDN-03")
def test_a_post_is_proposed_by_one_and_approved_by_another(office, system, security):
    member_id, _ = opened(system)
    post = Post.objects.filter(office=office, duty="business").first()
    system.post(to("propose", member_id), {"post": post.pk}, follow=True)
    assert "待安全管理员核准" in system.page.text
    assert powers_of(member_id) == frozenset()
    security.get(to("approvals"))
    assert "李强" in security.page.text
    posting = Posting.objects.get()

    security.post(to("decide", posting.pk), {"decision": "approve"}, follow=True)

    assert "已核准" in security.page.text
    assert powers_of(member_id) == set(post.powers)
    system.post(to("end_posting", posting.pk), follow=True)
    assert "岗位已撤销" in system.page.text
    assert powers_of(member_id) == frozenset()


def test_a_post_is_refused_with_a_reason(office, system, security):
    member_id, _ = opened(system)
    post = Post.objects.filter(office=office, duty="business").first()
    system.post(to("propose", member_id), {"post": post.pk})
    posting = Posting.objects.get()
    security.post(to("decide", posting.pk), {"decision": "refuse", "because": ""})
    assert "原因：请填写原因" in security.page.text
    security.post(
        to("decide", posting.pk), {"decision": "refuse", "because": "不需要"}, follow=True
    )
    assert "未予核准" in security.page.text
    assert powers_of(member_id) == frozenset()


@pytest.mark.covers("IDN-02")
def test_a_reset_ends_what_is_signed_in_and_draws_another_password(office, system):
    member_id, first = opened(system)
    there = Pages()
    there.force_login(User.objects.get(pk=member_id))
    assert there.get("/staff/password").status_code == 200

    system.post(to("reset_password", member_id))

    password = PASSWORD.search(system.page.text)[1]
    user = User.objects.get(pk=member_id)
    assert password != first
    assert (user.check_password(password), user.check_password(first)) == (True, False)
    assert there.get("/staff/password")["Location"].startswith("/staff/sign-in")
    system.get(to("user", member_id))
    assert "重置密码" in system.page.text
    assert password not in system.page.text


@pytest.mark.covers("IDN-03")
def test_who_has_not_the_power_is_told_which_it_is_and_which_administrator_to_ask(office, system):
    member_id, _ = opened(system)
    auditor = administrator(Power.AUDIT_READ, office)
    assert auditor.post(to("reset_password", member_id)).status_code == 403
    assert "需要「管理用户」权限" in auditor.page.text
    assert "请联系系统管理员：管理用户1。" in auditor.page.text
    assert auditor.get(to("user", member_id)).status_code == 200
    assert "重置密码？" not in auditor.page.text
    assert not Event.objects.filter(move="reset_password").exists()


@pytest.mark.covers("IDN-04")
def test_nobody_finds_the_users_of_another_office(office, system, security):
    other = next(one for one in Office if one != office)
    stranger = administrator(Power.USER_KEEP, other)
    keeper = administrator(Power.SECURITY_KEEP, other)
    member_id, _ = opened(system)
    post = Post.objects.filter(office=office, duty="business").first()
    system.post(to("propose", member_id), {"post": post.pk})
    posting = Posting.objects.get()

    for name in ("user", "contact", "close"):
        assert stranger.get(to(name, member_id)).status_code == 404
    assert stranger.post(to("reset_password", member_id)).status_code == 404
    assert stranger.post(to("end_posting", posting.pk)).status_code == 404
    for name in ("unlock", "remove_second_factor"):
        assert keeper.post(to(name, member_id), {"because": "x"}).status_code == 404
    assert keeper.post(to("decide", posting.pk), {"decision": "approve"}).status_code == 404
    stranger.get(to("users"))
    assert "li.qiang" not in stranger.page.text


def test_a_locked_user_is_unlocked_by_the_security_administrator(office, system, security):
    member_id, password = opened(system)
    from django.core.cache import cache

    for _ in range(LOCKED_AFTER):
        cache.clear()  # as if time passed: the limit of attempts is another matter
        Pages().post("/staff/sign-in", {"login": "li.qiang", "password": "wrong"})
    cache.clear()
    newcomer = Pages()
    newcomer.post("/staff/sign-in", {"login": "li.qiang", "password": password})
    assert "_auth_user_id" not in newcomer.session
    system.get(to("user", member_id))
    assert "已锁定" in system.page.text

    security.post(to("unlock", member_id), follow=True)

    assert "已解除锁定" in security.page.text
    newcomer.post("/staff/sign-in", {"login": "li.qiang", "password": password})
    assert newcomer.session["_auth_user_id"] == str(member_id)
    security.post(to("unlock", member_id), follow=True)
    assert "当前状态为「在用」，不能解除锁定" in security.page.text


def test_a_second_factor_that_was_lost_is_removed_for_a_reason(office, system, security):
    member_id, _ = opened(system)
    security.post(to("remove_second_factor", member_id), {"because": ""})
    assert "原因：请填写原因" in security.page.text
    security.post(to("remove_second_factor", member_id), {"because": "手机遗失"}, follow=True)
    assert "第二重验证已解除" in security.page.text
    assert "手机遗失" in security.page.text


@pytest.mark.covers("CTR-05")
def test_somebody_of_the_fund_centre_is_placed_in_a_department(office, system):
    """管理部 are the fund centre's: at the other offices there is no such page."""
    member_id, _ = opened(system)
    at = to("place", member_id)
    if office != Office.CENTRE:
        assert system.get(at).status_code == system.post(at, {"district": "110105"}).status_code
        assert system.get(at).status_code == 404
        return
    system.post(at, {"district": "999999"})
    assert "请从列表中选择" in system.page.text
    system.post(at, {"district": "110105"}, follow=True)
    assert "管理部已调整" in system.page.text and "朝阳区管理部" in system.page.text
    system.get(to("users"))
    assert "朝阳区管理部" in system.page.text
    assert StaffMember.objects.get(pk=member_id).district == "110105"
    system.post(at, {"district": ""})
    assert StaffMember.objects.get(pk=member_id).district == ""


def test_a_user_is_closed_for_a_reason(office, system):
    member_id, _ = opened(system)
    system.post(to("contact", member_id), {"phone": "13800000010", "mail": "li@example.cn"})
    assert StaffMember.objects.get(pk=member_id).phone == "13800000010"
    system.post(to("close", member_id), {"because": "离职"}, follow=True)
    assert "用户已停用" in system.page.text
    assert "已停用" in system.page.text
    assert not User.objects.get(pk=member_id).is_active


def test_the_last_system_administrator_is_not_closed(office, system):
    own = User.objects.get(username=f"user.keep.{office.value}.1")
    system.post(to("close", own.pk), {"because": "x"})
    assert "不能对自己的账号办理此事" in system.page.text
    security = administrator(Power.SECURITY_KEEP, office)
    security.get(to("users"))
    security_id = User.objects.get(username=f"security.keep.{office.value}.1").pk
    system.post(to("close", security_id), {"because": "x"})
    assert "唯一在用的安全管理员" in system.page.text


def test_a_post_is_named(office, system):
    own = sorted(Post.objects.filter(office=office, duty="business").first().powers)
    system.get(to("add_post"))
    system.post(to("add_post"), {"name": "临时岗", "powers": []})
    assert "请至少选择一项权限" in system.page.text
    system.post(to("add_post"), {"name": "临时岗", "powers": own}, follow=True)
    assert "岗位已新增" in system.page.text
    assert "临时岗" in system.page.text


def test_what_is_wrong_with_a_new_user_stands_at_its_field(office, system):
    opened(system)
    system.post(to("open_user"), NEW)
    assert "用户名「li.qiang」已被使用" in system.page.text
    system.post(to("open_user"), {**NEW, "username": "x", "phone": "12"})
    assert "用户名由3至30位" in system.page.text


def test_an_administrator_begins_at_the_administration_and_finds_it_in_the_menu(office, system):
    assert system.get("/staff/")["Location"] == "/administration/"
    assert system.get("/administration/")["Location"] == to("users")
    system.get(f"/{office.value}/")
    assert "用户管理" in system.page.text
    clerk = Pages()
    post = Post.objects.filter(office=office, duty="business").first()
    clerk.as_staff(post.powers[0], username="clerk", name="柯乐")
    clerk.get(f"/{office.value}/")
    assert "用户管理" not in clerk.page.text
    assert clerk.get(to("users")).status_code == 403
