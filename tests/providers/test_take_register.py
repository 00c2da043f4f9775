from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import audit
from directory.access import SYSTEM, Kind
from directory.audit.models import AuditRecord
from directory.codes import Rating
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import NotAllowed
from directory.organisations.models import Organisation
from directory.providers.actions.register import take_register
from directory.providers.models import AreaKind, Capacity, CapacityChange, Registration, Service
from directory.providers.rules.register import read_register
from directory.providers.rules.register_owned import figures
from directory.search.models import SearchDocument
from tests import make
from tests.providers.registers import REAL, agency, data, figures_printed, home, real, take

LEEDS = [home(f"250000{number}") for number in range(1, 4)]


def the(urn: str) -> Service:
    return db.session.scalars(select(Service).where(Service.urn == urn)).one()


def events() -> Counter[str]:
    return Counter(db.session.scalars(select(AuditRecord.event)).all())


def indexed() -> dict[str, SearchDocument]:
    rows = db.session.scalars(select(SearchDocument).where(SearchDocument.gone.is_(False)))
    return {row.name: row for row in rows}


def test_the_real_register_is_taken_over_whole_and_again_changes_nothing(app: Flask) -> None:
    given = real()
    rows = read_register(given)
    counted = figures(rows)
    assert (counted["rows"], counted["organisations"], counted["authorities"]) == (5600, 2561, 111)
    assert (counted["confidential"], counted["name_redacted"], counted["public"]) == (4913, 4020, 687)
    assert {kind.value: number for kind, number in counted["confidential_types"].items()} == {
        "childrens_home": 3946,
        "supported_accommodation": 893,
        "residential_special_school": 49,
        "secure_childrens_home": 14,
        "residential_family_centre": 10,
        "adoption_support": 1,
    }
    for first in (True, False):
        difference = take_register(SYSTEM, rows, file=REAL.name, data=given, now=clock.now())
        assert difference.empty is not first
    assert events() == {"organisation:added": 2561, "service:imported": 5600, "register:read": 2}
    assert audit.verify() == (8163, [])
    services = db.session.scalars(select(Service)).all()
    assert len(services) == len(indexed_ids()) == 5600
    kinds = Counter(service.area_kind for service in services)
    assert kinds == {None: 687, AreaKind.AUTHORITY: 4855, AreaKind.REGION: 58}
    for service in services:
        if service.confidential:
            assert (service.latitude, service.postcode, service.address) == (None, "", "")
            assert service.area_name in service.name
            assert service.urn
            assert service.name.endswith(service.urn)
        else:
            assert service.latitude is not None, service.name
    crowds = Counter(service.area_code for service in services if service.area_kind is AreaKind.AUTHORITY)
    assert min(crowds.values()) >= 3
    assert db.session.scalar(select(func.count()).where(SearchDocument.available.is_not(None))) == 0


def indexed_ids() -> set[object]:
    return set(db.session.scalars(select(SearchDocument.service_id).where(SearchDocument.gone.is_(False))))


def test_the_real_registers_figures_are_printed_and_a_dry_run_keeps_nothing(lite: Flask) -> None:
    real()
    code, output = figures_printed(lite, "ofsted", str(REAL), "--dry-run")
    assert code == 0
    for line in (
        "5,600 rows, 2,561 organisations",
        "3,946  Children's home, 3,946 of them confidential",
        "4,913 confidential by redacted address, of which 4,020 by redacted name too; 687 public",
        "5,600 new services",
    ):
        assert line in output
    assert (events(), db.session.scalar(select(func.count()).select_from(Service))) == ({}, 0)


def test_a_broken_file_changes_nothing_and_says_where(lite: Flask, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(data(*LEEDS, home("2500009", places="x")))
    code, output = figures_printed(lite, "ofsted", str(file))
    assert code == 1
    assert "line 10, column 12 (Places): 'x' is not a whole number" in output
    assert events() == {}


def test_a_confidential_service_is_named_by_type_and_area(lite: Flask) -> None:
    take(*LEEDS)
    service = the("2500001")
    assert service.name == "Children's home in Leeds, URN 2500001"
    assert (service.area_kind, service.area_code) == (AreaKind.AUTHORITY, "E08000035")


def test_fewer_than_three_in_an_authority_are_shown_in_the_region_and_nothing_tells_the_authority(lite: Flask) -> None:
    take(*LEEDS[:2])
    document = indexed()["Children's home in Yorkshire and The Humber, URN 2500001"]
    assert (document.authority, document.area) == (None, "Yorkshire and The Humber")


def test_areas_narrow_and_widen_as_services_come_and_go(lite: Flask) -> None:
    take(*LEEDS[:2])
    difference = take(*LEEDS)
    assert (len(difference.new), len(difference.changed), len(difference.gone)) == (1, 0, 0)
    assert events()["service:area_changed"] == 2
    assert {row.area for row in indexed().values()} == {"Leeds"}
    take(*LEEDS[:2])
    assert {row.area for row in indexed().values()} == {"Yorkshire and The Humber"}
    assert the("2500001").name == "Children's home in Yorkshire and The Humber, URN 2500001"


def test_what_is_no_longer_in_the_register_is_marked_and_not_found_and_may_come_back(lite: Flask) -> None:
    take(*LEEDS, agency("2500004"))
    difference = take(*LEEDS)
    assert [urn for _, urn, _ in difference.gone] == ["2500004"]
    assert the("2500004").registration is Registration.GONE
    assert "Moorland Fostering" not in indexed()
    assert take(*LEEDS).empty
    take(*LEEDS, agency("2500004"))
    assert the("2500004").registration is Registration.ACTIVE
    assert "Moorland Fostering" in indexed()


def test_a_newer_register_updates_what_is_its_own_and_says_what(lite: Flask) -> None:
    take(*LEEDS)
    newer = home("2500001", overall="Inadequate", inspected_on="04/03/2026", status="Suspended", owner="Moorland Ltd")
    difference = take(newer, *LEEDS[1:])
    service = the("2500001")
    assert (service.rating, service.rating_on) == (Rating.INADEQUATE, date(2026, 3, 4))
    assert (service.registration, service.organisation.name) == (Registration.SUSPENDED, "Moorland Ltd")
    (change,) = difference.changed
    assert set(change.columns) == {"rating", "rating_on", "registration", "organisation_id"}
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.event == "service:updated")).one()
    assert record.facts["changes"]["rating"] == ["good", "inadequate"]


def test_what_a_provider_typed_stays(lite: Flask) -> None:
    take(*LEEDS)
    before = typed("2500001")
    take(home("2500001", overall="Outstanding"), *LEEDS[1:])
    assert typed("2500001") == before


def typed(urn: str) -> tuple[object, ...]:
    service = the(urn)
    return (service.description, service.languages, service.age_minimum, service.outcode, service.status)


def test_what_was_confidential_is_not_made_public_by_a_file(lite: Flask) -> None:
    take(*LEEDS)
    open_ = {"name": "Ashton Court", "address_1": "1 Park Row", "postcode": "LS1 5HD"}
    assert take(home("2500001", **open_), *LEEDS[1:]).empty
    assert the("2500001").confidential
    assert "Ashton" not in the("2500001").name


def test_what_becomes_confidential_loses_its_name_and_place(lite: Flask) -> None:
    take(*LEEDS, agency("2500004"))
    take(*LEEDS, home("2500004"))
    service = the("2500004")
    assert (service.address, service.postcode, service.latitude, service.outcode) == ("", "", None, None)
    assert service.name == "Children's home in Leeds, URN 2500004"
    facts = str(db.session.scalars(select(AuditRecord).where(AuditRecord.event == "service:updated")).one().facts)
    assert "LS1" not in facts
    assert "Moorland" not in facts


def test_an_agency_without_places_has_no_capacity(lite: Flask) -> None:
    take(agency("2500004"))
    assert the("2500004").capacity is None
    assert the("2500004").latitude == pytest.approx(53.79, abs=0.02)


def test_new_places_are_taken_until_the_provider_says_otherwise(lite: Flask) -> None:
    take(*LEEDS)
    capacity = the("2500001").capacity
    assert capacity
    assert (capacity.registered, capacity.available, capacity.confirmed_at) == (4, 0, None)
    take(home("2500001", places="6"), *LEEDS[1:])
    capacity = db.session.get_one(Capacity, the("2500001").id)
    assert (capacity.registered, capacity.available) == (6, 0)
    said = select(CapacityChange).where(CapacityChange.service_id == capacity.service_id)
    assert [change.confirmed for change in db.session.scalars(said)] == [False, False]


def test_owners_are_one_however_they_are_written(lite: Flask) -> None:
    take(home("2500001"), home("2500002", owner="HARBOUR  CARE LIMITED"), home("2500003", owner="Harbour Care Ltd."))
    made = db.session.scalars(select(Organisation).where(Organisation.kind == Kind.PROVIDER)).all()
    assert [organisation.name for organisation in made] == ["Harbour Care Ltd"]


def test_an_authority_that_takes_part_already_is_the_owner(lite: Flask) -> None:
    there = make.organisation(Kind.AUTHORITY, "Leeds City Council", gss_code="E08000035")
    take(home("2500001", owner="Leeds Council", sector="Local Authority"))
    assert the("2500001").organisation_id == there.id


def test_a_provider_may_not_take_over_a_register(lite: Flask) -> None:
    given = data(*LEEDS)
    with pytest.raises(NotAllowed):
        take_register(make.provider(), read_register(given), file="a", data=given, now=clock.now())
    assert "service:imported" not in events()
