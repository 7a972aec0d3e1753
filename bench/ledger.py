"""The ledger alone against django-hordak: the same transfers, each by its own API, in its own database.

One transfer brings money from one pooled pot to one of 500 others, and is durable. Ours also claims its key, keeps
the balances and refuses an overdraft; hordak checks that the legs make zero and derives balances when asked.
Run it alone with `python -m bench.ledger`.
"""

import contextlib
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from bench import measure
from bench.measure import Figure, against, in_turn

POTS = 500
ROUNDS = 1 if "--short" in sys.argv else 5
SINGLES, BATCHES, BATCH = 400, 10, 1_000
HORDAK = "django-hordak"


# --- the two sides, each in a process of its own with its own settings ----------------------------------


def prepare_anju() -> dict[str, Callable[[], float]]:
    import django

    django.setup()
    from django.db import connection, transaction

    from anju.core import clock
    from anju.ledger import actions

    codes = [f"lease:{n}:deposit" for n in range(POTS)]
    actions.open_pots(codes=["world:ccb", *codes])
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE fact AS SELECT n AS id, 'lease:' || n * 7919 %% %s || ':deposit' AS pot, "
            "100 AS amount_fen, now() AS paid_at FROM generate_series(1, %s) AS n",
            [POTS, (ROUNDS + 1) * BATCHES * BATCH],
        )
        cursor.execute("CREATE INDEX ON fact (id)")
        cursor.execute("VACUUM ANALYZE fact, ledger_pot")
    numbers, batches = iter(range(10**9)), iter(range(10**9))

    def one() -> None:
        number = next(numbers)
        actions.transfer(
            key=f"one:{number}",
            reason="order_paid",
            cause=f"order:{number}",
            happened_at=clock.now(),
            legs=[("world:ccb", codes[number * 7919 % POTS], 100)],
        )

    def staged() -> None:
        first = next(batches) * BATCH
        with transaction.atomic(), connection.cursor() as cursor:
            actions.open_stage()
            cursor.execute(
                "INSERT INTO ledger_staged (key, reason, cause, source, destination, amount_fen, happened_at)"
                " SELECT 'fact:' || id, 'order_paid', 'fact:' || id, 'world:ccb', pot, amount_fen, paid_at"
                " FROM fact WHERE id > %s AND id <= %s",
                [first, first + BATCH],
            )
            assert actions.transfer_staged() == {}

    return {"one": lambda: rate(one, SINGLES), "many": lambda: BATCH * rate(staged, BATCHES)}


def configure_hordak() -> None:
    import django
    from django.conf import settings

    database = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": database["dbname"],
                "USER": database["user"],
                "PASSWORD": database["password"],
                "HOST": database["host"],
                "PORT": database["port"],
                "OPTIONS": {"pool": {"min_size": 1, "max_size": 2}},
            }
        },
        DEFAULT_CURRENCY="CNY",
        CURRENCIES=["CNY"],
        HORDAK_INTERNAL_CURRENCY="CNY",
        SECRET_KEY="bench",
        USE_TZ=True,
    )
    django.setup()


def prepare_hordak() -> dict[str, Callable[[], float]]:
    configure_hordak()
    from django.core.management import call_command
    from django.db import connection, transaction
    from hordak.models import Account, AccountType, Leg, Transaction
    from moneyed import Money

    call_command("migrate", verbosity=0)
    bank = Account.objects.create(name="bank", type=AccountType.asset, currencies=["CNY"])
    leases = [
        Account.objects.create(name=f"lease {n}", type=AccountType.liability, currencies=["CNY"])
        for n in range(POTS)
    ]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE hordak_account")
    numbers, amount = iter(range(10**9)), Money("1.00", "CNY")

    def one() -> None:
        number = next(numbers)
        lease = leases[number * 7919 % POTS]
        lease.transfer_to(bank, amount, description=f"order:{number}")

    def bulk() -> None:
        mine = [next(numbers) for _ in range(BATCH)]
        with transaction.atomic():
            made = Transaction.objects.bulk_create(
                Transaction(description=f"order:{number}") for number in mine
            )
            Leg.objects.bulk_create(
                leg
                for number, entry in zip(mine, made, strict=True)
                for leg in (
                    Leg(transaction=entry, account=leases[number * 7919 % POTS], credit=amount),
                    Leg(transaction=entry, account=bank, debit=amount),
                )
            )

    return {"one": lambda: rate(one, SINGLES // 2), "many": lambda: BATCH * rate(bulk, 2)}


SIDES = {"anju": prepare_anju, "hordak": prepare_hordak}


def rate(verb: Callable[[], None], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        verb()
    return times / (time.perf_counter() - started)


def play(side: str) -> None:
    """Be one side: measure what is asked for on each line read, and answer with the rate."""
    verbs = SIDES[side]()
    print("ready", flush=True)
    for line in sys.stdin:
        print(verbs[line.strip()](), flush=True)


# --- the match ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def side(name: str, environment: dict[str, str]) -> Iterator[Callable[[str], float]]:
    words = [sys.executable, "-m", "bench.ledger", name]
    process = subprocess.Popen(
        words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    questions, answers = process.stdin, process.stdout
    assert questions is not None and answers is not None

    def ask(what: str) -> float:
        measure.checkpoint()
        questions.write(f"{what}\n")
        questions.flush()
        return float(answers.readline())

    assert answers.readline() == "ready\n"
    try:
        yield ask
    finally:
        questions.close()
        process.wait()


def called_by_eight(url: str, seconds: int) -> float:
    """One transfer as one call of the SQL function, 8 clients: what the database itself can do."""
    script = measure.WORK / "transfer.sql"
    script.write_text(
        "\\set lease random(0, 499)\n"
        "SELECT * FROM ledger_transfer_legs('pgbench' || gen_random_uuid(), 'order_paid', 'pgbench', now(),"
        " ARRAY['world' || chr(58) || 'ccb'],"
        " ARRAY[concat('lease', chr(58), cast(:lease as int), chr(58), 'deposit')],"
        " ARRAY[cast(100 as bigint)], now());\n"
    )
    program = measure.pgbench()
    assert program is not None
    measure.checkpoint()
    words: list[str | Path] = [
        program,
        "-n",
        "-M",
        "prepared",
        "-c",
        "8",
        "-j",
        "2",
        "-T",
        str(seconds),
        "-f",
        script,
    ]
    said = subprocess.run([*words, url], check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    assert found is not None, said
    return float(found[1])


def figures(anju: dict[str, str], hordak: dict[str, str]) -> list[Figure]:
    """Every side once a round. Both databases exist; ours is migrated."""
    measure.prepare_tpcb(1 if ROUNDS == 1 else measure.SCALE)
    with side("anju", anju) as ours, side("hordak", hordak) as theirs:
        for warm in (ours, theirs):
            warm("one")
            warm("many")
        measured = in_turn(
            {
                "transfer(), one at a time": lambda: ours("one"),
                f"{HORDAK} transfer_to(), one at a time": lambda: theirs("one"),
                "staged, 1,000 a batch": lambda: ours("many"),
                f"{HORDAK} bulk_create, 1,000 a batch": lambda: theirs("many"),
                "one SQL call, 8 clients": lambda: called_by_eight(anju["DATABASE_URL"], 4),
                "T": lambda: measure.tpcb(4),
            },
            ROUNDS,
        )
    one, their_one, many, their_many, called, t = measured.values()
    unit = "transfers/s"
    return [
        against("ledger: transfer(), one at a time", unit, one, HORDAK, their_one),
        against("ledger: staged, 1,000 a batch", unit, many, HORDAK, their_one, 20),
        against("ledger: staged, 1,000 a batch", unit, many, f"{HORDAK} bulk_create", their_many),
        against("ledger: one SQL call, 8 clients", unit, called, "T", t, 1.0),
        against("ledger: staged, 1,000 a batch", unit, many, "T", t),
    ]


def run() -> list[Figure]:
    """On the cluster of BENCH_CLUSTER, in two new databases."""
    cluster = os.environ["BENCH_CLUSTER"].removesuffix("postgres")
    with psycopg.connect(os.environ["BENCH_CLUSTER"], autocommit=True) as connection:
        for name in ("bench_ledger", "bench_hordak"):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
    anju = {**os.environ, "DATABASE_URL": f"{cluster}bench_ledger"}
    hordak = {**os.environ, "DATABASE_URL": f"{cluster}bench_hordak"}
    hordak.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=anju, check=True)
    return figures(anju, hordak)


def main() -> None:
    """With a file: save the figures there, for the table of `python -m bench`. Without: print them."""
    if len(sys.argv) > 1 and sys.argv[1] in SIDES:
        play(sys.argv[1])
        return
    with contextlib.ExitStack() as stack:
        if "BENCH_CLUSTER" not in os.environ:
            server = stack.enter_context(measure.cluster())
            os.environ.update(measure.environment(server, "postgres"))
        made = run()
    if len(sys.argv) > 1:
        measure.save(made, Path(sys.argv[1]))
        return
    for figure in made:
        middle, spread = (
            statistics.median(figure.values),
            f"{min(figure.values):,.0f}–{max(figure.values):,.0f}",
        )
        peer = f"{figure.peer} {statistics.median(figure.peer_values):,.0f}"
        print(f"{figure.what:<40} {middle:>9,.0f} ({spread}) {figure.ratio:8.2f} x {peer}")


if __name__ == "__main__":
    main()
