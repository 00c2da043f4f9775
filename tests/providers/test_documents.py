from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from directory import audit
from directory.access import SYSTEM
from directory.codes import ServiceType, Specialism
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.providers.actions.index import reindex_all
from directory.providers.models import AreaKind, Registration, Service, Status
from directory.providers.search import document_of, documents
from directory.search.models import SearchDocument
from tests.make_services import service


def test_a_published_service_is_in_the_index(app: Flask) -> None:
    made = service(occupied=3, specialisms={Specialism.TRAUMA: date(2027, 3, 1)}, languages=["vie"])
    row = db.session.scalars(select(SearchDocument)).one()
    assert (row.service_id, row.available, row.area) == (made.id, 1, "LS1")
    assert row.specialisms == {"trauma": "2027-03-01"}


@pytest.mark.parametrize(
    "more",
    [{"status": Status.DRAFT}, {"status": Status.PAUSED}, {"registration": Registration.GONE}],
    ids=["a draft", "a paused one", "one gone from the register"],
)
def test_what_is_not_published_or_gone_is_not_in_the_index(lite: Flask, more: dict[str, object]) -> None:
    service(**more)  # type: ignore[arg-type]
    assert db.session.scalars(select(SearchDocument)).all() == []
    assert list(documents()) == []


def test_nothing_is_free_before_the_provider_said_so(lite: Flask) -> None:
    document = document_of(service(confirmed_days_ago=None, occupied=4))
    assert (document.registered, document.available, document.confirmed_at) == (4, None, None)


def test_an_area_as_wide_as_a_region_names_no_authority(lite: Flask) -> None:
    document = document_of(service(area=AreaKind.REGION))
    assert document.authority is None
    assert document.region == document.area == "Yorkshire and The Humber"


def test_a_public_service_is_at_its_point(lite: Flask) -> None:
    document = document_of(service(type=ServiceType.ADVOCACY))
    assert (document.latitude, document.radius_miles, document.registered) == (53.797, 0.0, None)
    assert document.area == "Leeds"


def test_a_confidential_service_without_an_area_is_never_indexed(lite: Flask) -> None:
    made = db.session.get_one(Service, service().id)
    made.area_kind = None
    with db.session.no_autoflush, pytest.raises(ValueError, match="no published area"):
        document_of(made)
    db.session.rollback()


def test_the_index_is_mended_from_the_services(app: Flask) -> None:
    lost, wrong, stray = service(name="Lost"), service(name="Wrong"), service(name="Stray")

    @atomic
    def spoil() -> None:
        db.session.execute(delete(SearchDocument).where(SearchDocument.service_id == lost.id))
        db.session.execute(update(SearchDocument).where(SearchDocument.name == "Wrong").values(available=99))
        db.session.execute(update(Service).where(Service.name == "Stray").values(status=Status.PAUSED))
        audit.record(SYSTEM, "index:spoilt", stray, at=clock.now())

    spoil()
    assert reindex_all(SYSTEM, now=clock.now()) == 2
    rows = {row.name: row for row in db.session.scalars(select(SearchDocument))}
    assert (rows["Lost"].gone, rows["Wrong"].available, rows["Stray"].gone) == (False, 4, True)
    before = {name: row.sequence for name, row in rows.items()}
    reindex_all(SYSTEM, now=clock.now())
    assert {row.name: row.sequence for row in db.session.scalars(select(SearchDocument))} == before
    assert wrong.id
