"""Documents kept in the process are those of the database, however it keeps its values."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.kit.db import db
from directory.search.documents import document_of
from directory.search.embedded import shelf
from directory.search.embedded.shelf import Shelf, Wanted
from directory.search.models import SearchDocument
from tests.search import make_documents
from tests.search.make_documents import NOW, commit


def wanted() -> list[Wanted]:
    db.session.rollback()
    rows = db.session.scalars(select(SearchDocument).order_by(SearchDocument.service_id))
    return [(row.service_id.bytes, row.sequence) for row in rows]


def test_what_is_read_with_the_driver_is_what_sqlalchemy_gives(app: Flask) -> None:
    commit(make_documents.documents(5, 60))
    table = SearchDocument.__table__
    truth = [document_of(row) for row in db.session.execute(select(table).order_by(table.c.service_id))]
    held = Shelf(db.engine)
    assert held.documents(wanted()) == truth == held.documents(wanted())


def test_a_document_that_changed_is_read_anew_and_one_that_is_gone_is_not_given(lite: Flask) -> None:
    one = make_documents.document(random.Random(1), confirmed_at=NOW)
    commit([one])
    held = Shelf(db.engine)
    assert held.documents(wanted()) == [one]
    changed = replace(one, confirmed_at=NOW + timedelta(days=1))
    commit([changed])
    assert held.documents(wanted()) == [changed]
    commit(removes=[one.service_id])
    assert held.documents(wanted()) == [None]


def test_the_shelf_stays_small(lite: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = make_documents.documents(6, 30)
    commit(documents)
    monkeypatch.setattr(shelf, "MOST_DOCUMENTS", 7)
    held = Shelf(db.engine)
    for each in wanted():
        held.documents([each])
    assert len(held._held) == 7
    monkeypatch.setattr(shelf, "MOST_LETTERS", 0)
    held.documents(wanted()[:1])
    assert len(held._held) == 0
    assert held._letters == 0
