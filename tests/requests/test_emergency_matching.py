"""What an emergency asks of a service's places, beside what every request asks."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from directory.codes import Gender
from directory.providers.rules.groups import Group
from directory.requests.rules.lifecycle import Status, Urgency
from tests import make_requests
from tests.make_requests import matching_service


def group(gender: Gender, places: int) -> dict[str, Any]:
    """Give places kept for a gender of 8 to 17, as the database keeps them."""
    return Group(gender, 8, 17, staffed=places, occupied=0).kept()


def verdict(urgency: Urgency, **places: Any) -> tuple[bool, list[str], list[str]]:
    """Give whether a service with such places is asked, why and why not."""
    matching_service("Other Care")
    one = matching_service("Harbour Care", **places)
    request = make_requests.request(Status.SEARCHING, released=True, urgency=urgency)
    match = next(each for each in request.matches if each.service_id == one.id)
    return match.eligible, match.reasons, match.why_not


@pytest.mark.parametrize(
    ("urgency", "places", "why_not"),
    [
        (Urgency.EMERGENCY, {"capacity_terms": {"by_assessment_only": True}}, "only after an assessment"),
        (Urgency.PLANNED, {"capacity_terms": {"by_assessment_only": True}}, ""),
        (Urgency.EMERGENCY, {"confirmed_days_ago": 40.0}, "its capacity is 40 days old"),
        (Urgency.PLANNED, {"confirmed_days_ago": 40.0}, ""),
        (
            Urgency.EMERGENCY,
            {"confirmed_days_ago": 9.0, "occupied": 4},
            "no place free, and its capacity is 9 days",
        ),
        (Urgency.PLANNED, {"confirmed_days_ago": 9.0, "occupied": 4}, ""),
    ],
)
def test_an_emergency_asks_more_of_places(
    lite: Flask, now: datetime, urgency: Urgency, places: dict[str, Any], why_not: str
) -> None:
    eligible, _, said = verdict(urgency, **places)
    assert eligible is not bool(why_not)
    assert why_not in "; ".join(said)


def test_who_takes_a_child_tonight_says_so(lite: Flask, now: datetime) -> None:
    eligible, reasons, _ = verdict(Urgency.EMERGENCY, capacity_terms={"emergency": True})
    assert eligible
    assert "takes a child tonight" in reasons


def test_places_kept_for_others_are_not_free_for_this_child(lite: Flask, now: datetime) -> None:
    girls = {"groups": [group(Gender.FEMALE, 4)]}
    eligible, _, why_not = verdict(Urgency.PLANNED, capacity_terms=girls)
    assert not eligible
    assert "no place for such a child free when last confirmed" in why_not


def test_places_kept_for_such_a_child_are_counted(lite: Flask, now: datetime) -> None:
    boys = {"groups": [group(Gender.MALE, 4)]}
    eligible, reasons, _ = verdict(Urgency.PLANNED, capacity_terms=boys)
    assert eligible
    assert "4 places free for such a child, confirmed today" in reasons
