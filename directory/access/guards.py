"""The guard of a route is an attribute of its view; a view without one does not start the application."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, g

from directory.access.actor import NOBODY, Actor
from directory.access.matrix import Permission
from directory.kit.errors import NotAllowed, NotSignedIn

V = TypeVar("V", bound=Callable[..., Any])
EXTENSION = "fairhaven_actor"


@dataclass(frozen=True)
class Guard:
    """Who may enter: anybody; anybody signed in; or whoever has any one of ``permissions``."""

    signed_in: bool = False
    permissions: frozenset[Permission] = frozenset()

    def allows(self, actor: Actor) -> bool:
        """Say whether this actor may enter."""
        if self.permissions:
            return any(actor.may(permission) for permission in self.permissions)
        return actor.signed_in or not self.signed_in

    def check(self, actor: Actor) -> None:
        """Raise NotSignedIn or NotAllowed unless the actor may enter."""
        if self.allows(actor):
            return
        raise NotAllowed if actor.signed_in else NotSignedIn

    def words(self) -> str:
        """Give the guard in words, for the list of routes in the docs."""
        if self.permissions:
            return " or ".join(sorted(permission.value for permission in self.permissions))
        return "signed in" if self.signed_in else "anyone"


def use_actors_of(app: Flask, load: Callable[[], Actor]) -> None:
    """Tell the guards how to find who asks (``accounts`` knows)."""
    app.extensions[EXTENSION] = load


def current_actor() -> Actor:
    """Give who makes this request; NOBODY when nobody is signed in. For views only."""
    if "actor" not in g:
        load = current_app.extensions.get(EXTENSION)
        g.actor = load() if load else NOBODY
    actor: Actor = g.actor
    return actor


def _guard(view: V, guard: Guard) -> V:
    @wraps(view)
    def enter(*args: Any, **kwargs: Any) -> Any:
        guard.check(current_actor())
        return view(*args, **kwargs)

    enter.__dict__["guard"] = guard
    return enter  # type: ignore[return-value]


def guarded(*permissions: Permission) -> Callable[[V], V]:
    """Let in whoever has any one of ``permissions``."""
    if not permissions:
        raise ValueError("a guard names at least one permission")
    return lambda view: _guard(view, Guard(signed_in=True, permissions=frozenset(permissions)))


def signed_in(view: V) -> V:
    """Let in anybody who is signed in."""
    return _guard(view, Guard(signed_in=True))


def anyone(view: V) -> V:
    """Let in everybody, signed in or not."""
    return _guard(view, Guard())


def unguarded(app: Flask, *, but: Iterable[str] = ("static",)) -> list[str]:
    """Give the endpoints without a guard; the application does not start unless this is empty."""
    return sorted(name for name, view in app.view_functions.items() if name not in but and not hasattr(view, "guard"))


def guard_of(view: Any) -> Guard:
    """Give a view's guard."""
    guard: Guard = view.guard
    return guard
