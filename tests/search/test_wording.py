"""The operator adds and retires groups of words; the next search of every process knows."""

import random
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from directory import cli
from directory.access import SYSTEM, Role
from directory.audit import AuditRecord
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.search import SearchQuery, Viewer
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.port import Engine
from directory.search.synonyms import MOST_IN_GROUP, Strength, built_in
from directory.search.wording.actions import add, bring_back, retire
from directory.search.wording.queries import listed, public_listed
from tests import make
from tests.engines.browser import Visit, check_accessible
from tests.inspect_pages import Client, Page
from tests.search import make_documents
from tests.search.make_documents import NOW, commit
from tests.search.test_processes import does

EVERYBODY = Viewer(sees_confidential=True)
KEPT = SearchQuery(text="beekeeping")


def kept_together() -> None:
    add(SYSTEM, words=["beekeeping", "apiary"], strength=Strength.SAME, source="A book, 2020", now=NOW)


def test_what_the_operator_changes_is_in_the_next_search(any_engine: Engine) -> None:
    commit([make_documents.document(random.Random(1), name="The Apiary", description="UASC welcome")])
    unaccompanied = SearchQuery(text="unaccompanied")
    assert [any_engine.count(query, EVERYBODY, NOW) for query in (KEPT, unaccompanied)] == [0, 1]
    kept_together()
    page = any_engine.search(KEPT, EVERYBODY, NOW)
    assert (page.total, page.also, page.exactly) == (1, ("apiary",), '"beekeeping"')
    group_id = next(each.group.id for each in public_listed() if not each.ours)
    retire(SYSTEM, group_id, now=NOW)
    for ours in built_in():
        if "UASC" in ours.words:
            retire(SYSTEM, ours.id, now=NOW)
    assert [any_engine.count(query, EVERYBODY, NOW) for query in (KEPT, unaccompanied)] == [0, 0]
    bring_back(SYSTEM, group_id, now=NOW)
    assert any_engine.count(KEPT, EVERYBODY, NOW) == 1
    if isinstance(any_engine, EmbeddedEngine):
        fresh = EmbeddedEngine(create_engine(any_engine._feed._database.url), any_engine._folder.path)
        assert fresh.count(KEPT, EVERYBODY, NOW) == 1


def test_another_process_is_told_too(engine: EmbeddedEngine) -> None:
    commit([make_documents.document(random.Random(1), name="The Apiary")])
    assert engine.count(KEPT, EVERYBODY, NOW) == 0
    does(kept_together)
    assert engine.count(KEPT, EVERYBODY, NOW) == 1


@pytest.mark.parametrize(
    ("words", "source", "field"),
    [
        (["one"], "A book, 2020", "words"),
        (["one", "ones"], "A book, 2020", "words"),
        (["one", "of the"], "A book, 2020", "words"),
        (["one", "two three four five six seven eight nine ten eleven"], "A book, 2020", "words"),
        ([f"word{number}" for number in range(MOST_IN_GROUP + 1)], "A book, 2020", "words"),
        (["Tigrinya", "eritrean", "Eritrea"], "A book, 2020", "words"),
        (["one", "two"], " ", "source"),
        (["one", "two"], "x" * 301, "source"),
    ],
)
def test_a_group_that_would_do_nothing_or_has_no_source_is_refused(
    lite: Flask, words: list[str], source: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(SYSTEM, words=words, strength=Strength.SAME, source=source, now=NOW)
    assert list(refused.value.fields) == [field]


def test_only_the_operator_changes_words_and_each_change_is_recorded(app: Flask, now: datetime) -> None:
    ours = built_in()[0]
    for role in set(Role) - {Role.OPERATOR_ADMIN}:
        with pytest.raises(NotAllowed):
            retire(make.actor(role), ours.id, now=now)
        with pytest.raises(NotAllowed):
            listed(make.actor(role))
    operator = make.actor(Role.OPERATOR_ADMIN)
    retire(operator, ours.id, now=now)
    with pytest.raises(WrongState):
        retire(operator, ours.id, now=now)
    bring_back(operator, ours.id, now=now)
    with pytest.raises(WrongState):
        bring_back(operator, ours.id, now=now)
    with pytest.raises(NotFound):
        retire(operator, make.organisation().id, now=now)
    events = select(AuditRecord.event).where(AuditRecord.thing_id == str(ours.id)).order_by(AuditRecord.sequence)
    assert db.session.scalars(events).all() == ["synonyms:retired", "synonyms:brought-back"]


def test_the_operator_adds_retires_and_brings_back_on_the_page(client: Client, lite: Flask) -> None:
    client.sign_in(make.person(Role.OPERATOR_ADMIN).id)
    given = {"words": "honey\napiary\n\n", "strength": "weaker", "source": ""}
    page = Page(client.send("/words/new", given))
    assert page.errors() == ["Enter where this is written"]
    assert (page.value("words") or "").split() == ["honey", "apiary"]
    assert client.send("/words/new", given | {"source": "A book, 2020"}).status_code == 303
    made = next(each.group for each in public_listed() if not each.ours)
    assert (made.words, made.strength) == (("honey", "apiary"), Strength.WEAKER)
    assert "honey, apiary" in client.page("/words?q=honey").text
    assert client.send(f"/words/{made.id}/retirement", {}).status_code == 303
    assert [each.retired for each in public_listed() if not each.ours] == [True]
    assert client.send(f"/words/{made.id}/return", {}).status_code == 303
    assert [each.retired for each in public_listed() if not each.ours] == [False]


def test_the_words_are_listed_on_the_command_line(lite: Flask) -> None:
    kept_together()
    retire(SYSTEM, built_in()[0].id, now=NOW)
    cli.init(lite)
    lines = lite.test_cli_runner().invoke(args=["search", "synonyms"]).output.splitlines()
    assert len(lines) == len(built_in())
    assert any(line.startswith("beekeeping, apiary (same; A book, 2020; reviewed 2026-11-23) added") for line in lines)


def found(page: Page) -> str:
    return page.text.split("Add words", 1)[1].split("Show all groups")[-1]


def test_the_list_is_filtered_by_word_and_source_and_a_button_leads_back_to_it(client: Client, lite: Flask) -> None:
    client.sign_in(make.person(Role.OPERATOR_ADMIN).id)
    kept_together()
    assert "Showing 1 to 20 of" in client.page("/words").text
    assert "beekeeping, apiary" in found(client.page("/words?q=A+BOOK+bee"))
    assert "beekeeping, apiary" in found(client.page("/words?only=added"))
    assert "No group fits" in client.page("/words?q=bee&only=near").text
    assert "There is no page 99" in client.page("/words?page=99").text
    made = next(each.group for each in public_listed() if not each.ours)
    answer = client.send(f"/words/{made.id}/retirement", {"q": "bee", "only": "added", "page": "1"})
    assert answer.location == "/words?q=bee&only=added"
    assert "beekeeping, apiary" in found(client.page("/words?only=retired"))


@pytest.mark.parametrize("asked", ["page=0", "page=x", "page=12345678", "only=odd"])
def test_a_part_of_the_list_that_is_not_is_refused(client: Client, lite: Flask, asked: str) -> None:
    client.sign_in(make.person(Role.OPERATOR_ADMIN).id)
    client.page(f"/words?{asked}", status=422)


def test_the_list_is_accessible_and_fits_a_telephone(lite: Flask, visit: Visit) -> None:
    page = visit(as_person=make.person(Role.OPERATOR_ADMIN), width=360)
    page.goto("/words?q=carer")
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
