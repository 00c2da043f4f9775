"""The pages of the decision, the summaries, the standstill and the contracts, as their own people see them."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask

from directory import audit
from directory.access import SYSTEM, Actor, Kind
from directory.awards.models import Contract
from directory.awards.rules.standstill import london_day
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.tenders.rules import Status
from tests import inspect_pages, make
from tests.awards import judging
from tests.awards.deciding import announced, contract, judged, provider, signed
from tests.inspect_pages import Client

HARBOUR, TERN, CURLEW = judging.BIDDERS


def browser(lite: Flask, who: Actor) -> Client:
    assert isinstance(who.person_id, UUID)
    return inspect_pages.client(lite).sign_in(who.person_id)


def boxes(name: str, at: datetime) -> dict[str, list[str]]:
    """Give what is typed into the three boxes of a date."""
    day = london_day(at)
    return {name: [str(day.day), str(day.month), str(day.year)]}


def test_from_the_working_to_a_signed_contract(lite: Flask, now: datetime) -> None:
    made = judged({(1, 1): 5, (2, 1): 4}, extension_months=12)
    at = f"/tenders/{made.tender_id}"
    first, second = browser(lite, made.commissioner), browser(lite, made.second)
    losing = browser(lite, provider(TERN))
    visitor = inspect_pages.client(lite)
    assert "Propose an award" in first.page(at).text
    assert "Harbour Care, with" in first.page(f"{at}/decision/proposal").text
    refused = first.send(f"{at}/decision/proposal", {"winners_1": "0", "reason_1": "", "standstill": "voluntary"})
    assert (refused.status_code, "say why nobody" in refused.text) == (422, True)
    given = {"winners_1": "1", "standstill": "voluntary", "standstill_days": "8"}
    assert first.send(f"{at}/decision/proposal", given).status_code == 303
    assert "a second person approves it" in first.page(f"{at}/decision").text
    assert losing.get(f"{at}/assessment").status_code == 404
    refused = first.send(f"{at}/decision/summaries/2", {"w.1.1": "Curlew? Ring 020 7946 0018", "w.1.why": "Close."})
    assert (refused.status_code, "phone number" in refused.text, "Ring 020" in refused.text) == (422, True, True)
    assert first.send(f"{at}/decision/summaries/2", {"w.1.1": "Good & clear.", "read": "1"}).status_code == 303
    stale = second.send(f"{at}/decision/summaries/2", {"w.1.1": "Mine.", "read": "1"})
    assert (stale.status_code, "Mine." in stale.text) == (409, True)
    assert "Good & clear." in second.page(f"{at}/decision/approval").text
    assert second.send(f"{at}/decision/approval", {"read": "1"}).status_code == 409
    assert second.send(f"{at}/decision/approval").status_code == 303
    assert HARBOUR not in visitor.page(at).text
    assert "day 1" in second.page(f"{at}/decision/announcement").text
    assert second.send(f"{at}/decision/announcement").status_code == 303
    public = visitor.page(at).text
    assert (HARBOUR in public, TERN in public, "standstill ends" in public) == (True, False, True)
    mine = losing.page(f"{at}/assessment").text
    assert ("Good & clear." in mine, HARBOUR in mine, "How your bid was assessed" in losing.page(at).text) == (
        True,
    ) * 3


def test_a_contract_from_its_signing_to_its_end(lite: Flask, now: datetime) -> None:
    made = judged({(1, 1): 5, (2, 1): 4}, extension_months=12)
    announced(made)
    at = f"/tenders/{made.tender_id}"
    second, visitor = browser(lite, made.second), inspect_pages.client(lite)
    over = made.tender.standstill_ends_at
    assert over is not None
    one = contract(made).id
    to = f"/contracts/{one}"
    early = {**boxes("signed_on", now), "value": "100,000", "extension_months": "0"}
    assert "The standstill is not over yet" in second.send(f"{to}/signature", early).text
    with clock.fixed(over, every_thread=True):
        first, second = browser(lite, made.commissioner), browser(lite, made.second)  # days have passed
        losing = browser(lite, provider(TERN))
        assert "may be signed" in second.page(at).text.lower()
        typed = {
            **boxes("signed_on", over),
            **boxes("starts_on", over),
            **boxes("ends_on", over + timedelta(days=700)),
            "value": "100,000",
            "extension_months": "12",
        }
        refused = first.send(f"{to}/signature", typed)
        assert "not the one who proposed" in refused.text
        assert second.send(f"{to}/signature", typed).status_code == 303
        assert made.tender.status == Status.CONTRACTED
        assert "£100,000" not in visitor.page(at).text
        second.send(f"{to}/notice")
        assert "£100,000" in visitor.page(at).text
        varied = {"what": "Two more beds", "reason": "Need", "scope_changed": "yes", "favours_provider": "no"}
        assert second.send(f"{to}/variation", {"what": "Two more beds"}).status_code == 200
        assert second.send(f"{to}/variation", varied).status_code == 303
        assert second.send(f"{to}/extension", {"months": "6", "reason": "It goes well"}).status_code == 303
        rated = {"rating": "good", **boxes("noted_on", over), "said": "All visits kept."}
        assert second.send(f"{to}/performance", rated).status_code == 303
        page = second.page(to).text
        assert all(words in page for words in ("Two more beds", "74(3)(b)", "6 of 12 months", "All visits kept."))
        theirs = browser(lite, provider(HARBOUR)).page(to).text
        assert ("Two more beds" in theirs, "All visits kept." in theirs, "74(3)(b)" in theirs) == (True, False, False)
        assert losing.get(to).status_code == 404
        ended = {**boxes("ended_on", over), "ending": "agreed", "reason": "The home closed."}
        assert second.send(f"{to}/ending", ended).status_code == 303
        assert "termination notice" in second.page("/contracts").text


def test_a_challenge_is_seen_by_officers_and_not_by_others(lite: Flask, now: datetime) -> None:
    made = judged()
    announced(made)
    at = f"/tenders/{made.tender_id}"
    officer, losing = browser(lite, made.second), browser(lite, provider(TERN))
    typed = {"kind": "proceedings", **boxes("notified_on", now), "notified_time": "", "what": "Tern House claims."}
    assert "Enter a time" in officer.send(f"{at}/standstill/challenge", typed).text
    there = clock.in_london(now)
    typed |= {"notified_time": f"{there:%H:%M}"}
    assert officer.send(f"{at}/standstill/challenge", typed).status_code == 303
    standing = officer.page(f"{at}/standstill")
    page = standing.text
    assert ("Tern House claims." in page, "Not known" in page) == (True, True)
    for other in (losing, inspect_pages.client(lite)):
        public = other.page(at).text
        assert ("is not known yet" in public, "challenge" in public.lower(), "claims" in public) == (True, False, False)
    assert losing.get(f"{at}/standstill").status_code == 403
    link = next(part.split('"')[0] for part in standing.html.split('href="') if "/lifting" in part.split('"')[0])
    assert officer.send(link, {"lifting": "resumes", "reason": "It was taken back."}).status_code == 303
    assert made.tender.standstill_ends_at is not None
    assert officer.send(f"{at}/decision/reopening", {"reason": "A score was wrong."}).status_code == 303
    assert "withdrawn on" in inspect_pages.client(lite).page(at).text


@atomic
def buys_too(one: Contract, code: str) -> None:
    one.joint_buyers = [code]
    audit.record(SYSTEM, "contract:put", one, at=clock.now())


def test_a_joint_buyer_reads_the_contract_and_keeps_notes_of_its_own(lite: Flask, now: datetime) -> None:
    make.organisation(Kind.AUTHORITY, "Southport Council", gss_code="E08000014")
    made = judged()
    one_id = signed(made).id
    over = made.tender.standstill_ends_at
    assert over is not None
    with clock.fixed(over, every_thread=True):
        joint = browser(lite, make.commissioner("Southport Council"))
        assert joint.get(f"/contracts/{one_id}").status_code == 404
        assert "no contract to which" in joint.page("/contracts").text
        buys_too(db.session.get_one(Contract, one_id), "E08000014")
        assert "Rate the performance" in joint.page(f"/contracts/{one_id}").text
        assert joint.get(f"/contracts/{one_id}/ending").status_code == 404
        rated = {"rating": "good", **boxes("noted_on", over), "said": "Our visits were kept."}
        assert joint.send(f"/contracts/{one_id}/performance", rated).status_code == 303
        assert "Our visits were kept." in joint.page(f"/contracts/{one_id}").text
        assert "Our visits" not in browser(lite, made.second).page(f"/contracts/{one_id}").text
