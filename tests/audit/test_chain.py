import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from directory import audit
from directory.access import Kind
from directory.kit.db import WRITING, db
from tests import make


def tamper(*statements: str) -> None:
    """Change the record as somebody with the database's own rights could."""
    db.session.rollback()
    with db.engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_records_no_{verb}"))
        else:
            connection.execute(text("DROP TRIGGER audit_records_append_only ON audit_records"))
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def chain(app: Flask) -> None:
    for number in range(5):
        make.organisation(Kind.PROVIDER, f"Provider {number}")


def test_an_untouched_chain_has_no_fault(chain: None) -> None:
    assert audit.verify() == (5, [])


@pytest.mark.parametrize("verb", ["UPDATE audit_records SET event = 'x:y'", "DELETE FROM audit_records"])
def test_the_database_refuses_to_change_a_record(chain: None, verb: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(verb))


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE audit_records SET event = 'organisation:removed' WHERE sequence = 3"],
        ['UPDATE audit_records SET facts = \'{"name": "another"}\' WHERE sequence = 2'],
        ["DELETE FROM audit_records WHERE sequence = 3"],
        ["DELETE FROM audit_records WHERE sequence = 5"],
        ["DELETE FROM audit_records WHERE sequence = 5", "UPDATE audit_heads SET sequence = 4"],
        ["DELETE FROM audit_records"],
        [
            "UPDATE audit_records SET sequence = 99 WHERE sequence = 2",
            "UPDATE audit_records SET sequence = 2 WHERE sequence = 3",
            "UPDATE audit_records SET sequence = 3 WHERE sequence = 99",
        ],
    ],
    ids=["edited", "facts edited", "removed", "end cut off", "end cut off and count mended", "emptied", "reordered"],
)
def test_verify_finds_what_was_done_to_the_record(chain: None, statements: list[str]) -> None:
    tamper(*statements)
    _, faults = audit.verify()
    assert faults
