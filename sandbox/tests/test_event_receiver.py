"""The sandbox's enterprise keeps the events it is told, and has an address that fails."""

from sandbox.tests.conftest import Outside


def test_events_are_taken_and_shown(outside: Outside) -> None:
    headers = {"X-Event": "lease.filed", "X-Event-Id": "e-1"}
    taken = outside.client.post("/erp/events", data='{"about": "BA-1"}', headers=headers)
    page = outside.client.get("/events").get_data(as_text=True)

    assert taken.status_code == 204
    assert "lease.filed" in page and "BA-1" in page


def test_what_is_broken_says_so(outside: Outside) -> None:
    assert outside.client.post("/erp/broken", data="{}").status_code == 500
    assert "还没有收到事件" in outside.client.get("/events").get_data(as_text=True)
