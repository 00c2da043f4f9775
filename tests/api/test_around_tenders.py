"""What programs do around a tender: documents, joint buyers, watching, call-offs."""

from base64 import b64encode
from dataclasses import replace
from datetime import datetime

from flask import Flask

from directory.access import Kind, Role
from directory.tenders import actions, queries
from tests import make, make_frameworks
from tests.api.test_tenders import caller
from tests.bids.test_pages import PDF
from tests.tenders import calling, making

FILE = {"name": "specification.pdf", "content": b64encode(PDF).decode()}


def test_a_document_goes_into_a_draft_and_another_version_into_the_open(lite: Flask, now: datetime) -> None:
    officer = make.commissioner()
    draft = actions.create(officer, making.notice(now), now=now)
    writes, other = caller(lite), caller(lite, of="Otherham Council")
    made = writes(f"/{draft.id}/documents", {"title": "Specification", "file": FILE})
    assert made.status_code == 201
    (paper,) = made.get_json()["items"]
    assert (paper["title"], paper["moves"], made.get_json()["moves"]) == (
        "Specification",
        ["replacement", "removal"],
        ["documents"],
    )
    at = f"/{draft.id}/documents/{paper['id']}"
    assert other(f"/{draft.id}/documents", method="GET").status_code == 404
    assert other(f"{at}/removal", {}).status_code == 404
    again = writes(f"{at}/replacement", {"file": FILE | {"name": "second.pdf"}})
    assert [one["name"] for one in again.get_json()["items"][0]["versions"]] == ["second.pdf"]
    version = {"file": FILE, "reason": "A date was wrong.", "material": False}
    assert writes(f"{at}/amendment", version).status_code == 409
    calling.published(actions.submit(officer, draft.id, now=now), make.commissioner())
    assert writes(f"{at}/removal", {}).status_code == 409
    out = writes(f"{at}/amendment", version)
    assert [one["reason"] for one in out.get_json()["items"][0]["versions"]] == ["", "A date was wrong."]
    assert out.get_json()["moves"] == ["documents/amendment"]
    read = lite.test_client().get(f"/api/v1/tenders/{draft.id}/documents").get_json()
    assert ([len(one["versions"]) for one in read["items"]], read["moves"]) == ([2], [])


def test_what_is_no_file_is_refused_at_its_place(lite: Flask, now: datetime) -> None:
    draft = actions.create(make.commissioner(), making.notice(now), now=now)
    writes = caller(lite)
    for sent, field in (({"name": "a.pdf", "content": "%"}, "file.content"), (FILE | {"content": "AAAA"}, "file")):
        refused = writes(f"/{draft.id}/documents", {"file": sent})
        assert refused.status_code == 422
        assert [one["field"] for one in refused.get_json()["errors"]] == [field]
    large = {"name": "a.pdf", "content": b64encode(PDF + b" " * 1_500_000 + b"%%EOF").decode()}
    assert writes(f"/{draft.id}/documents", {"file": large}).status_code == 201, "more than 1 MB may be sent"
    assert writes("", {"title": "x" * 1_500_000}).status_code == 413


def test_another_authority_is_asked_agrees_and_leaves(lite: Flask, now: datetime) -> None:
    make.organisation(Kind.AUTHORITY, "Otherham Council", gss_code=making.LEEDS)
    officer = make.commissioner()
    written = making.notice(now)
    lots = (replace(written.lots[0], joint_buyers=(making.LEEDS,)), *written.lots[1:])
    draft = actions.create(officer, replace(written, lots=lots), now=now)
    lead, asked = caller(lite), caller(lite, of="Otherham Council")
    assert asked(f"/{draft.id}/joining", method="GET").status_code == 404
    (line,) = lead(f"/{draft.id}/joint-buyers", method="GET").get_json()["items"]
    assert (line["status"], line["lots"], line["moves"]) == (None, [1], ["invitation"])
    invited = lead(f"/{draft.id}/joint-buyers/{making.LEEDS}/invitation", {})
    assert (invited.status_code, invited.get_json()["items"][0]["moves"]) == (201, [])
    assert lead(f"/{draft.id}/joint-buyers/{making.LEEDS}/invitation", {}).status_code == 409
    assert lead(f"/{draft.id}/joint-buyers/E08000003/invitation", {}).status_code == 404
    assert lead(f"/{draft.id}/joint-buyers/{making.LEEDS}/agreement", {"reason": "By letter."}).status_code == 422
    assert asked(f"/{draft.id}/joining", method="GET").get_json()["moves"] == ["agreement", "withdrawal"]
    assert asked(f"/{draft.id}/joining/agreement", {}).get_json()["moves"] == ["withdrawal"]
    left = asked(f"/{draft.id}/joining/withdrawal", {"reason": "We have places."})
    assert (left.status_code, left.get_json()["status"]) == (201, "left")
    (line,) = lead(f"/{draft.id}/joint-buyers", method="GET").get_json()["items"]
    assert (line["note"], line["moves"]) == ("We have places.", ["invitation"])


def test_a_tender_is_watched_by_one_person_and_no_more(lite: Flask, now: datetime) -> None:
    found = making.tender()
    mine, theirs = caller(lite, Role.PROVIDER_STAFF), caller(lite, Role.PROVIDER_STAFF)
    assert mine(f"/{found.id}/watch", method="GET").get_json()["watching"] is False
    for _ in range(2):
        assert mine(f"/{found.id}/watch", {}).status_code == 201
    assert [one["id"] for one in mine("/watched", method="GET").get_json()["items"]] == [str(found.id)]
    assert theirs("/watched", method="GET").get_json()["items"] == []
    for _ in range(2):
        assert mine(f"/{found.id}/watch", method="DELETE").status_code == 204
    assert mine(f"/{found.id}/watch", method="GET").get_json()["since_at"] is None


def test_the_next_in_rank_is_asked_by_a_program(lite: Flask, now: datetime) -> None:
    framework = make_frameworks.framework({"Harbour Care": 1, "Tern House": 2})
    direct = calling.direct(framework)
    officer, other = caller(lite, scopes=("tenders:write", "call_off:make")), caller(lite, of="Otherham Council")
    listed = officer(f"/{direct.id}/invitations", method="GET").get_json()
    assert ([one["organisation"]["name"] for one in listed["items"]], listed["moves"]) == (
        ["Harbour Care"],
        ["passing-over"],
    )
    why = {"because": "declined", "reason": "It told us by telephone that it is full."}
    assert other(f"/{direct.id}/passing-over", why).status_code in (403, 404)
    passed = officer(f"/{direct.id}/passing-over", why).get_json()["items"]
    assert [(one["organisation"]["name"], one["passed_because"]) for one in passed] == [
        ("Harbour Care", "declined"),
        ("Tern House", None),
    ]
    assert officer(f"/{direct.id}/passing-over", why | {"because": "slow"}).status_code == 422
    assert len(queries.members_invited(make.commissioner(), direct)) == 2
