from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, select

from directory.access import NOBODY, Actor, Role
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.tenders import queries
from directory.tenders.models import Tender
from directory.tenders.queries import Wanted
from directory.tenders.rules import Phase, Procedure, Status
from directory.tenders.rules.words import LABELS, words
from tests import make
from tests.inspect_pages import Client
from tests.tenders.making import DAY, tender

PUBLISHED = set(Status) - {Status.DRAFT, Status.AWAITING_APPROVAL, Status.APPROVED}
WHO: dict[str, Callable[[], Actor]] = {"nobody": lambda: NOBODY} | {
    role.value: lambda role=role: make.actor(role) for role in Role
}


def test_what_the_database_lists_is_what_the_rule_shows(app: Flask) -> None:
    for status in Status:
        tender(status)
        tender(status, of="Southport Council")
    everything = db.session.scalars(select(Tender).order_by(Tender.reference)).all()
    for who, maker in WHO.items():
        actor = maker()
        listed = set(db.session.scalars(select(Tender.id).where(queries.visible_to(actor))))
        assert listed == {one.id for one in everything if queries.may_see(actor, one)}, who
        assert len(listed) == 2 * len(PUBLISHED) + (3 if who == "commissioner" else 0), who
        for one in everything:
            if one.id in listed:
                assert queries.tender_for(actor, one.id).id == one.id, who
            else:
                with pytest.raises(NotFound):
                    queries.tender_for(actor, one.id)


def test_the_list_and_the_rule_agree_on_where_a_tender_stands(app: Flask) -> None:
    made = [tender(status) for status in Status]
    actor = make.commissioner()
    opened = next(one for one in made if one.status == Status.OPEN)
    assert opened.questions_close_at
    assert opened.closes_at
    for now in (opened.questions_close_at - DAY, opened.questions_close_at, opened.closes_at):
        for phase in Phase:
            found = queries.tenders(actor, Wanted(phases=frozenset({phase})), now)
            assert {one.id for one in found.rows} == {one.id for one in made if one.phase(now) == phase}, phase
            assert found.total == len(found.rows)


def test_more_tenders_cost_no_more_queries(client: Client) -> None:
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    def cost(path: str) -> int:
        asked.clear()
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            client.page(path)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    tender(of="Council 0")
    one = cost("/tenders")
    for number in range(1, 8):
        tender(of=f"Council {number}")
    assert cost("/tenders") == one


def test_values_of_two_lists_that_are_spelt_alike_have_words_of_their_own() -> None:
    said = [words(value) for labels in LABELS for value in labels]
    assert len(said) == len(set(said))
    assert words(Procedure.OPEN) != words(Phase.OPEN)
