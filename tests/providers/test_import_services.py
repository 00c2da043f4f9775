"""``flask import services``: whole or not at all, once or twice the same, and never over what a provider wrote."""

from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from directory.access import Kind
from directory.audit.models import AuditRecord
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import NotAllowed
from directory.kit.tables import BrokenTable, as_xlsx
from directory.organisations.models import Organisation
from directory.providers.actions.imports import take_services
from directory.providers.models import Capacity, CapacityChange, Claim, Proposal, Service, Status, Telling
from directory.providers.rules.service_columns import COLUMNS
from directory.providers.rules.service_file import read_services
from directory.providers.rules.told import Source
from directory.search.models import SearchDocument
from tests import make, make_services
from tests.providers import registers
from tests.providers.registers import figures_printed
from tests.providers.told import HOUSEHOLD, OFFICE, as_json, proposed, table, take, take_file, the, typed

EVERYTHING = (Service, Claim, Capacity, CapacityChange, Organisation, Telling, Proposal, SearchDocument)


def counted() -> dict[str, int]:
    return {one.__tablename__: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in EVERYTHING}


def events() -> Counter[str]:
    return Counter(db.session.scalars(select(AuditRecord.event)))


def test_a_service_imported_twice_is_one_service(app: Flask) -> None:
    first = take(HOUSEHOLD, OFFICE)
    assert (len(first.new), len(first.organisations)) == (2, 2)
    before, recorded = counted(), events()
    versions = db.session.execute(select(Service.id, Service.version).order_by(Service.id)).all()
    assert take(HOUSEHOLD, OFFICE).empty
    assert counted() == before
    assert db.session.execute(select(Service.id, Service.version).order_by(Service.id)).all() == versions
    assert events() - recorded == Counter({"services:read": 1})


def test_what_the_file_says_stands_in_the_directory_and_in_its_index(app: Flask) -> None:
    take(HOUSEHOLD, OFFICE)
    house, office = the("Household LW-014"), the("Talking")
    assert (house.status, house.source, house.outcode) == (Status.PUBLISHED, "file", "LS1")
    assert (house.postcode, house.latitude, house.area_name) == ("", None, "Yorkshire and The Humber")
    assert (house.age_minimum, house.age_maximum, house.languages) == (11, 17, ["eng", "vie"])
    assert house.capacity is not None
    assert (house.capacity.registered, house.capacity.available, house.capacity.confirmed_at) == (2, 0, None)
    assert [(claim.specialism.value, claim.assured_until) for claim in house.claims] == [
        ("trafficking", None),
        ("trauma", None),
    ]
    assert (office.organisation.kind, office.postcode, office.address) == (Kind.AUTHORITY, "LS1 4AP", "1 Park Row")
    assert office.latitude is not None
    indexed = db.session.scalars(select(SearchDocument.service_id).where(SearchDocument.gone.is_(False))).all()
    assert set(indexed) == {house.id, office.id}


def test_an_undescribed_service_is_a_draft(lite: Flask) -> None:
    take(HOUSEHOLD | {"description": ""})
    assert the("Household LW-014").status is Status.DRAFT


def test_what_the_file_says_anew_follows_the_file_where_nobody_else_wrote(app: Flask) -> None:
    take(HOUSEHOLD, OFFICE)
    again = take(HOUSEHOLD | {"description": "A lively house.", "age_maximum": "15", "registered": "3"}, OFFICE)
    assert [change.write for change in again.changed] == [("description", "registered", "ages")]
    house = the("Household LW-014")
    assert (house.description, house.age_maximum) == ("A lively house.", 15)
    assert house.capacity is not None
    assert house.capacity.registered == 3
    assert proposed() == {}


def test_what_the_provider_wrote_stays_and_the_file_is_proposed_once(app: Flask) -> None:
    take(HOUSEHOLD)
    typed("Household LW-014", description="Ours.", telephone="")
    assert take(HOUSEHOLD).empty
    told = HOUSEHOLD | {"description": "Theirs.", "telephone": "0113 496 0001"}
    difference = take(told)
    assert [change.propose for change in difference.changed] == [("description", "telephone")]
    assert proposed() == {"description": "Theirs.", "telephone": "0113 496 0001"}
    assert (the("Household LW-014").description, the("Household LW-014").telephone) == ("Ours.", "")
    again = take(told)
    assert again.empty
    assert again.waiting == 2
    typed("Household LW-014", description="Theirs.")
    assert take(told).empty
    assert proposed() == {"telephone": "0113 496 0001"}


def test_a_service_that_was_typed_is_found_by_its_urn_and_not_written_over(app: Flask) -> None:
    made = make_services.service("Harbour Care", urn="2590934", name="The Hill", description="Ours.", telephone="")
    told = {"urn": "2590934", "organisation": "Harbour Care", "description": "Theirs.", "telephone": "0113 496 0000"}
    difference = take(told)
    assert [(change.write, change.propose) for change in difference.changed] == [(("telephone",), ("description",))]
    assert db.session.get_one(Service, made.id).description == "Ours."
    assert take(told | {"reference": "H1"}).empty
    assert take(told | {"urn": "", "reference": "H1"}).empty


def test_specialisms_are_added_and_none_that_the_provider_took_back(app: Flask) -> None:
    take(HOUSEHOLD)
    take(HOUSEHOLD | {"specialisms": "trafficking; trauma; ptsd"})
    assert len(the("Household LW-014").claims) == 3
    typed("Household LW-014", claims=[])
    assert take(HOUSEHOLD | {"specialisms": "trafficking; trauma; ptsd"}).empty
    take(HOUSEHOLD | {"specialisms": "trauma; remand"})
    assert proposed() == {"specialisms": ["remand"]}


def test_no_file_makes_a_confidential_place_public(app: Flask) -> None:
    take(HOUSEHOLD)
    told = HOUSEHOLD | {"confidential": "no", "postcode": "LS1 4AP", "address": "9 Mill Lane"}
    difference = take(told)
    assert [dict(change.kept) for change in difference.known] == [
        {"place": "it is confidential here, and no file makes it public"}
    ]
    assert the("Household LW-014").address == ""
    assert proposed() == {}
    kept = str(db.session.execute(select(Telling.said)).all()) + str(
        db.session.execute(select(AuditRecord.facts)).all()
    )
    assert "Mill" not in kept
    assert take(told).empty


def test_what_the_register_says_stays_the_register_s(lite: Flask) -> None:
    registers.take(*(registers.home(f"250000{number}") for number in range(1, 4)))
    name = db.session.scalars(select(Service).where(Service.urn == "2500001")).one().name
    told = {"urn": "2500001", "organisation": "Harbour Care Ltd", "name": "The Hill", "registered": "9"}
    difference = take(told | {"description": "Quiet.", "postcode": "LS8"})
    (change,) = difference.known
    assert dict(change.kept) == {"name": "the register says it", "registered": "the register says it"}
    service = the(name)
    assert (service.description, service.outcode) == ("Quiet.", "LS8")


def test_a_withdrawn_service_is_left_alone(lite: Flask) -> None:
    take(HOUSEHOLD)
    typed("Household LW-014", status=Status.WITHDRAWN)
    difference = take(HOUSEHOLD | {"description": "Other."})
    assert difference.empty
    assert [told.reference for told in difference.withdrawn] == ["LW-014"]


WRONG = {
    "type": ({"type": "castle"}, "type", "is not a type of service that we know"),
    "no type": ({"type": ""}, "type", "say its type"),
    "age": ({"age_minimum": "eleven"}, "age_minimum", "is not an age from 0 to 25"),
    "ages": ({"age_minimum": "19"}, "age_maximum", "Enter an age from 19 to 25"),
    "language": ({"languages": "eng; klingon"}, "languages", '"klingon" is not a language that we know'),
    "specialism": ({"specialisms": "magic"}, "specialisms", '"magic" is not a specialism that we know'),
    "street": ({"description": "At 12 Park Row"}, "description", "may tell where it is"),
    "address": ({"address": "12 Park Row"}, "address", "leave its address out"),
    "postcode": ({"postcode": "ZZ99 9ZZ"}, "postcode", "ZZ99 9ZZ"),
    "email": ({"email": "nobody"}, "email", "Enter an email address"),
    "places": ({"registered": "-1"}, "registered", "is not a whole number of places"),
    "yes": ({"confidential": "perhaps"}, "confidential", "is neither yes nor no"),
    "nobody's": ({"organisation": ""}, "organisation", "Say whose service it is"),
    "nameless": ({"reference": ""}, "reference", "give a reference"),
    "long": ({"reference": "x" * 101}, "reference", "is longer than 100 characters"),
}


@pytest.mark.parametrize(("change", "column", "words"), WRONG.values(), ids=WRONG)
def test_each_wrong_cell_is_named_and_nothing_is_taken(
    lite: Flask, change: dict[str, str], column: str, words: str
) -> None:
    with pytest.raises(BrokenTable) as refused:
        take(OFFICE, HOUSEHOLD | change)
    (problem,) = refused.value.problems
    assert (problem.line, problem.column, problem.title) == (3, list(COLUMNS).index(column) + 1, column)
    assert words in problem.words
    assert counted() == dict.fromkeys(counted(), 0)


def test_the_same_service_twice_in_a_file_is_refused(lite: Flask) -> None:
    with pytest.raises(BrokenTable, match=r"line 3.*reference.*this service is on line 2 already"):
        take(HOUSEHOLD, HOUSEHOLD)


def test_another_s_service_is_refused(lite: Flask) -> None:
    make_services.service("Moorland", urn="2590934", name="The Hill")
    with pytest.raises(BrokenTable, match="this service is listed by Moorland"):
        take({"urn": "2590934", "organisation": "Harbour Care", "description": "Mine."})


def test_a_failure_on_the_way_leaves_everything_as_it_was(app: Flask) -> None:
    take(OFFICE)
    before, recorded = counted(), events()

    def fail(*given: object) -> None:
        if "INSERT INTO tellings" in str(given[2]):
            raise OSError("the disk is full")

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(OSError, match="the disk is full"):
            take(HOUSEHOLD, OFFICE | {"description": "Other."})
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)
    assert counted() == before
    assert events() == recorded
    assert the("Talking").description == "We listen."


def test_only_the_operator_may_import(lite: Flask) -> None:
    data = table(HOUSEHOLD)
    told = read_services(data, as_json=False)
    with pytest.raises(NotAllowed):
        take_services(make.provider(), Source.FILE, told, name="x", data=data, now=clock.now())


def test_tables_and_json_say_the_same(lite: Flask) -> None:
    rows = [tuple(COLUMNS), *(tuple(row.get(name, "") for name in COLUMNS) for row in (HOUSEHOLD, OFFICE))]
    take_file(as_xlsx("Services", rows))
    given = HOUSEHOLD | {"age_minimum": 11, "languages": ["eng", "vie"], "registered": 2, "confidential": None}
    json = as_json(Path(lite.instance_path) / "services.json", {"services": [given, OFFICE]}).read_bytes()
    assert take_file(json, as_json=True).empty


def test_the_command_shows_the_difference_then_makes_it(lite: Flask, tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    file.write_bytes(table(HOUSEHOLD))
    code, printed = figures_printed(lite, "services", str(file), "--dry-run")
    assert (code, "Household LW-014, of Harbour Care (line 2)" in printed) == (0, True)
    assert counted()["services"] == 0
    assert "1 new services" in figures_printed(lite, "services", str(file))[1]
    assert "Nothing changed." in figures_printed(lite, "services", str(file))[1]
    typed("Household LW-014", description="Ours.")
    file.write_bytes(table(HOUSEHOLD | {"description": "Theirs."}))
    printed = figures_printed(lite, "services", str(file))[1]
    assert "Household LW-014  Description  Ours.               Theirs." in printed
    assert "1 proposals from before wait" in figures_printed(lite, "services", str(file))[1]


def test_a_json_file_is_refused_by_pointer_and_line(lite: Flask, tmp_path: Path) -> None:
    file = as_json(tmp_path / "services.json", {"services": [OFFICE, {**HOUSEHOLD, "languages": [1], "colour": "red"}]})
    code, printed = figures_printed(lite, "services", str(file))
    assert code == 1
    lines = file.read_text().splitlines()
    for name in ("languages", "colour"):
        line = next(at for at, text in enumerate(lines, 1) if f'"{name}"' in text)
        assert f"line {line} (/services/1/{name}): " in printed


def test_a_template_can_be_filled_in_and_its_columns_are_explained(lite: Flask, tmp_path: Path) -> None:
    file = tmp_path / "empty.xlsx"
    assert figures_printed(lite, "services", "--template", str(file))[0] == 0
    assert "1 new services" in figures_printed(lite, "services", str(file), "--dry-run")[1]
    assert figures_printed(lite, "services", "--columns")[1].startswith("urn           Ofsted's reference")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet='[]{}":,\\ue09-x\n', max_size=80).map(str.encode), st.booleans())
def test_no_bytes_are_more_than_a_refusal(data: bytes, as_json: bool) -> None:
    with suppress(BrokenTable):
        read_services(data, as_json=as_json)
