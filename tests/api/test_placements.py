"""The public contract of placements: every move of one by a program, with what it may do next."""

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g

from directory.access import Actor
from directory.access.guards import use_actors_of
from tests import make, make_disclosure, make_placements
from tests.files.samples import pdf
from tests.make_placements import Offered
from tests.make_requests import matching_service

DAY = "2026-11-23"


class Program:
    """A program that asks about one placement, as one actor after another."""

    def __init__(self, app: Flask, made: Offered) -> None:
        self.app, self.made, self.client = app, made, app.test_client()

    def ask(
        self, actor: Actor, noun: str = "", body: Any = None, *, method: str = "POST", of: str = "placements"
    ) -> tuple[int, Any]:
        """Give the status and the JSON."""
        use_actors_of(self.app, lambda: actor)
        g.pop("actor", None)
        path = f"/api/v1/{of}/{self.made.reference}" + (f"/{noun}" if noun else "")
        answer = self.client.open(path, method=method, json=body)
        problem = answer.status_code >= 400
        assert answer.mimetype == ("application/problem+json" if problem else "application/json")
        return answer.status_code, answer.get_json()

    def moves(self, actor: Actor) -> list[str]:
        """Give what this actor may do now."""
        status, shown = self.ask(actor, method="GET")
        assert status == 200
        found: list[str] = shown["moves"]
        return found


def test_a_program_tells_approves_changes_and_reviews(lite: Flask, now: datetime) -> None:
    program = Program(lite, make_placements.agreed(said={"where_it_is": "at_a_distance"}))
    manager, director = make.placements_manager(), make_placements.director()
    assert "distance" not in program.moves(director), "a planned one is told of before it is approved"
    assert program.ask(director, "distance", {"reason": "Near to an aunt"})[0] == 409
    status, told = program.ask(manager, "area", {"told_on": DAY})
    assert (status, told["area_told_on"]) == (201, DAY)
    assert "distance" in program.moves(director)
    assert program.ask(manager, "distance", {"reason": "Near to an aunt"})[0] == 403
    assert program.ask(director, "distance", {"reason": "Yes"})[0] == 422
    status, approved = program.ask(director, "distance", {"reason": "Near to an aunt"})
    assert status == 201
    assert approved["approved_at"]
    assert program.ask(manager, "approval", {"reason": "Near to an aunt"})[0] == 409
    body = {"weekly_fee_pence": 5_000_00, "from_on": "2026-11-30", "reason": "More staff"}
    status, changed = program.ask(manager, "changes", body)
    assert (status, [fee["weekly_fee_pence"] for fee in changed["fees"]]) == (201, [4_500_00, 5_000_00])
    assert program.ask(manager, "changes", {"reason": "Nothing"})[1]["errors"][0]["field"] == "weekly_fee_pence"
    status, planned = program.ask(manager, "reviews", {"due_on": "2026-12-01"})
    assert status == 201
    held = {"held_on": DAY, "next_on": "2027-02-23"}
    status, noted = program.ask(manager, f"reviews/{planned['id']}/note", held)
    assert status == 201
    assert {(each["due_on"], each["held_on"]) for each in noted["reviews"]} >= {
        ("2026-12-01", DAY),
        ("2027-02-23", None),
    }
    assert program.ask(manager, f"reviews/{planned['id']}/note", held)[0] == 409


def test_a_program_records_an_episode_to_its_end(lite: Flask, now: datetime) -> None:
    program, worker = Program(lite, make_placements.placed()), make.social_worker()
    at = now.isoformat()
    status, begun = program.ask(worker, "episodes", {"kind": "M", "from_at": at, "notes": "Left by bus"})
    assert (status, begun["until_at"]) == (201, None)
    assert program.ask(worker, "episodes", {"kind": "A", "from_at": at})[0] == 409
    path = f"episodes/{begun['id']}"
    assert program.ask(worker, f"{path}/interview", {"interview": "declined"})[0] == 422, "not back yet"
    early = (now - timedelta(hours=1)).isoformat()
    assert program.ask(worker, f"{path}/return", {"until_at": early})[0] == 422
    status, back = program.ask(worker, f"{path}/return", {"until_at": at})
    assert (status, back["until_at"] is None) == (201, False)
    assert program.ask(worker, f"{path}/return", {"until_at": at})[0] == 409
    assert program.ask(worker, f"{path}/interview", {"interview": "done"})[0] == 422, "on which day?"
    done = {"interview": "done", "interview_on": DAY}
    assert program.ask(worker, f"{path}/interview", done)[1]["interview"] == "done"
    shown = program.ask(worker, method="GET")[1]
    assert "Left by bus" not in str(shown)
    figures = shown["episode_figures"]
    assert (figures["missing"], figures["interviewed_in_time"], figures["now"]) == (1, 1, False)
    notes = make_placements.placement(program.made).episodes[0].notes
    assert notes == "Left by bus", "what was written before is not lost"


def test_a_program_releases_a_pack_and_reads_who_opened_it(lite: Flask, now: datetime) -> None:
    program, manager = Program(lite, make_placements.agreed()), make.placements_manager()
    assert program.ask(manager, "pack", {"files": [{"name": "A.pdf", "content": "no base64!"}]})[1]["errors"][0][
        "field"
    ].startswith("files.0")
    file = {"name": "A.pdf", "content": b64encode(pdf()).decode()}
    status, released = program.ask(manager, "pack", {"files": [file]})
    assert (status, released["items"][0]["state"]) == (201, "open")
    assert program.ask(manager, "pack", {"files": [file]})[0] == 409
    assert {"pack/expiry", "pack/withdrawal"} <= set(program.moves(manager))
    assert "address" not in program.moves(manager), "no program has a second factor"
    assert program.ask(make.social_worker(), "pack", method="GET")[0] == 403
    assert program.ask(make.provider("Harbour Care"), "pack", method="GET")[0] == 403
    assert program.ask(make.placements_manager("Southmoor Council"), "pack", method="GET")[0] == 404
    assert program.ask(manager, "pack/expiry", {"days": 3})[0] == 201
    status, closed = program.ask(manager, "pack/withdrawal")
    assert (status, closed["items"][0]["state"], closed["items"][0]["views"]) == (201, "withdrawn", [])
    assert program.ask(manager, "pack/withdrawal")[0] == 409


@pytest.mark.parametrize("noun", ["area", "changes", "reviews", "episodes", "pack"])
def test_another_authority_and_its_provider_change_nothing(lite: Flask, now: datetime, noun: str) -> None:
    program = Program(lite, make_placements.placed())
    bodies = {
        "area": {"told_on": DAY},
        "changes": {"reason": "More staff", "expected_end_on": DAY},
        "reviews": {"due_on": DAY},
        "episodes": {"kind": "M", "from_at": now.isoformat()},
        "pack": {"files": [{"name": "A.pdf", "content": b64encode(pdf()).decode()}]},
    }
    assert program.ask(make.placements_manager("Southmoor Council"), noun, bodies[noun])[0] == 404
    assert program.ask(make.provider("Harbour Care"), noun, bodies[noun])[0] == 403


def test_a_provider_reads_what_was_agreed_and_nothing_of_the_child(lite: Flask, now: datetime) -> None:
    program = Program(lite, make_placements.placed())
    make_disclosure.pack(program.made)
    make_placements.missing(program.made)
    status, shown = program.ask(make.provider("Harbour Care"), method="GET")
    assert (status, shown["weekly_fee_pence"], shown["moves"]) == (200, 4_500_00, [])
    for hidden in ("episodes", "episode_figures", "tasks", "cost_so_far_pence", "where_it_is", "area_told_on"):
        assert shown[hidden] is None


def test_a_program_reads_the_criteria_compares_scores_and_is_told_kindly_when_somebody_was_first(
    lite: Flask, now: datetime
) -> None:
    home = matching_service("Harbour Care", places=1).id
    program, manager = Program(lite, make_placements.offered(home)), make.placements_manager()

    def ask(noun: str, body: Any = None, method: str = "POST", by: Actor = manager) -> tuple[int, Any]:
        return program.ask(by, noun, body, method=method, of="requests")

    assert len(ask("criteria", method="GET")[1]["criteria"]) == 6
    assert ask("criteria", {"criteria": [{"words": "Cost", "weight": 99}]})[0] == 422
    matrix = {"criteria": [{"words": "Safe", "weight": None}, {"words": "Cost", "weight": 100}]}
    assert ask("criteria", matrix)[0] == 201
    assert ask("criteria", matrix, by=make.social_worker())[0] == 403
    assert ask("criteria", method="GET", by=make.placements_manager("Southmoor Council"))[0] == 404
    scores = {"scores": [{"passed": True}, {"points": 3}]}
    assert ask(f"offers/{program.made.offer_id}/shortlisting", scores)[0] == 201
    assert ask("criteria", matrix)[0] == 409, "an offer is scored, so they stand"
    (row,) = ask("comparison", method="GET")[1]["items"]
    assert (row["score_tenths"], row["total_pence"], row["places_free"], row["held"]) == (600, 12 * 4_500_00, 1, False)
    make_placements.held(home)
    status, problem = ask(f"offers/{program.made.offer_id}/acceptance", {})
    assert (status, problem["title"]) == (409, "No place is free")
    assert "somebody was a moment before you" in problem["detail"]
    assert ask("", method="GET")[1]["status"] == "shortlisted", "nothing was lost"
