"""Many at the same moment: works that start together, each in a thread and a transaction of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from anju.core.refusals import Refused


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run all works at the same moment; returns what each returned or refused."""
    barrier = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            results[number] = work()
        except Refused as refused:
            results[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
