from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from directory import audit, search
from directory.access import SYSTEM
from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.search.models import SearchDocument
from tests import make


def document(**more: object) -> search.Document:
    first = search.Document(
        service_id=uuid4(),
        organisation_id=uuid4(),
        organisation_name="Harbour Care",
        name="Advocacy in Leeds",
        description="Advocates who listen.",
        service_type=ServiceType.ADVOCACY,
        specialisms={Specialism.TRAUMA: None},
        languages=["vie", "eng"],
        age_minimum=0,
        age_maximum=17,
        gender=Gender.ANY,
        registered=None,
        available=None,
        available_from=None,
        confirmed_at=None,
        rating=Rating.NOT_YET_RATED,
        rating_on=None,
        authority="E08000035",
        region="Yorkshire and The Humber",
        confidential=False,
        area="Leeds",
        latitude=53.8,
        longitude=-1.55,
    )
    return replace(first, **more)  # type: ignore[arg-type]


@atomic
def put(*documents: search.Document, gone: bool = False) -> None:
    where = make.organisation()
    for one in documents:
        if gone:
            search.remove(one.service_id)
        else:
            search.put(one)
    audit.record(SYSTEM, "index:changed", where, at=clock.now())


def row(one: search.Document) -> SearchDocument:
    db.session.rollback()
    found = db.session.scalar(select(SearchDocument).where(SearchDocument.service_id == one.service_id))
    assert found is not None
    return found


def test_each_change_gets_the_next_number_and_no_change_gets_none(app: Flask) -> None:
    one, two = document(), document(name="Another")
    put(one, two)
    assert sorted([row(one).sequence, row(two).sequence]) == [1, 2]
    put(one, two)
    assert sorted([row(one).sequence, row(two).sequence]) == [1, 2]


def test_a_change_of_places_leaves_the_words_alone(app: Flask, now: datetime) -> None:
    one = document()
    put(one)
    put(replace(one, available=2, registered=4, confirmed_at=now))
    assert (row(one).sequence, row(one).text_sequence) == (2, 1)
    put(replace(one, available=2, registered=4, confirmed_at=now, description="Other words."))
    assert (row(one).sequence, row(one).text_sequence) == (3, 3)


def test_a_service_removed_leaves_a_mark_and_may_come_back(app: Flask) -> None:
    one = document()
    put(one)
    put(one, gone=True)
    assert (row(one).gone, row(one).sequence) == (True, 2)
    put(one)
    assert (row(one).gone, row(one).text_sequence) == (False, 3)


def test_the_index_is_changed_inside_an_action_only(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside an action"):
        search.put(document())
