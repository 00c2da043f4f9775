"""A procurement file: who gets it, what is in it when, what an answer withholds, that it is sealed and the same."""

import hashlib
import io
import json
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from directory.access import NOBODY, Actor, Role
from directory.audit import AuditRecord
from directory.bids import actions as bidding
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal, WrongState
from directory.notify.models import Notice
from directory.records import actions, queries
from directory.records.models import ProcurementFilePart
from directory.records.packing import DATA, NOTICE, PDF, SUMS, TRAIL, covered, entry_of, packed
from directory.records.rules.document import Part
from directory.records.rules.withholding import EVERYTHING, Purpose, Secret
from directory.records.typesetting import as_json
from directory.tenders import actions as tenders
from directory.tenders.models import Tender
from directory.tenders.rules import Status
from tests import make
from tests.awards import judging
from tests.bids import writing
from tests.records import filing
from tests.records.filing import BIDDERS, OFFER
from tests.tenders import making
from tests.tenders.test_documents import published_with_a_document

WON = "Tern House"
LOST = tuple(name for name in BIDDERS if name != WON)
LOST_PRICES = ("£1,500.13", "£3,000.26", "£1,450.31", "£2,900.62")
NEVER = ("Zebedee", "sister", "years ago", "Seen in the answer", "Agreed in the meeting")


def people(made: judging.Judging) -> list[str]:
    return [who.name for who in (*made.evaluators, made.commissioner, made.second)]


def section(whole: bytes, part: Part) -> str:
    said = json.loads(entry_of(whole, DATA))
    return json.dumps(next(one for one in said["sections"] if one["part"] == part), ensure_ascii=False)


def test_the_whole_file_holds_all_and_each_file_has_its_sum(app: Flask) -> None:
    made = filing.judged()
    row, whole = filing.filed(made)
    said = filing.text_of(whole)
    for words in (*BIDDERS, *LOST_PRICES, *NEVER, OFFER, *people(made)):
        assert words in said, words
    assert row.withheld == []
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = archive.namelist()
        lines = [line.split("  ") for line in archive.read(SUMS).decode().splitlines()]
        sums = {name: digest for digest, name in lines}
        assert names == [PDF, DATA, NOTICE, TRAIL, SUMS]
        assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names[:-1]} == sums
    assert {one["name"]: one["sha256"] for one in row.entries} == sums
    assert row.sha256 == hashlib.sha256(whole).hexdigest()
    alone = actions.hand_out(made.commissioner, made.tender_id, row.id, whole=False, now=made.now)
    assert hashlib.sha256(alone).hexdigest() == sums[PDF]
    assert row.pages > 3
    for part, words in (
        (Part.DECISION, "£2,800.54"),
        (Part.SUMMARIES, "Summary for bid 3"),
        (Part.STANDSTILL, "Voluntary"),
        (Part.CONTRACTS, "To be signed"),
    ):
        assert words in section(whole, part), part
    filing.put(made.tender, Status.CANCELLED, made)
    known = queries.material(made.commissioner, made.tender, made.now)
    said = json.dumps(as_json(covered(known, Purpose.RELEASE, frozenset()).document))
    assert not [name for name in BIDDERS if name in said], "nobody won a tender that was cancelled"


def test_an_answer_withholds_by_default_all_that_may_be(lite: Flask) -> None:
    made = filing.judged()
    row, whole = filing.filed(made, Purpose.RELEASE)
    said = filing.text_of(whole)
    for words in (*LOST, *LOST_PRICES, *NEVER, *people(made), "£1,400.27", str(made.commissioner.person_id)):
        assert words not in said, words
    assert {one["secret"] for one in row.withheld} == EVERYTHING - {Secret.LETTERS}, "nobody questioned a price"
    for words in (WON, "£2,800.54", "Bidder 1", "Bidder 3", "Evaluator 2", "[withheld: section 43(2)]"):
        assert words in said, words
    for part in (Part.STANDING, Part.SUMMARIES):
        said = section(whole, part)
        assert not re.findall(r"\d+\.\d\d+", said.replace("£2,800.54", "")), "a lost price follows from points"


def test_an_officer_may_give_out_one_kind_and_no_other(lite: Flask) -> None:
    made = filing.judged()
    known = queries.material(made.commissioner, made.tender, made.now)
    signs = {
        Secret.PEOPLE: people(made)[0],
        Secret.INTERESTS: "sister",
        Secret.BIDDERS: "Harbour Care",
        Secret.PRICES: "£2,900.62",
        Secret.WINNING_PRICES: "£1,400.27",
        Secret.BIDS: "Zebedee",
        Secret.OPINIONS: "Agreed in the meeting",
    }
    for secret in Secret:
        found = covered(known, Purpose.RELEASE, frozenset({secret}))
        said = json.dumps(as_json(found.document), ensure_ascii=False)
        assert {kind for kind, sign in signs.items() if sign in said} == {secret} & set(signs)
        assert secret not in {one.secret for one in found.withheld}
    row, _ = filing.filed(made, Purpose.RELEASE, frozenset({Secret.PRICES}))
    assert row.shown == ["prices"]


def test_while_bids_are_judged_a_file_tells_no_bid_no_price_and_no_score(lite: Flask) -> None:
    made = filing.judged(None)
    for status in (Status.EVALUATING, Status.AWARD_PROPOSED):
        filing.put(made.tender, status, made)
        _, whole = filing.filed(made)
        said = filing.text_of(whole)
        hidden = ("Zebedee", *LOST_PRICES, "Seen in the answer", "Agreed in the")
        assert not [words for words in hidden if words in said]
        for part in (Part.BIDS, Part.SCORES, Part.MODERATION, Part.CONDITIONS, Part.PRICES, Part.STANDING):
            assert "Bids are being judged" in section(whole, part), part


def test_before_the_deadline_a_file_is_the_same_with_bids_and_without(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    commissioner = make.commissioner()
    before = packed(queries.material(commissioner, tender, now), Purpose.AUDIT, frozenset())
    provider = make.actor(Role.PROVIDER_ADMIN)
    bidding.save(provider, tender.id, *writing.whole(), now=now)
    writing.submit(provider, tender.id)
    again = db.session.get_one(Tender, tender.id)
    after = packed(queries.material(commissioner, again, now), Purpose.AUDIT, frozenset())
    assert before.content == after.content
    assert "Bids are sealed" in section(after.content, Part.OPENING)


def test_the_same_state_gives_the_same_bytes_but_for_the_time_of_making(lite: Flask) -> None:
    made = filing.judged()
    first, one = filing.filed(made)
    second, two = filing.filed(made)
    assert one == two
    assert first.id != second.id
    made.now += timedelta(seconds=1)
    third, later = filing.filed(made)
    differing = {a["name"] for a, b in zip(first.entries, third.entries, strict=True) if a != b}
    assert differing == {PDF, DATA}
    assert later != one


def test_nobody_but_its_commissioners_asks_or_takes(lite: Flask) -> None:
    made, other = filing.judged(), judging.opened()
    row, _ = filing.filed(made)
    everybody: list[tuple[Actor, type[Refusal]]] = [(NOBODY, NotSignedIn), (make.commissioner("Southport"), NotFound)]
    everybody += [(make.actor(role), NotAllowed) for role in Role if role != Role.COMMISSIONER]
    for who, refusal in everybody:
        with pytest.raises(refusal):
            actions.ask(who, made.tender_id, purpose=Purpose.AUDIT, now=made.now)
        with pytest.raises(refusal):
            actions.hand_out(who, made.tender_id, row.id, whole=True, now=made.now)
    with pytest.raises(NotFound):  # under another tender of the same authority
        actions.hand_out(made.commissioner, other.id, row.id, whole=True, now=made.now)


def test_an_answer_names_its_request_and_says_why_it_gives_more(lite: Flask, now: datetime) -> None:
    tender, commissioner = writing.open_tender(), make.commissioner()
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("request", {}),
        ("request", {"request": "x" * 201}),
        ("reason", {"request": "FOI 1", "shown": frozenset({Secret.PRICES})}),
        ("reason", {"request": "FOI 1", "reason": "x" * 2001}),
    ]
    for field, said in wrong:
        with pytest.raises(Invalid) as refused:
            actions.ask(commissioner, tender.id, purpose=Purpose.RELEASE, now=now, **said)
        assert list(refused.value.fields) == [field]
    draft = making.tender(Status.DRAFT)
    with pytest.raises(WrongState):
        actions.ask(commissioner, draft.id, purpose=Purpose.RELEASE, request="FOI 1", now=now)


def test_one_file_at_a_time_is_made_and_none_is_taken_before_it_is(lite: Flask) -> None:
    made = filing.judged()
    row = actions.ask(made.commissioner, made.tender_id, purpose=Purpose.AUDIT, now=made.now)
    with pytest.raises(WrongState):
        actions.ask(made.second, made.tender_id, purpose=Purpose.AUDIT, now=made.now)
    with pytest.raises(WrongState):
        actions.hand_out(made.commissioner, made.tender_id, row.id, whole=True, now=made.now)
    actions.make(row.id, now=made.now)
    parts = db.session.scalars(select(ProcurementFilePart.number)).all()
    actions.make(row.id, now=made.now)
    assert db.session.scalars(select(ProcurementFilePart.number)).all() == parts, "a job may run twice"
    told = db.session.scalars(select(Notice.endpoint).where(Notice.person_id == made.commissioner.person_id)).all()
    assert told == ["records.show"]


def test_asking_making_and_taking_are_recorded_without_a_word_of_what_is_in_it(lite: Flask) -> None:
    made = filing.judged()
    filing.filed(made, Purpose.RELEASE, frozenset({Secret.PRICES}))
    rows = db.session.scalars(select(AuditRecord).where(AuditRecord.thing_kind == "procurement_file")).all()
    assert [row.event.partition(":")[2] for row in rows] == ["asked", "made", "taken"]
    assert rows[0].facts["shown"] == ["prices"]
    assert not [row for row in rows if "They said" in str(row.facts) or "FOI" in str(row.facts)]
    kept = db.session.scalars(text("SELECT content FROM procurement_file_parts"))
    assert not [sealed for sealed in kept if b"%PDF" in bytes(sealed) or b"PK\x03" in bytes(sealed)[:9]]


def test_the_documents_and_the_answers_are_in_it_and_nobody_who_asked(lite: Flask, now: datetime) -> None:
    tender, commissioner, asks = published_with_a_document(), make.commissioner(), make.provider("Zebrafinch Care")
    asked = tenders.ask(asks, tender.id, question="May the homes be in two streets?", now=now)
    tenders.answer(commissioner, tender.id, [asked.id], question="Two streets?", answer="Yes, near by.", now=now)
    made = packed(queries.material(commissioner, tender, now), Purpose.AUDIT, frozenset())
    names = [name for name, _, _ in made.entries]
    assert [name for name in names if name.startswith("documents/01-version-1-")]
    assert "Yes, near by." in section(made.content, Part.QUESTIONS)
    assert tender.documents[0].present.file.sha256 in section(made.content, Part.DOCUMENTS)
    assert "Zebrafinch" not in filing.text_of(made.content)
    assert str(asks.person_id) not in filing.text_of(made.content)
