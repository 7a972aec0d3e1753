"""开放接口: keys made in a step, where events are told, what was told, what was called. (OPS-04, BEY-11)"""

import re
from dataclasses import replace
from typing import Any

import pytest

from anju.clients.tests.outside import Outside, serve
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.parameters.tests.settling import settle
from anju.people.models import ApiKey
from anju.portals.enterprise.tests.test_leases import rows
from anju.tests.pages import Pages
from anju.tests.world import a_lease, enterprise_of
from anju.webhooks import actions, jobs
from anju.webhooks.models import Delivery, Subscription
from anju.webhooks.rules import Event, Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OPS-04", "BEY-11")]
PROGRAMS = "/enterprise/programs"
SUBSCRIPTIONS = f"{PROGRAMS}/subscriptions"
DELIVERIES = f"{PROGRAMS}/deliveries"


class Kept(Pages):
    """Pages, and the last answer as it came."""

    html = ""

    def request(self, **request: Any) -> Any:
        expected = request.pop("status", None)
        response = super().request(**request)
        self.html = response.content.decode() if not response.streaming else ""
        if expected is not None:
            assert response.status_code == expected
        return response


@pytest.fixture
def pages(db):
    return Kept()


@pytest.fixture
def receiver():
    outside, server = serve()
    outside.says(204)
    yield outside
    server.shutdown()
    server.server_close()


def subscribed(pages: Kept, to: Outside) -> Subscription:
    typed = {"url": f"{to.url}/events", "events": ["lease.filed", "order.supervised"]}
    pages.post(f"{SUBSCRIPTIONS}/new", typed)
    return Subscription.objects.get(url=typed["url"])


@pytest.mark.covers("CTR-06")
def test_a_new_key_has_the_limit_that_is_in_force_and_an_older_one_keeps_its_own(enterprise, pages):
    pages.post(f"{PROGRAMS}/keys/new", {"name": "旧系统", "scopes": ["lease.read"]})
    settle("api.calls_a_minute", "450")
    pages.post(f"{PROGRAMS}/keys/new", {"name": "新系统", "scopes": ["lease.read"]})

    limits = dict(ApiKey.objects.values_list("name", "calls_a_minute"))
    assert limits == {"旧系统": 600, "新系统": 450}


def test_a_key_is_made_in_one_step_and_calls_the_api_at_once(enterprise, pages):
    pages.get(PROGRAMS)
    assert "还没有密钥" in pages.page.text
    pages.get(f"{PROGRAMS}/keys/new")
    pages.post(f"{PROGRAMS}/keys/new", {"name": "租务系统", "scopes": ["lease.read"]})

    key = re.search(r"anju_[\w-]{43}", pages.page.text).group()
    answer = pages.get("/api/v1/leases", HTTP_AUTHORIZATION=f"Bearer {key}")
    pages.get(PROGRAMS)
    assert answer.status_code == 200
    assert key not in pages.page.text  # shown once
    [row] = rows(pages)
    assert "租务系统" in row and f"anju_…{key[-4:]}" in row and "查询合同和账单" in row


def test_a_key_without_a_name_or_a_scope_is_told_at_the_field(enterprise, pages):
    pages.post(f"{PROGRAMS}/keys/new", {"name": "", "scopes": []}, status=200)

    assert "请填写密钥名称" in pages.page.text
    assert "请至少选择一项操作" in pages.page.text


def test_calls_and_what_is_used_of_the_quota_are_seen(enterprise, pages):
    pages.post(f"{PROGRAMS}/keys/new", {"name": "租务系统", "scopes": ["lease.read"]})
    key = re.search(r"anju_[\w-]{43}", pages.page.text).group()
    pages.get("/api/v1/leases", HTTP_AUTHORIZATION=f"Bearer {key}")

    pages.get(f"{PROGRAMS}/calls")
    [row] = rows(pages)
    assert "GET /api/v1/leases" in row and "200" in row
    pages.get(PROGRAMS)
    address = re.search(r"/enterprise/programs/keys/\d+", pages.html).group()
    pages.get(address)
    assert "600 次" in pages.page.text and "100000 次" in pages.page.text


def test_a_key_is_replaced_and_revoked(enterprise, pages):
    pages.post(f"{PROGRAMS}/keys/new", {"name": "租务系统", "scopes": ["lease.read"]})
    first = re.search(r"anju_[\w-]{43}", pages.page.text).group()
    pages.get(PROGRAMS)
    address = re.search(r"/enterprise/programs/keys/\d+", pages.html).group()

    pages.post(f"{address}/replace")
    second = re.search(r"anju_[\w-]{43}", pages.page.text).group()
    assert first != second
    pages.post(f"{address}/revoke", follow=True)

    assert "已吊销" in pages.page.text
    assert "更换密钥？" not in pages.page.text


def test_events_are_subscribed_to_tested_and_seen_to_arrive(enterprise, pages, receiver):
    pages.get(SUBSCRIPTIONS)
    assert "还没有推送" in pages.page.text
    subscription = subscribed(pages, receiver)
    assert subscription.secret in pages.page.text
    address = f"{SUBSCRIPTIONS}/{subscription.pk}"
    pages.get(address)
    assert subscription.secret not in pages.page.text  # shown once

    pages.post(f"{address}/test", follow=True)
    jobs.send(timestamp=0)
    pages.get(address)

    assert len(receiver.asked) == 1
    assert "测试事件" in pages.page.text and "已送达" in pages.page.text
    pages.get(f"{DELIVERIES}/{Delivery.objects.get().pk}")
    assert "HTTP 204" in pages.page.text


def test_a_wrong_address_is_told_at_the_field_and_kept(enterprise, pages):
    for url, sentence in (
        ("http://erp.example/events", "推送地址必须以 https:// 开头"),
        ("https://10.0.0.7/events", "指向内部网络或本机"),
        ("https://user:pass@erp.example/", "请填写完整的网址"),
    ):
        pages.post(f"{SUBSCRIPTIONS}/new", {"url": url, "events": ["lease.filed"]}, status=200)
        assert sentence in pages.page.text
        assert f'value="{url}"' in pages.html
    assert Subscription.objects.count() == 0


def test_what_did_not_arrive_is_found_looked_at_and_sent_again(enterprise, pages, receiver):
    subscribed(pages, receiver)
    receiver.says(422, "unknown lease")
    actions.tell(
        organisation_id=enterprise.pk,
        event=Event.LEASE_FILED,
        about="BA11010520260000017",
        facts={"filing_no": "BA11010520260000017"},
        by=CLOCK,
    )
    jobs.send(timestamp=0)

    pages.get(f"{DELIVERIES}?status=waiting&about=BA11010520260000017&event=lease.filed")
    [row] = rows(pages)
    assert "等待第1次重试" in row and "HTTP 422" in row
    address = f"{DELIVERIES}/{Delivery.objects.get().pk}"
    pages.get(address)
    assert "unknown lease" in pages.page.text

    receiver.says(200)
    pages.post(f"{address}/resend", follow=True)
    jobs.send(timestamp=0)
    pages.get(f"{DELIVERIES}?status=delivered")
    assert len(rows(pages)) == 1


def test_a_subscription_is_paused_changed_given_a_new_secret_and_ended(enterprise, pages, receiver):
    subscription = subscribed(pages, receiver)
    address = f"{SUBSCRIPTIONS}/{subscription.pk}"

    pages.post(f"{address}/pause", follow=True)
    assert "已暂停" in pages.page.text and "发送测试事件</button>" not in pages.html
    pages.post(f"{address}/resume", follow=True)
    pages.post(f"{address}/secret")
    assert "同时带有新旧两个签名" in pages.page.text
    pages.get(f"{address}/change")
    typed = {"url": f"{receiver.url}/elsewhere", "events": ["case.closed"]}
    pages.post(f"{address}/change", typed, follow=True)
    assert "退款办结" in pages.page.text
    pages.post(f"{address}/end", follow=True)
    assert "已停用" in pages.page.text
    pages.post(f"{address}/resume", follow=True)
    assert "不能恢复推送" in pages.page.text


def test_an_enterprise_sees_and_touches_nothing_of_anothers(enterprise, pages, receiver):
    subscription = subscribed(pages, receiver)
    pages.post(f"{SUBSCRIPTIONS}/{subscription.pk}/test", follow=True)
    pages.post(f"{PROGRAMS}/keys/new", {"name": "租务系统", "scopes": ["lease.read"]})
    pages.get(PROGRAMS)
    key = re.search(r"/enterprise/programs/keys/\d+", pages.html).group()
    other = a_lease(
        filing_no="BA-OTHER-000001", enterprise=("京华青年住房租赁有限公司", "91110108MA01A0002G")
    ).enterprise
    stranger = Kept()
    stranger.sign_in_as(other)

    for address in (
        key,
        f"{SUBSCRIPTIONS}/{subscription.pk}",
        f"{SUBSCRIPTIONS}/{subscription.pk}/change",
        f"{DELIVERIES}/{Delivery.objects.get().pk}",
    ):
        stranger.get(address, status=404)
    for address in (
        f"{key}/revoke",
        f"{key}/replace",
        f"{SUBSCRIPTIONS}/{subscription.pk}/secret",
        f"{SUBSCRIPTIONS}/{subscription.pk}/end",
        f"{DELIVERIES}/{Delivery.objects.get().pk}/resend",
    ):
        stranger.post(address, status=404)
    for address in (PROGRAMS, SUBSCRIPTIONS, DELIVERIES, f"{PROGRAMS}/calls"):
        stranger.get(address)
        assert "租务系统" not in stranger.page.text and receiver.url not in stranger.page.text


def test_a_program_keeps_no_subscriptions(enterprise, lease):
    """Whoever has lost a key has not lost where everything is told."""
    program = replace(enterprise_of(lease), client_id=1)

    with pytest.raises(Refused) as refused:
        actions.subscribe(url="https://erp.example/", events=["lease.filed"], by=program)

    assert refused.value.code == Refusal.NOT_YOURS
