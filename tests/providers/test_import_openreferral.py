"""``flask import openreferral``: the standard's own samples, what is made of them, and everything broken in them."""

import copy
import json
import operator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from directory.access import SYSTEM
from directory.codes import ServiceType
from directory.kit import clock
from directory.kit.db import db
from directory.kit.tables import BrokenTable
from directory.providers.actions.imports import take_services
from directory.providers.models import Service
from directory.providers.queries.imports import Difference
from directory.providers.rules.openreferral import Feed, read_openreferral
from directory.providers.rules.service_file import located
from directory.providers.rules.told import Source
from tests.engines import missing
from tests.providers.registers import figures_printed
from tests.providers.told import proposed, the, typed

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "oruk-3.0" / "examples"


def sample(name: str) -> Any:
    if not SAMPLES.exists():
        missing("the samples of Open Referral UK 3.0", f"put them at {SAMPLES}")
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def uuid(number: int) -> str:
    return f"ac148810-d857-441c-9679-{number:012d}"


def term(name: str) -> dict[str, Any]:
    return {"id": uuid(90), "taxonomy_term": {"id": uuid(91), "name": name, "description": name}}


def service(number: int = 1, **more: Any) -> dict[str, Any]:
    """Give a service that has a place in the directory, made in the form of the standard's own sample."""
    address = {"id": uuid(3), "address_1": "1 Park Row", "city": "Leeds", "postal_code": "LS1 4AP"}
    location = {"id": uuid(2), "location_type": "physical", "addresses": [address]}
    return {
        "id": uuid(number),
        "name": f"Talking {number}",
        "description": "We listen.",
        "status": "active",
        "url": "https://example.org/talking",
        "minimum_age": 12,
        "maximum_age": 100,
        "organization": {"id": uuid(5), "name": "Harbour Care", "description": "Care"},
        "service_at_locations": [{"id": uuid(4), "location": location}],
        "languages": [{"id": uuid(6), "code": "vi"}, {"id": uuid(7), "name": "Elvish"}],
        "attributes": [term("Therapy"), term("Trafficking"), term("Gardening")],
        "schedules": [{"id": uuid(8), "valid_from": "2024-02-29", "opens_at": "10:00", "description": "On weekdays."}],
        "contacts": [{"id": uuid(9), "name": "Never taken"}],
    } | more


def read(value: Any, otherwise: ServiceType | None = None) -> Feed:
    return read_openreferral(json.dumps(value).encode(), otherwise=otherwise)


def take(*services: dict[str, Any]) -> Difference:
    told = read({"contents": list(services)}).told
    return take_services(SYSTEM, Source.OPENREFERRAL, told, name="feed", data=b"{}", now=clock.now())


@pytest.mark.parametrize(
    "name",
    ["service_full", "service_list", "organization_full", "service_at_location_full", "service_at_location_list"],
)
def test_the_samples_of_the_standard_are_read_and_what_is_foreign_in_them_is_named(name: str) -> None:
    feed = read(sample(name), ServiceType.THERAPY)
    assert feed.told == []
    ((words, why),) = feed.left_out
    assert words == "Community Counselling (ac148810-d857-441c-9679-408f346de14b)"
    assert why in {'"ABC 1234" is not a postcode of the United Kingdom', "it has no address with a postcode"}


@pytest.mark.parametrize("name", ["taxonomy", "taxonomy_term_list", "organization_list"])
def test_samples_without_services_are_refused(name: str) -> None:
    with pytest.raises(BrokenTable, match=r"is missing|no service in it"):
        read(sample(name))


@pytest.mark.parametrize("name", ["service_full", "organization_full", "service_at_location_full"])
def test_a_sample_with_a_place_of_ours_is_taken(lite: Flask, name: str) -> None:
    text = json.dumps(sample(name)).replace("ABC 1234", "LS1 4AP").replace('"MyCity"', '"Leeds"')
    feed = read_openreferral(text.encode(), otherwise=ServiceType.THERAPY)
    assert feed.skipped == {'taxonomy term "name"': 1}
    take_services(SYSTEM, Source.OPENREFERRAL, feed.told, name="sample", data=b"", now=clock.now())
    made = the("Community Counselling")
    assert (made.organisation.name, made.service_type) == ("Example Organization Inc.", ServiceType.THERAPY)
    assert (made.age_minimum, made.age_maximum, made.postcode) == (12, 25, "LS1 4AP")
    assert "Persona" not in str([getattr(made, column.key) for column in Service.__mapper__.columns])


def test_a_feed_stands_in_the_directory_and_again_changes_nothing(app: Flask) -> None:
    assert len(take(service(1), service(2)).new) == 2
    made = the("Talking 1")
    assert (made.source, made.age_minimum, made.age_maximum, made.languages) == ("openreferral", 12, 25, ["vie"])
    assert (made.address, made.postcode) == ("1 Park Row\nLeeds", "LS1 4AP")
    assert made.description == "We listen.\n\nWhen it is open: On weekdays."
    assert [(claim.specialism.value, claim.assured_until) for claim in made.claims] == [("trafficking", None)]
    assert take(service(1), service(2)).empty
    assert len(db.session.scalars(select(Service)).all()) == 2


def test_what_the_provider_wrote_stays_and_the_feed_is_proposed(app: Flask) -> None:
    take(service())
    typed("Talking 1", description="Ours.")
    assert take(service()).empty
    renamed = {"id": uuid(5), "name": "Harbour Care (new)", "description": "Care"}
    difference = take(service(description="Theirs.", organization=renamed, url="https://example.org/new"))
    assert difference.organisations == []
    assert proposed() == {"description": "Theirs.\n\nWhen it is open: On weekdays."}
    assert the("Talking 1").website == "https://example.org/new"
    assert the("Talking 1").organisation.name == "Harbour Care"


LEFT = {
    "closed": ({"status": "defunct"}, "its status is defunct"),
    "typeless": ({"attributes": []}, "none of its terms names a type"),
    "two types": ({"attributes": [term("Therapy"), term("Training")]}, "more than one type"),
    "old": ({"minimum_age": 60}, "older than 25"),
    "nobody's": ({"organization": None}, "does not say whose"),
    "nowhere": ({"service_at_locations": []}, "no address with a postcode"),
}


@pytest.mark.parametrize(("change", "words"), LEFT.values(), ids=LEFT)
def test_what_has_no_place_here_is_left_out_and_named(change: dict[str, Any], words: str) -> None:
    feed = read([service(1, **change), service(2)])
    assert [told.fields["name"] for told in feed.told] == ["Talking 2"]
    ((_, why),) = feed.left_out
    assert words in why


def test_the_place_of_a_confidential_type_gives_no_address(lite: Flask) -> None:
    take(service(attributes=[term("Foster care")]))  # its places are not told
    (told,) = read(service(attributes=[term("Supported lodgings")])).told
    assert told.fields["place"] == {"confidential": None, "postcode": "LS1 4AP", "address": ""}
    assert db.session.scalars(select(Service)).all() == []


WRONG = {
    "date": ({"assured_date": "2023-02-29"}, "/contents/0/assured_date", "is not a date that exists"),
    "id": ({"id": "1"}, "/contents/0/id", '"1" is not a UUID'),
    "age": ({"minimum_age": "12"}, "/contents/0/minimum_age", '"12" is not a number'),
    "truth": ({"minimum_age": True}, "/contents/0/minimum_age", "true is not a number"),
    "name": ({"name": None}, "/contents/0/name", "is missing"),
    "status": ({"status": "open"}, "/contents/0/status", '"open" is none of active'),
    "languages": ({"languages": {}}, "/contents/0/languages", "{} is not a list"),
    "location": ({"service_at_locations": [7]}, "/contents/0/service_at_locations/0", "7 is not an object"),
}


@pytest.mark.parametrize(("change", "pointer", "words"), WRONG.values(), ids=WRONG)
def test_what_is_not_as_the_standard_says_is_refused_by_pointer_and_line(
    change: dict[str, Any], pointer: str, words: str
) -> None:
    data = json.dumps({"contents": [service(1, **change), service(2)]}, indent=1).encode()
    with pytest.raises(BrokenTable) as refused:
        read_openreferral(data)
    (problem,) = located(data, refused.value).problems
    assert (problem.title, words in problem.words) == (pointer, True)
    name = pointer.rsplit("/", 2)[-2 if pointer[-1].isdigit() and not pointer.endswith("id") else -1]
    assert problem.line >= next(at for at, text in enumerate(data.decode().splitlines(), 1) if f'"{name}"' in text)


BROKEN = {
    "empty": b"",
    "not JSON": b'{"id": ',
    "encoding": '{"name": "caf\u00e9"}'.encode("latin-1"),
    "nesting": b"[" * 200_000,
    "names twice": b'{"id": 1, "id": 2}',
    "no number": b'{"minimum_age": NaN}',
    "half a character": b'{"name": "\\ud800"}',
    "long number": b"9" * 5000,
    "text": b'"text"',
    "nothing": b"null",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_refused_in_words(lite: Flask, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "feed.json"
    file.write_bytes(data)
    code, printed = figures_printed(lite, "openreferral", str(file))
    assert (code, "was refused whole, and nothing was changed" in printed) == (1, True)
    assert "Traceback" not in printed


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(BrokenTable, match="has this id already"):
        read([service(1), service(1)])


STRANGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("2023-02-30"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "services", "x"]), inner),
    max_leaves=4,
)


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before, *(path for key, each in inner for path in paths(each, (*before, key)))]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_feed_with_anything_anywhere_is_read_or_refused_in_words(data: st.DataObject) -> None:
    whole = {"contents": [service(1), service(2)]}
    path = data.draw(st.sampled_from(paths(whole)[1:]))
    changed = copy.deepcopy(whole)
    reduce(operator.getitem, path[:-1], changed)[path[-1]] = data.draw(STRANGE)  # type: ignore[arg-type]
    text = json.dumps(changed, indent=1).encode()
    try:
        feed = read_openreferral(text)
    except BrokenTable as refused:
        said = located(text, refused)
        lines = text.count(b"\n") + 1
        wrong = [problem for problem in said.problems if not (1 <= problem.line <= lines and problem.words)]
        assert wrong == []
    else:
        assert feed.told or feed.left_out
