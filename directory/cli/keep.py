"""``flask backup FILE`` and ``flask restore FILE``."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from directory.cli.progress import bar
from directory.kit import backup
from directory.kit.errors import Invalid

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE)
@with_appcontext
def write(file: Path) -> None:
    """Write everything in the database to FILE. What is sealed stays sealed: keep SECRET_KEY elsewhere."""
    with bar("Backing up") as progress:
        rows = backup.write(file, progress)
    click.echo(f"{rows:,} rows written to {file}")


@click.command("restore")
@click.argument("file", type=FILE)
@with_appcontext
def restore(file: Path) -> None:
    """Fill an empty, migrated database from FILE, then run ``flask search rebuild``."""
    try:
        with bar("Restoring") as progress:
            rows = backup.restore(file, progress)
    except Invalid as refusal:
        raise click.ClickException(refusal.detail) from None
    click.echo(f"{rows:,} rows restored. Now run: flask search rebuild")


GROUPS: tuple[click.Command, ...] = (write, restore)
