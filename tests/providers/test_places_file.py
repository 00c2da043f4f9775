"""All of a provider's places as one file: what comes back is applied whole, or nothing of it."""

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from directory import search
from directory.access import Actor, Role
from directory.accounts.models import Person
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import NotFound, Stale, WrongState
from directory.kit.tables import BrokenTable, as_csv, as_xlsx, read
from directory.providers import jobs
from directory.providers.actions.bulk import apply_file, read_file
from directory.providers.actions.capacity import change, confirm
from directory.providers.models import Capacity, CapacityChange, CapacityFile, Service, Way
from directory.providers.queries.bulk import own_table
from tests import make
from tests.inspect_pages import Client, Page
from tests.make_services import service

TITLES = "service_id,staffed,occupied,closed,available_from,note"


def sheet(*rows: str, titles: str = TITLES) -> bytes:
    return "\r\n".join([titles, *rows, ""]).encode()


def sent(actor: Actor, data: bytes) -> UUID:
    return read_file(actor, name="places.csv", data=data, now=clock.now()).id


def problems(actor: Actor, data: bytes) -> list[str]:
    with pytest.raises(BrokenTable) as refused:
        sent(actor, data)
    assert db.session.scalar(select(CapacityFile)) is None
    return refused.value.said()


def places(home: Service) -> Capacity:
    db.session.rollback()
    return db.session.get_one(Capacity, home.id)


def test_the_contracts_own_columns_are_enough(app: Flask) -> None:
    actor, home = make.provider(), service(places=4, occupied=4, confirmed_days_ago=20)
    now = clock.now()
    assert apply_file(actor, sent(actor, sheet(f"{home.id},4,2,1,2026-12-24,Two left")), now=now) == 1
    kept = places(home)
    assert (kept.staffed, kept.occupied, kept.closed, kept.available_from) == (4, 2, 1, date(2026, 12, 24))
    assert kept.confirmed_at == now
    last = db.session.scalars(select(CapacityChange).where(CapacityChange.service_id == home.id)).all()[-1]
    assert (last.way, last.note, last.version) == (Way.CSV, "Two left", kept.version)


def test_a_place_freed_by_file_is_in_the_next_search(app: Flask) -> None:
    actor, home = make.provider(), service(places=4, occupied=4)
    viewer, query = search.Viewer(sees_confidential=True), search.SearchQuery(places=1)
    assert search.engine().search(query, viewer, clock.now()).total == 0
    apply_file(actor, sent(actor, sheet(f"{home.id},4,3,0,,")), now=clock.now())
    assert search.engine().search(query, viewer, clock.now()).total == 1


@pytest.mark.parametrize("write", [as_csv, lambda rows: as_xlsx("Places", rows)], ids=["csv", "xlsx"])
def test_the_file_as_it_was_downloaded_confirms_everything(lite: Flask, write: object) -> None:
    actor = make.provider()
    homes = [service(name=f"=Home {n}", places=4, occupied=n, confirmed_days_ago=9) for n in range(3)]
    data = write(own_table(actor))  # type: ignore[operator]
    assert apply_file(actor, sent(actor, data), now=clock.now()) == 3
    assert [places(home).confirmed_at for home in homes] == [clock.now()] * 3
    assert [places(home).occupied for home in homes] == [0, 1, 2]


def test_nothing_is_changed_by_a_file_with_one_bad_row(lite: Flask) -> None:
    actor, one, two = make.provider(), service(places=4), service(places=3)
    said = problems(actor, sheet(f"{one.id},4,1,0,,", f"{two.id},3,4,0,,"))
    assert said == [
        "line 3 (occupied): Places that are not free cannot be more than the 3 staffed: 4 occupied and 0 closed make 4"
    ]
    assert places(one).occupied == 0


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x,4,1,0,,", "line 2, column 1 (service_id): 'x' is not the id of a service"),
        ("{id},,1,0,,", "line 2, column 2 (staffed): is empty"),
        ("{id},4,1.5,0,,", "line 2, column 3 (occupied): '1.5' is not a whole number"),
        ("{id},4,1,-1,,", "line 2, column 4 (closed): '-1' is not a whole number"),
        ("{id},4,\u0663,0,,", "line 2, column 3 (occupied): '\u0663' is not a whole number"),
        ("{id},4,1,0,31/12/2026,", "line 2, column 5 (available_from): '31/12/2026' is not a date"),
        ("{id},4,1,0,2020-01-01,", "line 2 (available_from): 2020-01-01 has passed"),
        ("{id},4,1,0,," + "x" * 301, "line 2, column 6 (note): is longer than 300 characters"),
        ("{id},99999,1,0,,", "line 2, column 2 (staffed): is more than 10,000"),
        ("{id},5,1,0,,", "line 2 (staffed): Staffed places cannot be more than the 4 registered"),
    ],
)
def test_each_bad_cell_is_named(lite: Flask, row: str, words: str) -> None:
    home = service(places=4)
    [said] = problems(make.provider(), sheet(row.format(id=home.id)))
    assert said.startswith(words)


def test_every_bad_cell_of_a_file_is_named_at_once(lite: Flask) -> None:
    home = service(places=4)
    said = problems(make.provider(), sheet("x,y,1,0,,", f"{home.id},4,z,0,,"))
    assert [words.split(" (")[0] for words in said] == ["line 2, column 1", "line 2, column 2", "line 3, column 3"]


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        ("service_id,staffed,occupied", "line 1: there is no column 'closed'"),
        (TITLES + ",postcode", "line 1, column 7 (postcode): is not a column of this file"),
        (TITLES + ",note", "line 1, column 7 (note): this column is there twice"),
    ],
)
def test_wrong_titles_are_named(lite: Flask, titles: str, words: str) -> None:
    assert problems(make.provider(), sheet(f"{uuid4()},1,1,0,,", titles=titles))[0].startswith(words)


def test_a_service_that_is_there_twice_is_refused(lite: Flask) -> None:
    home = service(places=4)
    [said] = problems(make.provider(), sheet(f"{home.id},4,1,0,,", f"{home.id},4,2,0,,"))
    assert said == "line 3, column 1 (service_id): this service is on line 2 already"


@pytest.mark.parametrize("of", ["Moorland Ltd", None])
def test_anothers_service_and_none_at_all_are_refused_alike(lite: Flask, of: str | None) -> None:
    identity = service(of, places=4).id if of else uuid4()
    [said] = problems(make.provider(), sheet(f"{identity},4,1,0,,"))
    assert said == "line 2 (service_id): this is not one of your services in use that have places"


@pytest.mark.parametrize("data", [b"", b"\n\n", sheet()], ids=["nothing", "empty lines", "titles only"])
def test_a_file_that_says_nothing_is_refused(lite: Flask, data: bytes) -> None:
    assert len(problems(make.provider(), data)) == 1


def test_what_somebody_changed_after_the_download_is_refused(app: Flask) -> None:
    actor, home = make.provider(), service(places=4)
    data = as_csv(own_table(actor))
    change(actor, home.id, staffed=4, occupied=3, closed=0, available_from=None, version=None, now=clock.now())
    [said] = problems(actor, data)
    assert "somebody changed these places after you downloaded the file" in said
    assert "3 occupied" in said


def test_what_somebody_only_confirmed_after_the_download_is_taken(lite: Flask) -> None:
    actor, home = make.provider(), service(places=4)
    change(actor, home.id, staffed=4, occupied=3, closed=0, available_from=None, version=None, now=clock.now())
    data = as_csv(own_table(actor))
    confirm(actor, home.id, version=2, now=clock.now())
    assert apply_file(actor, sent(actor, data), now=clock.now()) == 1


def test_what_changed_between_looking_and_applying_applies_nothing(app: Flask) -> None:
    actor, one, two = make.provider(), service(name="One", places=4), service(name="Two", places=4)
    file_id = sent(actor, sheet(f"{one.id},4,1,0,,", f"{two.id},4,1,0,,"))
    confirm(actor, two.id, version=1, now=clock.now())
    with pytest.raises(Stale, match=r"^Two changed after you sent this file"):
        apply_file(actor, file_id, now=clock.now())
    assert places(one).occupied == 0


def test_a_file_is_applied_once_and_on_its_day(lite: Flask) -> None:
    actor, home = make.provider(), service(places=4)
    first, second = (sent(actor, sheet(f"{home.id},4,1,0,,")) for _ in range(2))
    with pytest.raises(WrongState, match="more than a day ago"):
        apply_file(actor, second, now=clock.now() + timedelta(hours=25))
    apply_file(actor, first, now=clock.now())
    with pytest.raises(WrongState, match="already"):
        apply_file(actor, first, now=clock.now())


def test_anothers_file_is_none_at_all(lite: Flask) -> None:
    home = service(places=4)
    file_id = sent(make.provider(), sheet(f"{home.id},4,1,0,,"))
    with pytest.raises(NotFound):
        apply_file(make.provider(of="Moorland Ltd"), file_id, now=clock.now())


def test_two_people_apply_the_same_file_and_it_is_applied_once(app: Flask) -> None:
    actor, home = make.provider(), service(places=4)
    file_id = sent(actor, sheet(f"{home.id},4,1,0,,"))
    together = Barrier(8)

    def one(_: int) -> int:
        with app.app_context():
            together.wait(timeout=60)
            try:
                return apply_file(actor, file_id, now=clock.now())
            except (WrongState, Stale):
                return 0
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(8))) == 1
    db.session.rollback()
    assert len(db.session.scalars(select(CapacityChange).where(CapacityChange.way == Way.CSV)).all()) == 1


def test_files_that_nobody_applied_are_forgotten(lite: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    actor, home = make.provider(), service(places=4)
    applied, left = (sent(actor, sheet(f"{home.id},4,1,0,,")) for _ in range(2))
    apply_file(actor, applied, now=clock.now())
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    jobs.tidy()
    db.session.rollback()
    assert [file.id for file in db.session.scalars(select(CapacityFile))] == [applied]
    assert left != applied


@pytest.fixture
def browser(lite: Flask, client: Client) -> Iterator[Client]:
    person: Person = make.person(Role.PROVIDER_STAFF)
    return client.sign_in(person.id)  # type: ignore[return-value]


def rows_of(browser: Client, kind: str) -> Sequence[Sequence[str]]:
    answer = browser.open(f"/capacity/places.{kind}")
    assert "attachment" in answer.headers["Content-Disposition"]
    return [record.cells for record in read(answer.get_data())]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_download_holds_ones_own_places_only(browser: Client, kind: str) -> None:
    home = service(name="Ours", places=4, occupied=1)
    service("Moorland Ltd", name="Theirs")
    titles, row = rows_of(browser, kind)
    assert dict(zip(titles, row, strict=True)) == {
        "service_id": str(home.id),
        "staffed": "4",
        "occupied": "1",
        "closed": "0",
        "available_from": "",
        "note": "",
        "closed_staffing": "0",
        "closed_matching": "0",
        "closed_repair": "0",
        "closed_safeguarding": "0",
        "closed_notice": "0",
        "emergency": "no",
        "by_assessment_only": "no",
        "service": "Ours",
        "registered": "4",
        "held": "0",
        "free": "3",
        "confirmed_on": clock.today().isoformat(),
        "version": "1",
    }


def test_a_file_is_looked_over_and_then_applied(browser: Client) -> None:
    one, two = service(name="One", places=4), service(name="Two", places=4)
    data = sheet(f"{one.id},4,3,0,,", f"{two.id},4,0,0,,")
    answer = browser.send("/capacity/file", {"file": (io.BytesIO(data), "week.csv")}, follow_redirects=True)
    page = Page(answer)
    assert page.heading == "What your file would change"
    assert "Services whose places change 1" in " ".join(page.text.split())
    assert places(one).occupied == 0
    answer = browser.send(answer.request.path + "/application", follow_redirects=True)
    assert "2 services confirmed from your file" in Page(answer).text
    assert places(one).occupied == 3


def test_a_bad_file_is_answered_with_what_is_wrong_in_it(browser: Client) -> None:
    answer = browser.send("/capacity/file", {"file": (io.BytesIO(sheet("x,1,1,1,,")), "week.csv")})
    assert answer.status_code == 422
    page = Page(answer)
    assert "line 2, column 1 (service_id): 'x' is not the id of a service" in page.text
    assert page.errors() == ["Nothing was changed. Put right what is listed, then send the file again"]


def test_no_file_is_asked_for(browser: Client) -> None:
    answer = browser.send("/capacity/file", {})
    assert (answer.status_code, Page(answer).errors()) == (422, ["Choose a file"])
