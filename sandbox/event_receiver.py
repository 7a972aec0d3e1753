"""An enterprise's program that receives the product's events (开放接口): it keeps them and shows them.

What is sent to `/erp/broken` it cannot take: it answers 500, so that one sees what becomes of such events.
"""

from flask import Blueprint, Response, render_template, request

from sandbox.clock import beijing_text, iso, moment_of
from sandbox.world import the_world

event_receiver = Blueprint("event_receiver", __name__)
BROKEN = "broken"
SHOWN = 100


@event_receiver.post("/erp/<name>")
def receive(name: str) -> Response:
    world = the_world()
    if name == BROKEN:
        return Response("the database is down", 500)
    with world.store.writing() as db:
        db.execute(
            "INSERT INTO events_received (address, event_id, event, body, received_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                *(name, request.headers.get("X-Event-Id", ""), request.headers.get("X-Event", "")),
                *(request.get_data(as_text=True), iso(world.clock.now())),
            ),
        )
    return Response(status=204)


@event_receiver.get("/events")
def received() -> str:
    """What has come, newest first."""
    with the_world().store.reading() as db:
        rows = db.execute(
            "SELECT * FROM events_received ORDER BY id DESC LIMIT ?", (SHOWN,)
        ).fetchall()
    events = [dict(row) | {"at": beijing_text(moment_of(row["received_at"]))} for row in rows]
    return render_template("events.html", events=events)
