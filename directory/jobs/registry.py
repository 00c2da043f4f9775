"""Which function does which job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

HANDLERS: dict[str, Callable[..., Any]] = {}


@dataclass(frozen=True)
class Recurring:
    """A job that the worker queues again and again."""

    name: str
    interval: timedelta


RECURRING: list[Recurring] = []


def handler(name: str) -> Callable[[F], F]:
    """Register the function that does the jobs of this name (``feature.what``)."""

    def register(function: F) -> F:
        if name in HANDLERS:
            raise ValueError(f"two handlers for {name}")
        HANDLERS[name] = function
        return function

    return register


def every(interval: timedelta, name: str) -> Callable[[F], F]:
    """Register a handler that the worker runs at least ``interval`` apart, once for all workers."""

    def register(function: F) -> F:
        RECURRING.append(Recurring(name, interval))
        return handler(name)(function)

    return register
