"""Views that are logged and counted under one name, because which of them is asked for is nobody's business."""

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


def logged_as(name: str) -> Callable[[V], V]:
    """Have every request for a view logged and counted as ``name``; stands nearest to the function."""

    def mark(view: V) -> V:
        view.__dict__["logged_as"] = name
        return view

    return mark
