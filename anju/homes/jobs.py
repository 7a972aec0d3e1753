"""What the clock does with verifications: it asks the registry, ends what is over, works through files, calls back."""

from __future__ import annotations

import logging
import time
from itertools import islice
from typing import TYPE_CHECKING, Any

from procrastinate.contrib.django import app

from anju.clients import callbacks, title_registry
from anju.clients.outcomes import Unavailable, Unreadable
from anju.clients.title_registry import Answer, Question
from anju.core.actors import CLOCK, Actor
from anju.homes import actions, queries, reading
from anju.homes.rules import ASKED_A_RUN, RECHECKS_A_RUN, ROWS_A_RUN, Result

if TYPE_CHECKING:
    from anju.homes.models import RegistryAnswer, Verification

log = logging.getLogger(__name__)
BATCH = 500


@app.periodic(cron="* * * * * *")
@app.task(queue="homes", name="homes.ask", lock="homes.ask", queueing_lock="homes.ask")
def ask_registry(timestamp: int) -> None:
    """Ask about those that wait, people before files.

    After the first silence the others wait for the next run: a line that is down is tried with one question, not with
    ten thousand.
    """
    for _ in range(ASKED_A_RUN):
        claimed = actions.claim_questions(limit=1, by=CLOCK)
        if not claimed or not all(ask_about(one) for one in claimed):
            break
    actions.resolve_what_is_over(by=CLOCK)


def ask_about(verification: Verification) -> bool:
    """Ask for one verification; whether the line works."""
    answer, failed, took_ms = asked(question_of(verification.no, verification))
    if answer is None:
        actions.fail_question(verification_id=verification.pk, took_ms=took_ms, by=CLOCK, **failed)
        return False
    actions.take_answer(verification_id=verification.pk, answer=answer, took_ms=took_ms, by=CLOCK)
    return True


def question_of(ref: str, of: Verification | RegistryAnswer) -> Question:
    return Question(
        ref,
        of.home.certificate_type,
        of.home.certificate_no,
        of.owner_name,
        of.owner_id_type,
        of.owner_id_number,
    )


def asked(question: Question) -> tuple[Answer | None, dict[str, Any], int]:
    """The registry's answer, or how it failed; and how many milliseconds it took. Outside of any transaction."""
    began = time.monotonic()
    answer: Answer | None = None
    failed: dict[str, Any] = {}
    try:
        answer = title_registry.ask(question)
    except Unreadable as bad:
        failed = {"result": Result.UNREADABLE, "why": bad.why, "raw": bad.raw}
    except Unavailable as silent:
        failed = {"result": Result.UNREACHABLE, "why": silent.why, "raw": ""}
    if failed:
        log.warning("title registry: %s", failed["why"])
    return answer, failed, round((time.monotonic() - began) * 1000)


@app.periodic(cron="* * * * * */5")
@app.task(queue="homes", name="homes.recheck", lock="homes.ask", queueing_lock="homes.recheck")
def recheck(timestamp: int) -> None:
    """Gently ask again about homes whose verification holds, whether a restriction appeared. (rule C1.9)"""
    for before in actions.claim_rechecks(limit=RECHECKS_A_RUN, by=CLOCK):
        answer, failed, took_ms = asked(question_of(f"recheck-{before.pk}", before))
        if answer is None:
            actions.fail_recheck(took_ms=took_ms, by=CLOCK, **failed)
            break
        actions.take_recheck(answer_id=before.pk, answer=answer, took_ms=took_ms, by=CLOCK)


@app.periodic(cron="* * * * *")
@app.task(queue="homes", name="homes.expire", lock="homes.expire", queueing_lock="homes.expire")
def end_what_is_over(timestamp: int) -> None:
    while actions.expire_verifications(limit=BATCH, by=CLOCK) == BATCH:
        pass


@app.periodic(cron="* * * * * *")
@app.task(queue="imports", name="homes.files", lock="homes.files", queueing_lock="homes.files")
def work_on_files(timestamp: int) -> None:
    for upload_id in queries.files_to_work_on():
        work_on_file(upload_id)


def work_on_file(upload_id: int) -> None:
    """Ask for some rows of one file, each in a transaction of its own: after a crash the rest is done.

    The one who handed the file in is the one who asks.
    """
    upload = queries.verification_file(upload_id)
    by = Actor(
        upload.received_by,
        upload.portal,
        person_id=upload.person_id,
        organisation_id=upload.organisation_id,
    )
    actions.start_file(upload_id=upload_id, by=by)
    if queries.rows_are_left(upload):
        file, done = upload.file, queries.rows_done(upload_id)
        stated = reading.stated_in(file.name, bytes(file.content))
        left = (each for each in stated if each[0] not in done)
        for number, cells in islice(left, ROWS_A_RUN):
            row = reading.row_of(number, cells)
            actions.take_in_row(upload_id=upload_id, row=row, by=by)
    actions.finish_file(upload_id=upload_id, by=by)


@app.periodic(cron="* * * * * *")
@app.task(
    queue="notices", name="homes.callbacks", lock="homes.callbacks", queueing_lock="homes.callbacks"
)
def call_back(timestamp: int) -> None:
    """Tell programs what has become of what they asked."""
    callbacks.send_all(
        lambda limit: actions.claim_callbacks(limit=limit, by=CLOCK), queries.letter, note_told
    )


def note_told(callback_id: int, why: str) -> None:
    if why:
        actions.callback_failed(callback_id=callback_id, why=why, by=CLOCK)
    else:
        actions.callback_delivered(callback_id=callback_id, by=CLOCK)
