"""What open contracting data tells of awards and contracts: winners once they are announced, losers never."""

import json
from datetime import timedelta

from flask import Flask

from directory.awards.actions import contracts, deciding
from directory.awards.actions.contracts import Variation
from directory.awards.rules.contract import Ending
from directory.awards.rules.standstill import london_day
from directory.kit import clock
from tests import inspect_pages
from tests.api.ocds.test_releases import PREFIX, got, valid
from tests.awards import deciding as made_by
from tests.awards.judging import BIDDERS, Judging
from tests.inspect_pages import Client

DAY = timedelta(days=1)


def told(client: Client, made: Judging) -> list[dict[str, object]]:
    package = got(client, f"/ocds/releases/{PREFIX}{made.tender.reference}")
    assert valid("release", package) == []
    releases: list[dict[str, object]] = package["releases"]
    return releases


def tags(releases: list[dict[str, object]]) -> list[object]:
    return [tag for one in releases for tag in one["tag"]]  # type: ignore[attr-defined]


def named(client: Client, made: Judging) -> set[str]:
    text = json.dumps(got(client, f"/ocds/records/{PREFIX}{made.tender.reference}"))
    return {name for name in BIDDERS if name in text}


def test_nothing_of_an_award_is_told_before_it_is_announced(client: Client) -> None:
    made = made_by.judged({(1, 1): 5})
    made_by.proposed(made)
    assert tags(told(client, made)) == ["tender"]
    assert named(client, made) == set()


def test_an_award_names_the_winner_and_nobody_who_lost(client: Client) -> None:
    made = made_by.judged({(1, 1): 5})
    made_by.announced(made)
    releases = told(client, made)
    assert tags(releases) == ["tender", "award"]
    award = releases[1]["awards"][0]  # type: ignore[index]
    assert award["status"] == "active"
    winner = award["suppliers"][0]["name"]
    assert named(client, made) == {winner}
    assert {party["name"] for party in releases[1]["parties"] if "supplier" in party["roles"]} == {winner}  # type: ignore[attr-defined]


def test_an_award_that_is_judged_again_is_cancelled(client: Client) -> None:
    made = made_by.judged({(1, 1): 5})
    made_by.announced(made)
    later = clock.now() + timedelta(hours=1)
    with clock.fixed(later):
        deciding.reopen(made.second, made.tender_id, reason="A score was copied wrongly", now=later)
        releases = told(client, made)
        assert tags(releases) == ["tender", "award", "awardCancellation"]
        assert "copied wrongly" not in json.dumps(releases), "why an award was taken back is the officers' own"
        assert made.commissioner.name
        assert made.commissioner.name not in json.dumps(releases)
        record = got(client, f"/ocds/records/{PREFIX}{made.tender.reference}")
    assert {one["status"] for one in record["records"][0]["compiledRelease"]["awards"]} == {"cancelled"}


def test_a_contract_is_told_from_its_notice_to_its_end_each_as_it_then_stood(app: Flask) -> None:
    client = inspect_pages.client(app)
    made = made_by.judged({(1, 1): 5})
    one = made_by.signed(made)
    assert "contract" not in tags(told(client, made)), "signed, and its notice not published yet"
    first = one.ends_on
    assert first is not None
    assert one.signed_at is not None
    at = one.signed_at + DAY
    with clock.fixed(at):
        contracts.publish_notice(made.second, one.id, now=at)
    with clock.fixed(at + DAY):
        given = Variation(
            what="More hours",
            reason="More children",
            ends_on=first + DAY,
            value_pence=110_000_00,
            scope_changed=False,
            favours_provider=False,
        )
        contracts.vary(made.second, one.id, given, now=at + DAY)
    with clock.fixed(at + 2 * DAY):
        day = london_day(at + 2 * DAY)
        contracts.end(made.second, one.id, ended_on=day, ending=next(iter(Ending)), reason="Done", now=at + 2 * DAY)
        releases = told(client, made)
        assert tags(releases) == ["tender", "award", "contract", "contractAmendment", "contractTermination"]
        blocks = [release["contracts"][0] for release in releases[2:]]  # type: ignore[index]
        assert [block["value"]["amount"] for block in blocks] == [100_000.0, 110_000.0, 110_000.0]
        assert blocks[0]["period"]["endDate"].startswith(first.isoformat())
        assert blocks[1]["period"]["endDate"].startswith((first + DAY).isoformat())
        assert [block["status"] for block in blocks] == ["active", "active", "terminated"]
        package = got(client, "/ocds/records")
        assert valid("record", package) == []
        compiled = package["records"][0]["compiledRelease"]
        assert [block["status"] for block in compiled["contracts"]] == ["terminated"]
        assert compiled["contracts"][0]["awardID"] == compiled["awards"][0]["id"]
        paged: list[str] = []
        url = "/ocds/releases?limit=2"
        while url:
            page = got(client, url)
            paged += [release["id"] for release in page["releases"]]
            url = page.get("links", {}).get("next", "").partition("8000")[2]
        assert paged == [release["id"] for release in releases]
