"""``flask import services FILE``."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from directory.access import SYSTEM
from directory.cli.progress import bar
from directory.cli.said import LARGEST_BYTES, listed, refuse
from directory.geo.gazetteer import NoGazetteer
from directory.kit import clock
from directory.kit.tables import BrokenTable, as_csv, as_xlsx
from directory.providers.actions.imports import take_services
from directory.providers.queries.imports import Change, Difference, public_changes
from directory.providers.rules.service_columns import COLUMNS, template
from directory.providers.rules.service_file import located, read_services
from directory.providers.rules.told import FIELDS, SOURCES, Source, Told, words

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
ENDINGS = (".csv", ".xlsx", ".json")
Reader = Callable[[bytes], list[Told]]


def _show_columns(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        for name, column in COLUMNS.items():
            click.echo(f"{name:13} {column.words}{f' (such as {column.example})' if column.example else ''}")
        context.exit()


def _write_template(context: click.Context, _option: click.Parameter, file: Path | None) -> None:
    if file is None or context.resilient_parsing:
        return
    if file.suffix.lower() not in ENDINGS[:2]:
        refuse("A template is a .csv or an .xlsx file")
    file.write_bytes(as_xlsx("Services", template()) if file.suffix.lower() == ".xlsx" else as_csv(template()))
    click.echo(f"{file}: the titles and one example, which you replace")
    context.exit()


@click.command("services")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--organisation", default="", help="Whose the services are that do not say it themselves.")
@click.option("--columns", is_flag=True, is_eager=True, expose_value=False, callback=_show_columns, help="List them.")
@click.option(
    "--template",
    type=click.Path(dir_okay=False, path_type=Path),
    is_eager=True,
    expose_value=False,
    callback=_write_template,
    help="Write an empty file to fill in.",
)
@with_appcontext
def services(file: Path, *, dry_run: bool, organisation: str) -> None:
    """Take over services from a file of our own columns: .csv, .xlsx or .json."""
    ending = file.suffix.lower()
    if ending not in ENDINGS:
        refuse(f"{file.name}: expected a file that ends in {', '.join(ENDINGS)}")
    if file.stat().st_size > LARGEST_BYTES:
        refuse(f"{file.name} is larger than {LARGEST_BYTES // 1024 // 1024} MB")

    def read(data: bytes) -> list[Told]:
        return read_services(data, as_json=ending == ".json", organisation=organisation)

    take(Source.FILE, file.name, file.read_bytes(), read, dry_run=dry_run)


def take(source: Source, name: str, data: bytes, read: Reader, *, dry_run: bool) -> None:
    """Take over what a file or feed holds, or show what that would change; print the difference."""
    try:
        with bar(name) as progress:
            told = read(data)
            if dry_run:
                difference = public_changes(source, told, progress)
            else:
                difference = take_services(
                    SYSTEM, source, told, name=name, data=data, now=clock.now(), progress=progress
                )
    except BrokenTable as refused:
        broken = located(data, refused)
        refuse(f"{name} was refused whole, and nothing was changed. {len(broken.problems):,} problems:\n{broken}")
    except NoGazetteer as missing:
        refuse(f"{missing}\nRun: flask geo build")
    for line in _said(difference, dry_run=dry_run):
        click.echo(line)


def _said(difference: Difference, *, dry_run: bool) -> Iterator[str]:
    yield f"{len(difference.told):,} services"
    if difference.withdrawn:
        lines = [f"line {told.line}: {told.reference or told.urn}" for told in difference.withdrawn]
        yield from listed("left alone, for their providers withdrew them", lines, first=True)
    if difference.unfit:
        lines = [f"{told.fields.get('name', told.reference)}: {why}" for told, why in difference.unfit]
        yield from listed("left out, for they cannot stand here as they are", lines, first=True)
    if difference.empty:
        yield "Nothing would change." if dry_run else "Nothing changed."
    else:
        yield "This would change:" if dry_run else "Changed:"
        owners = [f"{owner.name} ({owner.kind.value})" for owner in difference.organisations]
        yield from listed("new organisations", owners, first=dry_run)
        yield from listed("new services", [_new(each) for each in difference.new], first=dry_run)
        drafts = sum(not each.fields.get("description") for each in difference.new)
        if drafts:
            yield f"    {drafts:,} of them drafts, for they have no description"
        written = [each for each in difference.changed if each.write or each.urn]
        yield from listed("changed services", [_change(each) for each in written], first=True)
    kept = [f"{each.name}: {FIELDS[field]}: {why}" for each in difference.known for field, why in each.kept.items()]
    if kept:
        yield from listed("things left as they are", kept, first=True)
    yield from _conflicts(difference)
    if difference.waiting:
        yield f"{difference.waiting:,} proposals from before wait for their providers"


def _new(change: Change) -> str:
    return f"{change.name}, of {change.told.owner.name} (line {change.told.line})"


def _change(change: Change) -> str:
    said = [f"urn: {change.urn}"] if change.urn else []
    for name in change.write:
        before, after = words(name, change.now[name]), words(name, change.fields[name])
        said.append(f"{FIELDS[name]}: {_short(before)} -> {_short(after)}")
    return f"{change.name} (line {change.told.line}) " + "; ".join(said)


def _conflicts(difference: Difference) -> Iterator[str]:
    """Give a table of what providers wrote otherwise: kept as it is, and proposed to them."""
    rows: list[Sequence[str]] = [
        (change.name, FIELDS[name], words(name, change.now[name]), words(name, change.fields[name]))
        for change in difference.known
        for name in change.propose
    ]
    if not rows:
        return
    yield f"{len(rows):,} conflicts: what the provider wrote stays, and the other is proposed to them"
    table = [("Service", "Field", "The provider wrote", f"{SOURCES[difference.source]} says"), *rows]
    shown = [[_short(cell) for cell in row] for row in table]
    widths = [max(len(row[at]) for row in shown) for at in range(4)]
    for row in shown:
        yield ("    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()


def _short(text: Any) -> str:
    one = " ".join(str(text).split())
    return one if len(one) <= 40 else one[:39] + "\u2026"
