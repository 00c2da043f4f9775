"""``flask search rebuild``, ``flask search check`` and ``flask search synonyms``."""

import sys

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from directory.access import SYSTEM
from directory.kit import clock
from directory.providers.actions.index import reindex_all
from directory.search import engine
from directory.search.wording.queries import public_listed

search_group = AppGroup("search", help="The index of the directory.")


@search_group.command("rebuild")
def rebuild() -> None:
    """Build the index anew from the database. Searches go on being answered meanwhile."""
    shape = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*shape, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Building the index", total=None)

        def progress(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        reindex_all(SYSTEM, now=clock.now(), progress=progress)
        count = engine().rebuild(progress)
    click.echo(f"{count} services are in the index")


@search_group.command("check")
def check() -> None:
    """Say where database and index do not agree; exit 1 where they do not."""
    wrong = engine().drift()
    for words in wrong:
        click.echo(words)
    click.echo(f"{len(wrong)} differences between the database and the index")
    sys.exit(1 if wrong else 0)


@search_group.command("synonyms")
def synonyms() -> None:
    """List the words that are found in each other's place, with their strength and source."""
    for listed in public_listed():
        if not listed.retired:
            group = listed.group
            said = f"{', '.join(group.words)} ({group.strength.value}; {group.source}; reviewed {group.reviewed_on})"
            click.echo(said + ("" if listed.ours else " added here"))


GROUPS: tuple[click.Command, ...] = (search_group,)
