"""One action, one transaction, at least one audit record. Nothing else commits."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from directory.kit.db import WRITING, db

P = ParamSpec("P")
R = TypeVar("R")

_DEPTH = "atomic_depth"
_CHANGED = "atomic_changed"
_RECORDED = "atomic_recorded"

before_commit: list[Callable[[Session], None]] = []


class Unaudited(RuntimeError):
    """An action changed something and recorded nothing: a fault in the action, so nothing is kept."""


def atomic(action: Callable[P, R]) -> Callable[P, R]:
    """Make ``action`` one transaction that commits when it returns and keeps nothing when it raises.

    An action called by another action joins it. What was read before is read anew, so an
    action takes ids, not objects loaded outside. Raises Unaudited if rows changed and nothing was recorded.
    """

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        session = db.session()
        if session.info.get(_DEPTH):
            return action(*args, **kwargs)
        if session.new or session.dirty or session.deleted:
            raise RuntimeError(f"{action.__qualname__}: changes were made outside an action")
        session.rollback()
        session.info.update({_DEPTH: 1, _CHANGED: False, _RECORDED: 0})
        try:
            session.connection(execution_options={WRITING: True})
            result = action(*args, **kwargs)
            session.flush()
            _refuse_unaudited(session, action.__qualname__)
            for hook in before_commit:
                hook(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        else:
            return result
        finally:
            for key in (_DEPTH, _CHANGED, _RECORDED):
                session.info.pop(key, None)

    run.__dict__["atomic"] = True
    return run


def _refuse_unaudited(session: Session, action: str) -> None:
    if session.info[_CHANGED] and not session.info[_RECORDED]:
        raise Unaudited(f"{action} changed rows and recorded nothing")


def recorded(session: Session) -> None:
    """Note that the running action has recorded what it does. Raises RuntimeError outside an action."""
    if not session.info.get(_DEPTH):
        raise RuntimeError("an audit record is written inside an action")
    session.info[_RECORDED] += 1


def acting(session: Session) -> bool:
    """Say whether an action is running."""
    return bool(session.info.get(_DEPTH))


@event.listens_for(Session, "after_flush")
def _note_changes(session: Session, _context: object) -> None:
    if session.info.get(_DEPTH) and (session.new or session.dirty or session.deleted):
        session.info[_CHANGED] = True


@event.listens_for(Session, "do_orm_execute")
def _note_bulk_changes(state: object) -> None:
    statement_changes = (
        getattr(state, "is_insert", False) or getattr(state, "is_update", False) or getattr(state, "is_delete", False)
    )
    session: Session = state.session  # type: ignore[attr-defined]
    if statement_changes:
        if not session.info.get(_DEPTH):
            raise RuntimeError("rows are changed inside an action only")
        session.info[_CHANGED] = True


@event.listens_for(Session, "before_flush")
def _only_inside_actions(session: Session, _context: object, _instances: object) -> None:
    if not session.info.get(_DEPTH) and (session.new or session.dirty or session.deleted):
        raise RuntimeError("rows are changed inside an action only")
