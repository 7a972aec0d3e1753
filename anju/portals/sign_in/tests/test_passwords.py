"""修改密码: at the first sign-in it is forced, later it is there whenever somebody likes. (IDN-01)"""

import pytest
from django.contrib.auth.models import User

from anju.core.actors import CLOCK
from anju.people import actions as people
from anju.people.models import Administrator
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db
CHOSEN = "Peking-2026-xyz"


@pytest.fixture
def opened() -> tuple[User, str]:
    """An institution's administrator, and the password that was drawn for them."""
    organisation = people.record_organisation(
        name="北京安家住房租赁有限公司", uscc="91110105MA00TE5T2T", by=CLOCK
    )
    username, password = people.open_administrator(organisation_id=organisation.pk, by=CLOCK)
    return User.objects.get(username=username), password


def choose(pages: Pages, present: str, chosen: str = CHOSEN, again: str = CHOSEN, ask: str = ""):
    sent = {"present": present, "chosen": chosen, "again": again}
    return pages.post(f"/staff/password{ask}", sent)


@pytest.mark.covers("IDN-01")
def test_an_administrator_replaces_the_first_password_and_stays_signed_in(pages, opened):
    user, password = opened
    pages.force_login(user)
    elsewhere = Pages()
    elsewhere.force_login(user)
    pages.get("/staff/password")
    assert "请先设置自己的密码" in pages.page.text

    assert choose(pages, password)["Location"] == "/agency/"

    assert not Administrator.objects.get().must_choose_password
    assert pages.get("/staff/password").status_code == 200
    assert "其他设备上的登录全部退出" in pages.page.text
    assert elsewhere.get("/staff/password")["Location"].startswith("/staff/sign-in")


@pytest.mark.parametrize(
    ("present", "chosen", "again", "told"),
    [
        ("wrong", CHOSEN, CHOSEN, "当前密码不正确"),
        (None, CHOSEN, CHOSEN + "x", "两次输入的新密码不一致"),
        (None, None, None, "新密码不能与当前密码相同"),
        (None, "short", "short", "新密码不符合要求：至少要12个字符"),
        (None, "1029384756102", "1029384756102", "密码只包含数字"),
    ],
)
def test_what_is_wrong_with_a_password_is_told_in_chinese(
    pages, opened, present, chosen, again, told
):
    user, password = opened
    pages.force_login(user)
    choose(pages, present or password, chosen or password, again or password)
    assert told in pages.page.text
    assert password not in pages.page.text
    user.refresh_from_db()
    assert user.check_password(password)


def test_whoever_tries_one_present_password_after_the_other_has_to_wait(pages, opened):
    user, password = opened
    pages.force_login(user)
    for _ in range(5):
        choose(pages, "wrong")
    choose(pages, password)
    assert "操作过于频繁" in pages.page.text
    user.refresh_from_db()
    assert user.check_password(password)


def test_after_the_change_one_goes_on_where_one_was_led_from(pages, opened):
    user, password = opened
    pages.force_login(user)
    assert choose(pages, password, ask="?next=/agency/homes")["Location"] == "/agency/homes"


def test_an_address_elsewhere_is_not_gone_to(pages, opened):
    user, password = opened
    pages.force_login(user)
    asked = "?next=https://evil.example/"
    assert choose(pages, password, ask=asked)["Location"] == "/agency/"


def test_a_password_is_changed_only_by_who_has_an_account(pages):
    assert pages.get("/staff/password")["Location"].startswith("/staff/sign-in")
