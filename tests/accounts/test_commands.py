import re

from click.testing import Result
from flask import Flask
from sqlalchemy import select

from directory import cli
from directory.access import Kind, Role
from directory.accounts.actions import check_password
from directory.accounts.models import ApiToken, Person
from directory.accounts.queries import public_token
from directory.kit import clock
from directory.kit.db import db
from directory.organisations.queries import public_named
from tests import make


def run(app: Flask, *words: str, typed: str = "") -> Result:
    cli.init(app)
    result = app.test_cli_runner().invoke(args=list(words), input=typed)
    db.session.rollback()
    return result


def test_organisations_are_added_once(app: Flask) -> None:
    words = ("organisations", "add", "Westmoor Council", "--kind", "authority", "--gss", "E10000099")
    assert run(app, *words).exit_code == 0
    made = public_named("Westmoor Council", Kind.AUTHORITY)
    assert made
    assert made.gss_code == "E10000099"
    again = run(app, *words)
    assert (again.exit_code, again.output) == (
        1,
        "Error: There is already an organisation of this kind named Westmoor Council\n",
    )
    assert run(app, "organisations", "add", "Somewhere", "--kind", "charity").exit_code == 2


ROBIN = ("users", "add", "Robin@example.org", "--name", "Robin", "--organisation", "Northmoor Council")


def test_a_person_is_added_with_a_password_from_the_standard_input(app: Flask) -> None:
    make.organisation(Kind.AUTHORITY)
    words = (*ROBIN, "--role", "social_worker", "--role", "director", "--password-stdin")
    result = run(app, *words, typed=make.PASSWORD + "\n")
    assert (result.exit_code, result.output) == (0, "robin@example.org may sign in\n")
    assert check_password("robin@example.org", make.PASSWORD, now=clock.now())
    person = db.session.scalars(select(Person)).one()
    assert person.roles == {Role.SOCIAL_WORKER, Role.DIRECTOR}
    again = run(app, *words, typed=make.PASSWORD + "\n")
    assert (again.exit_code, again.output) == (1, "Error: Somebody signs in as robin@example.org already\n")


def test_without_a_password_an_invitation_link_is_printed_and_works(app: Flask) -> None:
    make.organisation(Kind.AUTHORITY)
    result = run(app, *ROBIN, "--role", "social_worker")
    assert result.exit_code == 0
    path = result.output.strip().removeprefix("http://127.0.0.1:8000")
    assert re.fullmatch(r"/invitation/\S{43}", path)
    assert app.test_client().get(path).location == "/invitation"


def test_what_cannot_be_added_is_said_plainly(app: Flask) -> None:
    make.organisation(Kind.AUTHORITY)
    weak = run(app, *ROBIN, "--role", "director", "--password-stdin", typed="short\n")
    mixed = run(app, *ROBIN, "--role", "director", "--role", "provider_staff")
    nowhere = run(app, *ROBIN, "--role", "provider_staff")
    unknown = run(app, *ROBIN, "--role", "king")
    assert [r.exit_code for r in (weak, mixed, nowhere, unknown)] == [1, 1, 1, 2]
    assert "at least 12 characters" in weak.output
    assert "different kinds" in mixed.output
    assert "There is no provider named Northmoor Council" in nowhere.output
    assert db.session.scalars(select(Person)).all() == []


def test_a_token_is_printed_once_and_alone(app: Flask) -> None:
    make.person(Role.PROVIDER_STAFF, email="staff@example.org")
    words = ("users", "token", "staff@example.org", "--scope")
    result = run(app, *words, "capacity:write", "--scope", "offers:write")
    assert result.exit_code == 0
    found = public_token(result.output.strip())
    assert found
    assert found.scopes == ["capacity:write", "offers:write"]
    refused = [
        run(app, *words, "tenders:write"),
        run(app, *words, "everything"),
        run(app, "users", "token", "x", "--scope", "offers:write"),
    ]
    assert [r.exit_code for r in refused] == [1, 1, 1]
    assert "Scopes are:" in refused[1].output
    assert "Nobody signs in as x" in refused[2].output
    assert len(db.session.scalars(select(ApiToken)).all()) == 1
