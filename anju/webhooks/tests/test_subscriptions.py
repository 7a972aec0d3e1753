"""An organisation keeps its own subscriptions; at the same time, twice, and in the hands of others."""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.people import actions as people
from anju.people.models import ApiKey
from anju.tests.together import together
from anju.webhooks import actions, jobs, queries
from anju.webhooks.models import Delivery, Subscription
from anju.webhooks.rules import MOST_SUBSCRIPTIONS, OFFERED, Event, Refusal
from anju.webhooks.tests.conftest import enterprise_with

URL = "https://erp.example/events"


@pytest.mark.django_db
def test_others_neither_see_nor_touch_it(enterprise, another):
    one = actions.subscribe(url=URL, events=[Event.LEASE_FILED], by=enterprise)
    delivery = actions.send_test_event(subscription_id=one.pk, by=enterprise)

    assert list(queries.subscriptions_of(another)) == []
    assert list(queries.deliveries_of(another)) == []
    for act, what in (
        (actions.rotate_secret, {"subscription_id": one.pk}),
        (actions.pause_subscription, {"subscription_id": one.pk}),
        (actions.resume_subscription, {"subscription_id": one.pk}),
        (actions.end_subscription, {"subscription_id": one.pk}),
        (actions.send_test_event, {"subscription_id": one.pk}),
        (
            actions.change_subscription,
            {"subscription_id": one.pk, "url": URL, "events": [Event.CASE_CLOSED]},
        ),
        (actions.resend, {"delivery_id": delivery.pk}),
    ):
        with pytest.raises(Refused) as refused:
            act(**what, by=another)
        assert refused.value.code == Refusal.NOT_YOURS
    for nobody in (CLOCK,):
        with pytest.raises(Refused):
            actions.subscribe(url=URL, events=[Event.LEASE_FILED], by=nobody)
        assert list(queries.trouble_of(nobody)) == []
        assert list(queries.undelivered_seen_by(nobody)) == []


@pytest.mark.django_db
def test_an_address_is_one_and_there_are_not_too_many(enterprise):
    for number in range(MOST_SUBSCRIPTIONS):
        actions.subscribe(url=f"{URL}/{number}", events=[Event.LEASE_FILED], by=enterprise)

    for url, code in ((f"{URL}/0", Refusal.URL_TAKEN), (f"{URL}/9", Refusal.TOO_MANY)):
        with pytest.raises(Refused) as refused:
            actions.subscribe(url=url, events=[Event.LEASE_FILED], by=enterprise)
        assert refused.value.code == code

    first = Subscription.objects.get(url=f"{URL}/0")
    actions.end_subscription(subscription_id=first.pk, by=enterprise)
    actions.subscribe(url=f"{URL}/0", events=[Event.LEASE_FILED], by=enterprise)


@pytest.mark.django_db
def test_only_what_is_offered_can_be_chosen(enterprise):
    for chosen in ([], ["test"], ["nothing.such"]):
        with pytest.raises(Refused) as refused:
            actions.subscribe(url=URL, events=chosen, by=enterprise)
        assert refused.value.code == Refusal.EVENTS_MISSING

    one = actions.subscribe(url=URL, events=reversed(OFFERED), by=enterprise)
    assert one.events == [event.value for event in OFFERED]


@pytest.mark.django_db
@pytest.mark.covers("OPS-04")
def test_the_office_keeps_those_of_platforms_and_banks_within_what_the_key_may_do(
    keeper, platform, enterprise
):
    made = actions.subscribe_platform(client_id=platform, url=URL, events=Event.values, by=keeper)

    assert made.events == [
        "verification.decided",
        "filing.approved",
        "filing.returned",
        "order.received",
        "order.supervised",
        "order.cancelled",
    ]
    assert list(queries.subscriptions_of(keeper)) == [made]
    assert list(queries.subscriptions_of(enterprise)) == []
    for by in (enterprise, CLOCK):
        with pytest.raises(Refused):
            actions.subscribe_platform(client_id=platform, url=f"{URL}/2", events=OFFERED, by=by)
        with pytest.raises(Refused):
            actions.end_subscription(subscription_id=made.pk, by=by)
    with pytest.raises(Refused) as refused:
        actions.change_subscription(
            subscription_id=made.pk, url=URL, events=[Event.RELEASE_PAID], by=keeper
        )
    assert refused.value.code == Refusal.EVENTS_MISSING


@pytest.mark.django_db
def test_of_an_enterprises_own_key_and_of_a_dead_one_nothing_is_told(keeper, platform, enterprise):
    people.issue_key_for_organisation(name="自己的", scopes=["home.verify"], by=enterprise)
    own = ApiKey.objects.get(name="自己的")
    made = actions.subscribe_platform(client_id=platform, url=URL, events=OFFERED, by=keeper)

    actions.revoke_program(api_key_id=platform, because="停止合作", by=keeper)
    actions.revoke_program(api_key_id=platform, because="停止合作", by=keeper)

    made.refresh_from_db()
    assert made.status == "ended"
    for client_id in (own.pk, platform):
        with pytest.raises(Refused) as refused:
            actions.subscribe_platform(client_id=client_id, url=URL, events=OFFERED, by=keeper)
        assert refused.value.code == Refusal.KEY_NOT_TOLD


@pytest.mark.django_db
def test_whose_keys_last_day_is_over_is_told_nothing_more(keeper, platform):
    made = actions.subscribe_platform(client_id=platform, url=URL, events=OFFERED, by=keeper)
    ApiKey.objects.filter(pk=platform).update(expires_on=clock.today())
    assert actions.end_of_dead_keys(by=CLOCK) == 0

    ApiKey.objects.filter(pk=platform).update(expires_on=clock.today() - timedelta(days=1))
    assert actions.end_of_dead_keys(by=CLOCK) == 1
    made.refresh_from_db()
    assert made.status == "ended"


@pytest.mark.django_db
def test_nor_whose_key_was_withdrawn_elsewhere(keeper, platform):
    made = actions.subscribe_platform(client_id=platform, url=URL, events=OFFERED, by=keeper)
    people.withdraw_api_key(name="北京租房平台", by=CLOCK)

    jobs.give_up_what_is_over(clock.today())

    made.refresh_from_db()
    assert made.status == "ended"


@pytest.mark.django_db(transaction=True)
def test_at_the_same_time_an_address_is_subscribed_once():
    enterprise = enterprise_with("91110105MA00TE5T2T", "安居租赁有限公司")

    def subscribe() -> Subscription:
        return actions.subscribe(url=URL, events=[Event.LEASE_FILED], by=enterprise)

    results = together(subscribe, subscribe)

    assert Subscription.objects.count() == 1
    [refused] = [one for one in results if isinstance(one, Refused)]
    assert refused.code == Refusal.URL_TAKEN


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_delivery():
    enterprise = enterprise_with("91110105MA00TE5T2T", "安居租赁有限公司")
    one = actions.subscribe(url=URL, events=[Event.LEASE_FILED], by=enterprise)
    for _ in range(30):
        actions.send_test_event(subscription_id=one.pk, by=enterprise)

    def claim() -> list[int]:
        lanes = actions.claim_lanes(lanes=4, busy=[], by=CLOCK)
        return [delivery_id for lane in lanes.values() for delivery_id in lane]

    claimed = [delivery_id for each in together(claim, claim, claim) for delivery_id in each]

    assert len(claimed) == len(set(claimed)) > 0
    assert set(Delivery.objects.filter(attempts=1).values_list("pk", flat=True)) == set(claimed)
