"""Documents, answers and call-offs in open contracting data: as they stood, and none before it is public."""

import io
import json
from datetime import timedelta

from flask import Flask

from directory.kit import clock
from directory.tenders import actions
from tests import inspect_pages, make, make_frameworks
from tests.api.ocds.test_releases import PREFIX, amended, got, valid
from tests.awards import deciding
from tests.awards.test_use import under
from tests.bids.test_pages import PDF
from tests.inspect_pages import Client
from tests.requests.test_growth import counted
from tests.tenders import calling, making

HOUR = timedelta(hours=1)


def kinds(release: dict[str, object]) -> list[tuple[str, str]]:
    return [(one["id"], one["documentType"]) for one in release["tender"]["documents"]]  # type: ignore[index]


def test_documents_and_answers_are_told_from_when_they_were_public(client: Client) -> None:
    now, officer, asker = clock.now(), make.commissioner(), make.provider("Harbour Care")
    draft = actions.create(officer, making.notice(now), now=now)
    paper = actions.add_document(officer, draft.id, title="Rules", stream=io.BytesIO(PDF), name="r.pdf", now=now)
    made = calling.published(actions.submit(officer, draft.id, now=now), make.commissioner())
    with clock.fixed(now + HOUR) as later:
        asked = actions.ask(asker, made.id, question="Is the garden fenced?", now=later)
        unanswered = actions.ask(asker, made.id, question="May we visit?", now=later)
    with clock.fixed(now + 2 * HOUR) as later:
        actions.answer(officer, made.id, [asked.id], question="Is it fenced?", answer="It is.", now=later)
    with clock.fixed(now + 3 * HOUR) as later:
        actions.publish_version(
            officer,
            made.id,
            paper.id,
            stream=io.BytesIO(PDF),
            name="r2.pdf",
            reason="A date",
            material=False,
            now=later,
        )
    package = got(client, f"/ocds/releases/{PREFIX}{made.reference}")
    assert valid("release", package) == []
    first, answer, last = package["releases"]
    assert [one["tag"] for one in package["releases"]] == [["tender"], ["tenderUpdate"], ["tenderAmendment"]]
    rules, clarified = ("document-1", "biddingDocuments"), ("answer-1", "clarifications")
    assert kinds(first) == [("notice", "tenderNotice"), rules]
    assert kinds(answer) == kinds(last) == [("notice", "tenderNotice"), rules, clarified]
    assert answer["tender"]["documents"][2]["description"] == "Question: Is it fenced?\n\nAnswer: It is."
    urls = [one["tender"]["documents"][1]["url"] for one in (first, last)]
    assert [url.partition("8000")[2] for url in urls] == [
        f"/tenders/{made.id}/documents/{paper.id}/versions/{number}" for number in (1, 2)
    ]
    text = json.dumps(got(client, f"/ocds/records/{PREFIX}{made.reference}"))
    assert unanswered.text not in text
    assert "Harbour Care" not in text
    listed = got(client, "/ocds/releases")["releases"]
    assert [one["id"] for one in listed] == [one["id"] for one in package["releases"]]


def test_nothing_of_a_call_off_is_told_before_its_award(client: Client) -> None:
    by = making.tender()
    framework = make_frameworks.framework(["Harbour Care"], tender_id=by.id, tender_reference=by.reference)
    made = deciding.judged()
    under(made.tender_id, framework)
    ocid = f"{PREFIX}{made.tender.reference}"
    deciding.proposed(made)
    assert client.get(f"/ocds/releases/{ocid}").status_code == 404
    assert ocid not in json.dumps([got(client, f"/ocds/{one}") for one in ("releases", "records")])


def test_an_awarded_call_off_names_the_process_of_its_framework(client: Client) -> None:
    by = making.tender()
    framework = make_frameworks.framework(["Harbour Care"], tender_id=by.id, tender_reference=by.reference)
    made = deciding.judged()
    under(made.tender_id, framework)
    deciding.announced(made)
    ocid = f"{PREFIX}{made.tender.reference}"
    package = got(client, f"/ocds/releases/{ocid}")
    assert valid("release", package) == []
    (release,) = package["releases"]
    assert release["tag"] == ["award"]
    assert release["relatedProcesses"] == [
        {
            "id": "framework",
            "relationship": ["framework"],
            "title": by.title,
            "scheme": "ocid",
            "identifier": PREFIX + by.reference,
        }
    ]
    records = got(client, "/ocds/records?limit=1")
    assert valid("record", records) == []
    after = got(client, records["links"]["next"].partition("8000")[2])
    assert {one["ocid"] for one in (*records["records"], *after["records"])} == {ocid, PREFIX + by.reference}
    assert "links" not in after


def test_many_documents_and_answers_ask_the_database_no_oftener(lite: Flask) -> None:
    client, now, officer = inspect_pages.client(lite), clock.now(), make.commissioner()

    def one() -> None:
        draft = actions.create(officer, making.notice(now), now=now)
        actions.add_document(officer, draft.id, title="Rules", stream=io.BytesIO(PDF), name="r.pdf", now=now)
        made = calling.published(actions.submit(officer, draft.id, now=now), make.commissioner())
        asked = actions.ask(make.provider("Harbour Care"), made.id, question="Why?", now=now)
        actions.answer(officer, made.id, [asked.id], question="Why?", answer="So.", now=now)
        amended(made, "Better")

    one()
    got(client, "/ocds/records")
    with counted() as few:
        got(client, "/ocds/records")
    for _ in range(4):
        one()
    with counted() as many:
        got(client, "/ocds/records")
    assert len(few) == len(many)
