"""``flask bids rewrap``."""

import click
from flask.cli import AppGroup

from directory.bids import actions
from directory.kit import clock
from directory.kit.crypto import Unreadable

bids_group = AppGroup("bids", help="The keys of sealed bids.")


@bids_group.command("rewrap")
def rewrap() -> None:
    """Wrap the key of every tender with the first key of BID_KEYS; the former keys can be taken out after that."""
    try:
        changed = actions.rewrap(now=clock.now())
    except Unreadable as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(f"{changed} keys wrapped anew")


GROUPS: tuple[click.Command, ...] = (bids_group,)
