"""Events arrive signed, once accepted never again; failures are tried again, logged, and left to a person at last."""

import json
import threading
import time
from datetime import timedelta

import pytest

from anju.clients.tests.outside import Asked, Outside
from anju.clients.webhooks import Sent
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.core.refusals import Refused
from anju.core.rules import CALLBACK_PAUSES
from anju.notices.models import Notice
from anju.notices.queries import message
from anju.webhooks import actions, jobs, queries
from anju.webhooks.models import Attempt, Delivery, Subscription
from anju.webhooks.rules import Event, Refusal, Status
from anju.webhooks.tests.receiving import is_genuine

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OPS-04", "BEY-11")]
FILED = {"filing_no": "京房租备2026110100001"}


def subscribed(by: Actor, to: Outside, *events: Event) -> Subscription:
    wanted = events or (Event.LEASE_FILED,)
    return actions.subscribe(url=f"{to.url}/events", events=wanted, by=by)


def tell_filed(by: Actor, times: int = 1) -> None:
    for _ in range(times):
        actions.tell(
            organisation_id=by.organisation_id,
            event=Event.LEASE_FILED,
            about=FILED["filing_no"],
            facts=FILED,
            by=CLOCK,
        )


def later(pause: timedelta) -> None:
    advance_clock(seconds=round(pause.total_seconds()) + 1, by=CLOCK)


def test_an_event_arrives_and_its_receiver_can_tell_who_wrote_it(enterprise, receiver):
    subscription = subscribed(enterprise, receiver)
    tell_filed(enterprise)

    jobs.send(timestamp=0)

    [asked] = receiver.asked
    delivery = Delivery.objects.get()
    assert is_genuine(subscription.secret, asked, clock.outside())
    assert (asked.method, asked.path) == ("POST", "/events")
    assert asked.headers["X-Event-Id"] == str(delivery.event_id)
    assert asked.headers["X-Event"] == "lease.filed"
    told = json.loads(asked.body)
    assert (told["id"], told["event"]) == (str(delivery.event_id), "lease.filed")
    assert (told["about"], told["facts"]) == (FILED["filing_no"], FILED)
    assert delivery.status == "delivered"
    [attempt] = queries.attempts_of(delivery)
    assert (attempt.answer, attempt.outcome, attempt.address) == (204, "", "127.0.0.1")


def test_what_has_arrived_is_not_sent_again_by_itself(enterprise, receiver):
    subscribed(enterprise, receiver)
    tell_filed(enterprise)

    jobs.send(timestamp=0)
    later(CALLBACK_PAUSES[-1])
    jobs.send(timestamp=0)

    assert len(receiver.asked) == 1


def test_a_forgery_is_known_as_one(enterprise, receiver):
    secret = subscribed(enterprise, receiver).secret
    tell_filed(enterprise)
    jobs.send(timestamp=0)
    [asked] = receiver.asked

    changed = Asked("POST", "/", asked.headers, asked.body.replace(b"00001", b"00002"))
    assert is_genuine(secret, asked, clock.outside())
    assert not is_genuine(secret, changed, clock.outside())
    assert not is_genuine("whsec_of_somebody_else", asked, clock.outside())
    assert not is_genuine(secret, Asked("POST", "/", {}, asked.body), clock.outside())
    assert not is_genuine(secret, asked, clock.outside() + timedelta(minutes=6))  # replayed


def test_a_refusal_is_tried_again_after_each_pause_and_then_left_to_a_person(enterprise, receiver):
    subscribed(enterprise, receiver)
    tell_filed(enterprise)
    receiver.says(400, "no such contract")

    jobs.send(timestamp=0)
    jobs.send(timestamp=0)  # too early: nothing is sent
    assert len(receiver.asked) == 1
    for pause in CALLBACK_PAUSES:
        later(pause)
        jobs.send(timestamp=0)

    delivery = Delivery.objects.get()
    assert len(receiver.asked) == len(CALLBACK_PAUSES) + 1
    assert len({asked.headers["X-Event-Id"] for asked in receiver.asked}) == 1
    assert len({asked.body for asked in receiver.asked}) == 1
    assert (delivery.status, delivery.outcome) == ("undelivered", "HTTP 400")
    log = queries.attempts_of(delivery)
    assert [(each.answer, each.body) for each in log] == [(400, "no such contract")] * 8

    receiver.says(200)
    actions.resend(delivery_id=delivery.pk, by=enterprise)
    jobs.send(timestamp=0)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.outcome) == ("delivered", "")
    assert Attempt.objects.count() == 9


def test_what_was_lost_over_there_is_sent_again_on_demand(enterprise, receiver):
    subscribed(enterprise, receiver)
    tell_filed(enterprise)
    jobs.send(timestamp=0)

    actions.resend(delivery_id=Delivery.objects.get().pk, by=enterprise)
    jobs.send(timestamp=0)

    first, second = receiver.asked
    assert first.headers["X-Event-Id"] == second.headers["X-Event-Id"]
    assert first.body == second.body


def test_who_is_out_of_order_is_left_in_peace_and_nothing_is_given_up_for_it(enterprise, receiver):
    """A thousand events wait while a receiver is down: one is tried at a time, the others are not used up."""
    subscription = subscribed(enterprise, receiver)
    tell_filed(enterprise, times=5)
    receiver.says(500)

    jobs.send(timestamp=0)

    assert len(receiver.asked) == 1
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    subscription.refresh_from_db()
    assert (subscription.failures, queries.is_silent(subscription)) == (1, True)

    later(timedelta(seconds=5))
    jobs.send(timestamp=0)
    assert len(receiver.asked) == 2
    later(timedelta(seconds=5))
    jobs.send(timestamp=0)
    assert len(receiver.asked) == 2  # the second rest is longer

    receiver.says(200)
    later(timedelta(seconds=30))
    jobs.send(timestamp=0)

    assert set(Delivery.objects.values_list("status", flat=True)) == {"delivered"}
    subscription.refresh_from_db()
    assert (subscription.failures, queries.is_silent(subscription)) == (0, False)


def test_who_cannot_be_reached_is_said_so(enterprise, receiver):
    actions.subscribe(url="http://127.0.0.1:9/", events=[Event.LEASE_FILED], by=enterprise)
    tell_filed(enterprise)

    jobs.send(timestamp=0)

    [attempt] = Attempt.objects.all()
    assert attempt.answer is None
    assert attempt.outcome.startswith("无法连接")


def suspended(by: Actor, to: Outside) -> Subscription:
    """An address that has been silent for three days, with two events waiting for it."""
    subscription = subscribed(by, to)
    tell_filed(by)
    to.says(503)
    jobs.send(timestamp=0)
    later(timedelta(days=3))
    jobs.send(timestamp=0)
    tell_filed(by)
    subscription.refresh_from_db()
    return subscription


def test_silent_for_days_it_is_paused_until_its_owner_says_that_it_is_back(enterprise, receiver):
    subscription = suspended(enterprise, receiver)
    assert (subscription.status, subscription.paused_because) == (Status.PAUSED, "HTTP 503")
    receiver.says(200)
    jobs.send(timestamp=0)
    assert len(receiver.asked) == 2  # paused: what happens meanwhile is written down

    actions.resume_subscription(subscription_id=subscription.pk, by=enterprise)
    later(CALLBACK_PAUSES[1])
    jobs.send(timestamp=0)

    assert [asked.headers["X-Event"] for asked in receiver.asked[2:]] == [
        "test",
        "lease.filed",
        "lease.filed",
    ]
    assert set(Delivery.objects.values_list("status", flat=True)) == {"delivered"}


def test_its_owner_is_told_once_that_it_was_paused(enterprise, receiver):
    subscription = suspended(enterprise, receiver)

    [notice] = Notice.objects.filter(kind="webhook_paused")
    assert notice.organisation_id == enterprise.organisation_id
    assert notice.facts["host"] == "127.0.0.1" and "/events" not in str(notice.facts)
    assert message(notice.pk).text.startswith("【住房资金中心】贵企业的事件推送地址127.0.0.1自")

    actions.resume_subscription(subscription_id=subscription.pk, by=enterprise)
    jobs.send(timestamp=0)  # still silent: the test alone was tried
    assert [asked.headers["X-Event"] for asked in receiver.asked[2:]] == ["test"]
    assert Notice.objects.filter(kind="webhook_paused").count() == 1


def test_of_a_platform_the_office_is_told(platform, keeper, receiver):
    made = actions.subscribe_platform(
        client_id=platform, url=receiver.url, events=[Event.FILING_APPROVED], by=keeper
    )
    silence = Sent(outcome="10秒内没有应答", is_silent=True)
    for _ in range(2):
        told = actions.send_test_event(subscription_id=made.pk, by=keeper)
        actions.record_attempt(delivery_id=told.pk, sent=silence, by=CLOCK)
        later(timedelta(days=3))

    [notice] = Notice.objects.filter(kind="webhook_of_platform_paused")
    assert (notice.office, notice.facts["name"]) == ("centre", "北京租房平台")
    assert message(notice.pk).subject == "事件推送已自动暂停：北京租房平台"


def test_a_receiver_that_is_slow_keeps_nobody_else_waiting(
    enterprise, another, receiver, other_receiver
):
    arrived: list[str] = []
    all_quick = threading.Event()

    def slowly(asked: Asked) -> tuple[int, str]:
        assert all_quick.wait(5)
        arrived.append("slow")
        return 200, ""

    def at_once(asked: Asked) -> tuple[int, str]:
        arrived.append("quick")
        if len(arrived) == 25:
            all_quick.set()
        return 200, ""

    receiver.answer, other_receiver.answer = slowly, at_once
    subscribed(enterprise, receiver)
    subscribed(another, other_receiver)
    tell_filed(enterprise)
    tell_filed(another, times=25)

    jobs.send(timestamp=0)

    assert arrived == ["quick"] * 25 + ["slow"]


def test_nobody_is_waited_for_beyond_the_deadline(enterprise, receiver, monkeypatch):
    monkeypatch.setattr(jobs, "DEADLINE_SECONDS", 0.2)
    receiver.answer = lambda asked: (time.sleep(0.6), (200, ""))[1]
    subscribed(enterprise, receiver)
    tell_filed(enterprise)

    jobs.send(timestamp=0)

    [attempt] = Attempt.objects.all()
    assert (attempt.answer, attempt.outcome) == (None, "0.2秒内没有应答")
    assert attempt.took_ms < 500


def test_while_a_secret_changes_either_proves_it(enterprise, receiver):
    subscription = subscribed(enterprise, receiver)
    old = subscription.secret
    new = actions.rotate_secret(subscription_id=subscription.pk, by=enterprise).secret

    tell_filed(enterprise)
    jobs.send(timestamp=0)
    later(timedelta(hours=24))
    tell_filed(enterprise)
    jobs.send(timestamp=0)

    within, after = receiver.asked
    now = clock.outside()  # the receiver's clock is not moved with ours
    assert old != new
    assert is_genuine(old, within, now) and is_genuine(new, within, now)
    assert not is_genuine(old, after, now)
    assert is_genuine(new, after, now)


def test_a_test_event_is_sent_to_one_address(enterprise, receiver, other_receiver):
    subscription = subscribed(enterprise, receiver)
    subscribed(enterprise, other_receiver)

    actions.send_test_event(subscription_id=subscription.pk, by=enterprise)
    jobs.send(timestamp=0)

    [asked] = receiver.asked
    assert json.loads(asked.body)["event"] == "test"
    assert is_genuine(subscription.secret, asked, clock.outside())
    assert other_receiver.asked == []


def test_what_is_ended_is_told_nothing_more(enterprise, receiver):
    subscription = subscribed(enterprise, receiver)
    tell_filed(enterprise)
    actions.end_subscription(subscription_id=subscription.pk, by=enterprise)
    actions.end_subscription(subscription_id=subscription.pk, by=enterprise)
    tell_filed(enterprise)

    jobs.send(timestamp=0)
    report = jobs.give_up_what_is_over(clock.today())

    assert receiver.asked == []
    assert report == {"given_up": 1}
    assert Delivery.objects.get().status == "undelivered"
    with pytest.raises(Refused) as refused:
        actions.resend(delivery_id=Delivery.objects.get().pk, by=enterprise)
    assert refused.value.code == Refusal.NOT_SENDING


def test_what_has_waited_for_a_month_is_given_up(enterprise, receiver):
    subscription = subscribed(enterprise, receiver)
    actions.pause_subscription(subscription_id=subscription.pk, by=enterprise)
    actions.pause_subscription(subscription_id=subscription.pk, by=enterprise)
    tell_filed(enterprise)
    assert jobs.give_up_what_is_over(clock.today()) == {"given_up": 0}

    later(timedelta(days=30))

    assert jobs.give_up_what_is_over(clock.today()) == {"given_up": 1}
    assert Delivery.objects.get().outcome == "三十天内未能送达"
