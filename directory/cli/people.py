"""``flask users add``, ``flask users token``, ``flask organisations add``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from directory.access import ROLE_KIND, SYSTEM, Kind, Role
from directory.accounts import actions
from directory.accounts.actions.passwords import fresh_hash
from directory.accounts.people import by_email
from directory.accounts.rules import LONGEST_TOKEN_DAYS
from directory.kit import clock
from directory.kit.errors import Refusal
from directory.organisations.actions import add
from directory.organisations.queries import public_named

users = AppGroup("users", help="People and their API tokens.")
organisations = AppGroup("organisations", help="Authorities, providers and the operator.")


@contextmanager
def refusals() -> Iterator[None]:
    """Say what was refused, and exit with 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None


@organisations.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), required=True)
@click.option("--gss", "gss_code", metavar="CODE", help="GSS code of an authority, such as E08000035.")
def add_organisation(name: str, kind: str, gss_code: str | None) -> None:
    """Add an organisation, and print its id."""
    with refusals():
        made = add(SYSTEM, name=name, kind=Kind(kind), gss_code=gss_code, now=clock.now())
        click.echo(made.id)


@users.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--organisation", required=True, metavar="NAME", help="Name of an organisation that was added before.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the standard input.")
def add_user(email: str, name: str, roles: tuple[str, ...], organisation: str, *, password_stdin: bool) -> None:
    """Add a person: with a password from the standard input, or else through an invitation link that is printed."""
    chosen = [Role(role) for role in roles]
    kinds = {ROLE_KIND[role] for role in chosen}
    if len(kinds) > 1:
        raise click.ClickException("These roles belong to different kinds of organisation")
    where = public_named(organisation, kinds.pop())
    if where is None:
        raise click.ClickException(
            f"There is no {ROLE_KIND[chosen[0]].value} named {organisation}: add it with flask organisations add"
        )
    with refusals():
        if password_stdin:
            kept = fresh_hash(sys.stdin.readline().rstrip("\r\n"), email=email, name=name)
            person = actions.add_person(
                SYSTEM,
                email=email,
                name=name,
                roles=chosen,
                organisation_id=where.id,
                password_hash=kept,
                now=clock.now(),
            )
            click.echo(f"{person.email} may sign in")
            return
        _, link = actions.invite(
            SYSTEM, email=email, name=name, roles=chosen, organisation_id=where.id, mailed=False, now=clock.now()
        )
        click.echo(link)


@users.command("token")
@click.argument("email")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do, such as capacity:write.")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, LONGEST_TOKEN_DAYS))
def token(email: str, scopes: tuple[str, ...], name: str, days: int) -> None:
    """Make an API token for a person, and print it: it is shown this once."""
    person = by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody signs in as {email}")
    if not person.active:
        raise click.ClickException(f"{email} is inactive")
    with refusals():
        _, secret = actions.make_token(
            SYSTEM, person_id=person.id, name=name, scopes=scopes, days=days, now=clock.now()
        )
        click.echo(secret)


GROUPS: tuple[click.Command, ...] = (users, organisations)
