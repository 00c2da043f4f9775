"""The same thing done by many threads at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from directory.kit.db import db
from directory.kit.errors import Refusal

THREADS = 20


def at_once(app: Flask, work: Callable[[], object]) -> list[object]:
    """Give what each of 20 threads got: a result, or the refusal it was answered with."""
    barrier = Barrier(THREADS)

    def run(_number: int) -> object:
        with app.app_context():
            barrier.wait()
            try:
                return work()
            except Refusal as refusal:
                return refusal

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(run, range(THREADS)))
    db.session.rollback()  # what the test looks at next is what they left
    return answers
