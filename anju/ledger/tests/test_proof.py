"""Somebody with all rights goes past the guards; the proof names what they did."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from anju.core import clock
from anju.ledger.actions import close_day, seal, transfer_staged
from anju.ledger.jobs import prove_the_books
from anju.ledger.models import DayHead, Seal
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen, day_head
from anju.ledger.tests.books import open_the_pots, pay, put_on_stage

pytestmark = [pytest.mark.django_db, pytest.mark.covers("LED-04", "LED-05")]


@pytest.fixture
def books(db: None) -> list[int]:
    """Nine transfers in three seals; their ids."""
    open_the_pots()
    for block in range(3):
        pay(f"credit:{block}", "lease:A1:deposit", 100)
        pay(f"wrong:{block}", "suspense:ccb", 30)
        pay(f"found:{block}", "lease:B2:deposit", 20, source="suspense:ccb")
        assert seal() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_transfer ORDER BY id")
        return [id for (id,) in cursor.fetchall()]


def tamper(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, parameters)
        cursor.execute("SET LOCAL session_replication_role = origin")


def messages() -> list[str]:
    return [found.message for found in prove().found]


def test_untouched_books_are_proved(books: list[int]) -> None:
    pay("credit:9", "lease:A1:deposit", 1)
    proof = prove()
    assert proof.holds
    assert (proof.seals, proof.sealed, proof.unsealed) == (3, 9, 1)
    assert {kind.kind: kind.balance_fen for kind in proof.trial} == {
        "world": -391,
        "transit": 0,
        "suspense": 30,
        "lease_deposit": 361,
        "lease_rent": 0,
    }


@pytest.mark.parametrize(
    "change",
    [
        "happened_at = happened_at - interval '1 microsecond'",
        "recorded_at = recorded_at - interval '1 microsecond'",
        "cause = 'order:2'",
        "reason = 'corrected'",
    ],
)
def test_an_altered_row_is_named(books: list[int], change: str) -> None:
    tamper(f"UPDATE ledger_transfer SET {change} WHERE id = %s", books[3])
    named, *days = messages()
    assert named == f"转账 {books[3]} 被改动（流水号「credit:1」）"
    assert all("收支合计" in message for message in days)
    assert bool(days) == change.startswith("reason"), "the kept days tell reasons apart"


def test_an_altered_amount_is_named_and_the_balances_that_no_longer_agree(books: list[int]) -> None:
    tamper("UPDATE ledger_transfer SET amount_fen = 99 WHERE id = %s", books[3])
    assert messages() == [
        f"转账 {books[3]} 被改动（流水号「credit:1」）",
        "账户「lease:A1:deposit」余额 3.00 元，转账合计 2.99 元",
        "全部账户合计 0.01 元，应为零",
        "封账 2 的「押金」合计变动 1.20 元，转账合计 1.19 元",
        "封账 2 的「外部资金」合计变动 -1.30 元，转账合计 -1.29 元",
        "账户「world:ccb」2026-11-20「缴纳」的收支合计 -3.90 元，转账合计 -3.89 元",
        "账户「world:ccb」2026-11「缴纳」的收支合计 -3.90 元，转账合计 -3.89 元",
    ]


def test_two_rows_that_changed_places_are_named(books: list[int]) -> None:
    tamper(
        "UPDATE ledger_transfer SET id = %s - id WHERE id IN (%s, %s)",
        books[0] + books[3],
        books[0],
        books[3],
    )
    assert messages()[:2] == [
        f"转账 {books[0]} 被改动（流水号「credit:1」）",
        f"转账 {books[3]} 被改动（流水号「credit:0」）",
    ]


def test_a_missing_row_is_named(books: list[int]) -> None:
    tamper("DELETE FROM ledger_transfer WHERE id = %s", books[8])
    assert messages()[0] == f"转账 {books[8]} 不见了"
    assert messages()[1:] == [
        "账户「lease:B2:deposit」余额 0.60 元，转账合计 0.40 元",
        "全部账户合计 0.20 元，应为零",
        "封账 3 的「押金」合计变动 1.20 元，转账合计 1.00 元",
        "封账 3 的「挂账资金」合计变动 0.10 元，转账合计 0.30 元",
        "账户「suspense:ccb」2026-11-20「缴纳」的收支合计 0.30 元，转账合计 0.50 元",
        "账户「suspense:ccb」2026-11「缴纳」的收支合计 0.30 元，转账合计 0.50 元",
        "流水号「found:2」与其转账不符",
    ]


def test_an_added_row_is_named(books: list[int]) -> None:
    tamper("DELETE FROM ledger_transfer WHERE id = %s", books[4])
    tamper(
        "INSERT INTO ledger_transfer SELECT %s, source_id, destination_id, amount_fen, happened_at, recorded_at,"
        " 2, key, reason, cause FROM ledger_transfer WHERE id = %s",
        books[4] - 100,
        books[0],
    )
    assert f"转账 {books[4] - 100} 是封账后添加的（流水号「credit:0」）" in messages()
    assert f"转账 {books[4]} 不见了" in messages()


def test_a_seal_made_anew_over_altered_rows_breaks_the_chain(books: list[int]) -> None:
    tamper("UPDATE ledger_transfer SET cause = 'order:2' WHERE id = %s", books[3])
    tamper("UPDATE ledger_seal SET row_digests = %s WHERE no = 2", b"x" * 120)
    assert "封账 2 被改动" in messages()


def test_a_whole_chain_made_anew_differs_from_the_published_head(books: list[int]) -> None:
    head = close_day(day=date(2026, 11, 20))
    assert head == day_head(date(2026, 11, 20)) == bytes(Seal.objects.get(no=3).digest).hex()
    tamper("UPDATE ledger_transfer SET cause = 'order:2' WHERE id = %s", books[3])
    tamper("DELETE FROM ledger_seal")
    seal()
    assert messages() == ["2026-11-20 公布的摘要与账不符"]


def test_a_missing_seal_is_named(books: list[int]) -> None:
    tamper("DELETE FROM ledger_seal WHERE no = 2")
    assert "封账 2 不见了" in messages()


def test_a_balance_written_by_hand_is_named(books: list[int]) -> None:
    tamper("UPDATE ledger_pot SET balance_fen = 1300 WHERE code = 'lease:A1:deposit'")
    assert messages() == [
        "账户「lease:A1:deposit」余额 13.00 元，转账合计 3.00 元",
        "全部账户合计 10.00 元，应为零",
    ]


def test_a_pot_under_another_name_is_found(books: list[int]) -> None:
    tamper("UPDATE ledger_pot SET code = 'lease:M9:deposit' WHERE code = 'lease:B2:deposit'")
    assert [line for line in messages() if "被改动" in line] == [
        f"转账 {books[i]} 被改动（流水号「found:{i // 3}」）" for i in (2, 5, 8)
    ]


def test_a_carried_forward_line_written_by_hand_is_named(books: list[int]) -> None:
    close_day(day=clock.today())
    tamper(
        "UPDATE ledger_carried_forward SET balance_fen = 77"
        " WHERE pot_id = (SELECT id FROM ledger_pot WHERE code = 'suspense:ccb')"
    )
    assert (
        f"账户「suspense:ccb」至转账 {Seal.objects.get(no=3).last_id} 的结转 0.77 元，应为 0.30 元"
        in messages()
    )


def test_a_key_without_its_transfer_is_named(books: list[int]) -> None:
    tamper("INSERT INTO ledger_key VALUES ('blocked', 1, 1)")
    tamper("DELETE FROM ledger_key WHERE key = 'credit:0'")
    assert messages() == ["流水号「blocked」与其转账不符", "流水号「credit:0」与其转账不符"]


def test_a_guard_that_is_off_is_named(books: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER ledger_transfer_no_change")
        cursor.execute("DROP TRIGGER ledger_transfer_only_by_parent ON ledger_transfer_default")
    assert messages() == [
        "表 ledger_transfer 的保护 ledger_transfer_no_change 未生效",
        "表 ledger_transfer_default 的保护 ledger_transfer_only_by_parent 未生效",
    ]


def test_blocks_hold_a_thousand_and_pooled_pots_are_carried_forward(books: list[int]) -> None:
    put_on_stage(*((f"many:{n}", 1, "world:ccb", "lease:A1:rent", 1) for n in range(2100)))
    assert transfer_staged() == {}
    assert seal() == 3
    assert list(Seal.objects.order_by("no").values_list("count", flat=True)[3:]) == [
        1000,
        1000,
        100,
    ]
    assert seal() == 0
    assert balance_fen("world:ccb") == -2490
    assert prove().found == []


@pytest.mark.covers("LED-04")
def test_the_night_notes_the_head_and_reports_what_it_found(books: list[int]) -> None:
    report = prove_the_books(date(2026, 11, 19))
    assert report["head"] == bytes(DayHead.objects.get().digest).hex()
    assert (report["transfers"], report["found"]) == (9, [])
    assert prove_the_books(date(2026, 11, 19)) == report


def test_the_proof_is_printed_for_people(books: list[int]) -> None:
    out = StringIO()
    call_command("prove", stdout=out)
    assert "Everything adds up." in out.getvalue()
    assert "9 transfers in 3 seals, 0 not sealed yet." in out.getvalue()
    tamper("UPDATE ledger_transfer SET cause = 'order:2' WHERE id = %s", books[3])
    with pytest.raises(SystemExit) as stopped:
        call_command("prove", stdout=out)
    assert stopped.value.code == 1
    assert f"转账 {books[3]} 被改动" in out.getvalue()


def test_empty_books_are_proved() -> None:
    proof = prove()
    assert (proof.holds, proof.seals, proof.head) == (True, 0, "")
    assert close_day(day=date(2026, 11, 20)) is None
