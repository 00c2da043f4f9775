import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import audit
from directory.access import SYSTEM, Kind
from directory.audit.models import AuditRecord
from directory.kit import clock
from directory.kit.atomic import Unaudited, atomic
from directory.kit.db import db
from directory.organisations.models import Organisation
from tests import make


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def new() -> Organisation:
    return Organisation(kind=Kind.PROVIDER, name="A", name_key="a", created_at=clock.now())


def test_an_unaudited_change_is_refused_and_keeps_nothing(app: Flask) -> None:
    @atomic
    def careless() -> None:
        db.session.add(new())

    with pytest.raises(Unaudited):
        careless()
    assert count(Organisation) == 0


def test_an_action_that_raises_keeps_neither_change_nor_record(app: Flask) -> None:
    @atomic
    def failing() -> None:
        made = new()
        db.session.add(made)
        db.session.flush()
        audit.record(SYSTEM, "organisation:added", made, at=clock.now())
        raise RuntimeError("on the way")

    with pytest.raises(RuntimeError, match="on the way"):
        failing()
    assert count(Organisation) == count(AuditRecord) == 0
    assert audit.verify() == (0, [])


def test_an_action_within_an_action_is_one_transaction(app: Flask) -> None:
    @atomic
    def outer() -> None:
        make.organisation(Kind.PROVIDER, "Inner")
        raise RuntimeError("after the inner one")

    with pytest.raises(RuntimeError, match="after"):
        outer()
    assert count(Organisation) == 0


def test_a_change_outside_an_action_is_refused(app: Flask) -> None:
    db.session.add(new())
    with pytest.raises(RuntimeError, match="inside an action"):
        db.session.flush()
    db.session.rollback()
