"""``flask demo``: the demonstration, loaded once; a second time changes nothing."""

import click
from flask import current_app
from flask.cli import with_appcontext

from directory.cli.demo import (
    agreed,
    asks,
    decided,
    evidence,
    filed,
    hooks,
    judged,
    keeps,
    load,
    notices,
    people,
    places,
    told,
    unmet,
    unusual,
)
from directory.cli.progress import bar
from directory.geo.here import gazetteer
from directory.kit import clock
from directory.kit.settings import Settings

FEWEST = 60


@click.command("demo")
@click.option(
    "--services", "number", default=420, show_default=True, type=click.IntRange(FEWEST), help="How many services."
)
@click.option("--seed", default=2026, show_default=True, help="Another seed, other services.")
@with_appcontext
def demo(number: int, seed: int) -> None:
    """Load fictional organisations, services, people, requests and tenders."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.production:
        raise click.ClickException("The demonstration is not for production")
    accounts = settings.instance_path / "demo-accounts.json"
    if load.is_loaded():
        if accounts.exists():
            click.echo("The demonstration is loaded already")
            return
        raise click.ClickException(
            "The demonstration is loaded, but demo-accounts.json is gone: begin with a new database"
        )
    now = clock.now()
    with bar("Loading the demonstration") as progress:
        loaded = load.load(gazetteer(), number=number, seed=seed, now=now, progress=progress)
        signed_in = people.add_people(now)
        progress(number, number, "requests")
        requests = asks.add_requests(now) + places.add_placements(now)
        frameworks = agreed.add_frameworks(now)
        tenders = notices.add_tenders(now) + judged.add_judged(now) + decided.add_decided(now)
        filed.add_amended(now)
        filed.add_files(now)
        searches = keeps.add_kept(gazetteer(), now)
        told.add_proposals(now)
        unusual.add_flags(now)
        unmet.add_unmet_needs(now)
        hooks.add_webhooks(now)
        evidence.add_evidence(now)
        evidence.add_unverified(now)
        people.write(signed_in, accounts)  # last: its file says that the demonstration is whole
    click.echo(
        f"{loaded} services, {len(signed_in)} people, {requests} requests, {tenders} tenders, "
        f"{frameworks} frameworks, {searches} saved searches"
    )
    click.echo(f"How to sign in stands in {accounts.name}")


GROUPS: tuple[click.Command, ...] = (demo,)
