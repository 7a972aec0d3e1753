"""接口密钥: the office gives platforms keys, limits and revokes any, and sees which events do not arrive. (OPS-04)"""

import re

import pytest

from anju.clients.webhooks import Sent
from anju.core.actors import CLOCK
from anju.parameters.tests.settling import settle
from anju.people import actions as people
from anju.people.models import ApiKey
from anju.tests.world import a_bank_account, a_lease, enterprise_of
from anju.webhooks import actions as webhooks
from anju.webhooks.models import Delivery, Subscription

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OPS-04")]
PROGRAMS = "/centre/programs"
TYPED = {
    "name": "北京市房屋租赁服务平台",
    "scopes": ["lease.file"],
    "calls_a_minute": "600",
    "calls_a_day": "100000",
}


@pytest.fixture
def keeper(pages):
    pages.as_staff("api.keep")
    return pages


def test_a_platform_is_given_a_key_that_is_shown_once(keeper):
    keeper.get(f"{PROGRAMS}/new")
    keeper.post(f"{PROGRAMS}/new", TYPED)
    key = re.search(r"anju_[\w-]{43}", keeper.page.text).group()

    keeper.get(PROGRAMS)

    assert "北京市房屋租赁服务平台" in keeper.page.text
    assert key not in keeper.page.text and f"…{key[-4:]}" in keeper.page.text


def test_a_bank_is_given_a_key_for_its_own_account(keeper):
    a_bank_account()
    of_bank = TYPED | {"name": "建设银行", "scopes": ["bank.read"]}
    keeper.post(f"{PROGRAMS}/new", of_bank)
    assert "须指明是哪家银行" in keeper.page.text  # at its field
    keeper.post(f"{PROGRAMS}/new", of_bank | {"bank": "ccb"})

    made = ApiKey.objects.get()
    assert (made.name, made.bank, made.scopes) == ("建设银行", "ccb", ["bank.read"])
    keeper.get(f"{PROGRAMS}/{made.pk}")
    assert "银行代码 ccb" in keeper.page.text


@pytest.mark.covers("CTR-06")
def test_a_new_key_is_offered_the_limit_that_is_in_force(keeper):
    settle("api.calls_a_minute", "450")
    keeper.get(f"{PROGRAMS}/new")
    named = {one.get("name"): one.get("value") for one in keeper.page.root.iter("input")}

    assert named["calls_a_minute"] == "450"


def test_what_is_wrong_is_told_at_its_field(keeper):
    keeper.post(f"{PROGRAMS}/new", TYPED | {"calls_a_minute": "0", "scopes": []})

    assert "请至少选择一项操作" in keeper.page.text
    assert ApiKey.objects.count() == 0


def test_any_key_is_found_limited_and_revoked_with_a_reason(keeper):
    by = enterprise_of(a_lease())
    people.issue_key_for_organisation(name="租务系统", scopes=["lease.read"], by=by)
    found = ApiKey.objects.get()
    keeper.get(f"{PROGRAMS}?whose=platform")
    assert "没有符合条件的密钥" in keeper.page.text
    keeper.get(f"{PROGRAMS}?whose=enterprise&status=active")
    assert "租务系统" in keeper.page.text

    address = f"{PROGRAMS}/{found.pk}"
    keeper.get(address)
    keeper.post(address, {"calls_a_minute": "5", "calls_a_day": "50"}, follow=True)
    keeper.get(f"{address}/revoke")
    keeper.post(f"{address}/revoke", {"because": ""})
    assert "请填写吊销原因" in keeper.page.text
    keeper.post(f"{address}/revoke", {"because": "密钥泄露"}, follow=True)

    found.refresh_from_db()
    assert (found.calls_a_minute, found.calls_a_day, found.status) == (5, 50, "revoked")
    assert "密钥泄露" in keeper.page.text


def test_addresses_that_do_not_answer_and_events_given_up_are_seen(keeper):
    keeper.get(f"{PROGRAMS}/trouble")
    assert "所有地址都有应答" in keeper.page.text and "没有未送达的事件" in keeper.page.text
    by = enterprise_of(a_lease())
    one = webhooks.subscribe(url="https://erp.example/", events=["lease.filed"], by=by)
    webhooks.send_test_event(subscription_id=one.pk, by=by)
    delivery = Delivery.objects.get()
    Delivery.objects.update(attempts=8)
    silent = Sent(outcome="10秒内没有应答", is_silent=True)
    webhooks.record_attempt(delivery_id=delivery.pk, sent=silent, by=CLOCK)

    keeper.get(f"{PROGRAMS}/trouble")

    assert "https://erp.example/" in keeper.page.text
    assert "10秒内没有应答" in keeper.page.text


def test_a_platform_is_told_where_the_office_says_and_only_what_concerns_it(keeper):
    keeper.post(f"{PROGRAMS}/new", TYPED)
    key = ApiKey.objects.get()
    keeper.get(f"{PROGRAMS}/{key.pk}")
    assert "新建推送" in keeper.page.text
    keeper.get(f"{PROGRAMS}/{key.pk}/subscribe")
    assert "缴款已监管" in keeper.page.text and "划转成功" not in keeper.page.text
    typed = {"url": "https://platform.example/", "events": ["order.supervised"]}
    keeper.post(f"{PROGRAMS}/{key.pk}/subscribe", typed)
    assert re.search(r"whsec_[\w-]{43}", keeper.page.text)

    address = f"{PROGRAMS}/subscriptions/{Subscription.objects.get().pk}"
    keeper.post(f"{address}/test", follow=True)
    assert "测试事件" in keeper.page.text and "北京市房屋租赁服务平台" in keeper.page.text
    keeper.get(f"{PROGRAMS}/subscriptions")
    assert "https://platform.example/" in keeper.page.text
    keeper.get(f"{PROGRAMS}/deliveries")
    assert "测试事件" in keeper.page.text
    keeper.post(f"{PROGRAMS}/{key.pk}/revoke", {"because": "停止合作"}, follow=True)
    keeper.get(address)
    assert "已停用" in keeper.page.text and "停止合作" in keeper.page.text


def test_of_an_enterprise_the_office_keeps_no_subscriptions(keeper):
    by = enterprise_of(a_lease())
    people.issue_key_for_organisation(name="租务系统", scopes=["lease.read"], by=by)
    one = webhooks.subscribe(url="https://erp.example/", events=["lease.filed"], by=by)

    for address in (f"{ApiKey.objects.get().pk}/subscribe", f"subscriptions/{one.pk}"):
        assert keeper.get(f"{PROGRAMS}/{address}").status_code == 404


def test_who_does_not_keep_keys_has_no_such_page(pages):
    pages.as_staff("bank.read")

    assert pages.get(PROGRAMS).status_code == 403
    pages.get("/centre/")
    assert "接口密钥" not in pages.page.text
