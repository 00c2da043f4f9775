from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from directory.codes import Gender, ServiceType
from directory.finder.rules.parameters import Avoid, SearchParameters
from directory.finder.rules.saved import (
    Kept,
    Pace,
    What,
    described,
    is_due,
    name_fault,
    news,
    suggested_name,
    to_narrow,
    told,
)
from directory.finder.rules.saved_changes import Changed, may_match
from directory.finder.rules.shortlist import safe_back
from directory.kit.understand import understood
from directory.search import Near, SearchQuery

TODAY = date(2026, 11, 23)
LEEDS = Near("Leeds", 53.797, -1.544)


def kept(**asked: object) -> Kept:
    return Kept(understood(SearchParameters, asked))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "Services"),
        (
            {"type": ["foster_care"], "near": "Leeds", "age": 15, "language": ["vie"]},
            "Foster care near Leeds, age 15, Vietnamese",
        ),
        ({"q": "calm home", "gender": "female", "assured": True}, "“calm home”, girls, assured"),
        ({"q": "calm", "type": ["therapy"], "places": 1}, "Therapy, “calm”, 1 place free"),
    ],
)
def test_a_name_is_suggested_from_what_is_asked(asked: dict[str, object], words: str) -> None:
    assert described(kept(**asked)) == words == suggested_name(kept(**asked), TODAY)


def test_a_suggested_name_holds_no_postcode_and_no_zone() -> None:
    search = Kept(kept(near="LS1 4AP", type=["therapy"]).asked, (Avoid(near="Luton", within=20),))
    assert suggested_name(search, TODAY) == "Therapy"
    assert "Luton" not in described(search)


def test_what_could_tell_who_a_child_is_is_refused_as_a_name() -> None:
    assert "postcode" in (name_fault("Placement near LS1 4AP", TODAY) or "")
    assert name_fault("Foster care near Leeds, age 15, Vietnamese", TODAY) is None


def test_a_search_is_read_back_as_it_was_kept() -> None:
    asked = understood(
        SearchParameters, {"type": ["therapy"], "language": ["vie", "ara"], "near": "Leeds", "within": 12.5, "page": 3}
    )
    before = Kept(asked, (Avoid(near="Luton", within=20),))
    after = Kept.of_json(before.as_json())
    assert (after.pairs, after.avoid) == (before.pairs, before.avoid)
    assert after.asked.page == 1


def test_news_is_what_matches_now_and_did_not_and_what_has_a_place_now_and_had_none() -> None:
    old, full, freed, new = (uuid4() for _ in range(4))
    before: dict[UUID, bool] = {old: True, full: False, freed: False, uuid4(): True}
    now = {old: True, full: False, freed: True, new: True}
    assert news(before, now) == [(new, What.NEW_MATCH), (freed, What.PLACE_FREED)]
    assert news(now, now) == []


@pytest.mark.parametrize(
    ("pace", "told_on", "hour", "due"),
    [
        (Pace.AT_ONCE, TODAY, 3, True),
        (Pace.DAILY, None, 7, False),
        (Pace.DAILY, None, 8, True),
        (Pace.DAILY, TODAY, 20, False),
        (Pace.DAILY, TODAY - timedelta(days=1), 9, True),
    ],
)
def test_a_digest_comes_once_a_day_after_eight(pace: Pace, told_on: date | None, hour: int, due: bool) -> None:
    assert is_due(pace, told_on, datetime(2026, 11, 23, hour)) is due  # noqa: DTZ001 - a wall clock's hour


@pytest.mark.parametrize(
    ("wakes", "hour", "due"),
    [(True, 21, True), (True, 22, False), (True, 6, False), (True, 7, True), (False, 3, True)],
)
def test_what_wakes_somebody_waits_for_seven(wakes: bool, hour: int, due: bool) -> None:
    here = datetime(2026, 11, 23, hour)  # noqa: DTZ001 - a wall clock's hour
    assert is_due(Pace.AT_ONCE, None, here, wakes=wakes) is due


def test_a_search_too_wide_to_watch_is_told_what_would_narrow_it() -> None:
    asked = understood(SearchParameters, {"near": "Leeds", "age": 15})
    assert to_narrow(asked) == "a service type, a language, a specialism or how many places must be free"


def test_news_is_told_in_numbers_only() -> None:
    assert told(2, 0) == "2 new matches"
    assert told(1, 1) == "1 new match and 1 place freed"
    assert told(0, 3) == "3 places freed"


def changed(**more: object) -> Changed:
    facts: dict[str, object] = {
        "service_id": uuid4(),
        "sequence": 1,
        "gone": False,
        "service_type": ServiceType.FOSTER_CARE,
        "languages": ["vie"],
        "age_minimum": 11,
        "age_maximum": 17,
        "gender": Gender.ANY,
        "region": "Yorkshire and The Humber",
        "latitude": 53.8,
        "longitude": -1.5,
    }
    return Changed(**(facts | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "change", "may"),
    [
        (SearchQuery(), {}, True),
        (SearchQuery(), {"gone": True}, False),
        (SearchQuery(types=(ServiceType.THERAPY,)), {}, False),
        (SearchQuery(types=(ServiceType.FOSTER_CARE,), age=15, languages=("vie", "ara")), {}, True),
        (SearchQuery(age=18), {}, False),
        (SearchQuery(languages=("ara",)), {}, False),
        (SearchQuery(region="London"), {}, False),
        (SearchQuery(near=LEEDS, within_miles=5.0), {}, True),
        (SearchQuery(near=LEEDS, within_miles=40.0), {"latitude": 51.5, "longitude": -0.1}, False),
        (SearchQuery(near=LEEDS, within_miles=40.0), {"latitude": None}, True),
        (SearchQuery(text="anything"), {}, True),
    ],
)
def test_a_quick_look_leaves_out_only_what_surely_does_not_match(
    query: SearchQuery, change: dict[str, object], may: bool
) -> None:
    assert may_match(query, changed(**change)) is may


@pytest.mark.parametrize(
    ("target", "back"),
    [
        ("/services?q=a&near=Leeds", "/services?q=a&near=Leeds"),
        ("/services/shortlist", "/services/shortlist"),
        ("/services.evil.example", ""),
        ("//services.example/services", ""),
        ("https://example.org/services", ""),
        ("/services\n?q=a", ""),
        ("/sign-out", ""),
        ("", ""),
    ],
)
def test_a_button_leads_back_to_the_search_pages_only(target: str, back: str) -> None:
    assert safe_back(target) == back
