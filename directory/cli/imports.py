"""``flask import ofsted FILE``, ``flask import postcodes FILE``, ``flask geo build``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from directory.access import SYSTEM
from directory.cli.progress import bar
from directory.cli.said import LARGEST_BYTES, listed, refuse
from directory.cli.take_feed import openreferral
from directory.cli.take_services import services
from directory.codes import label
from directory.geo.build import build, build_from_file
from directory.geo.gazetteer import NoGazetteer
from directory.geo.postcode_files import BrokenFile
from directory.kit import clock
from directory.kit.tables import BrokenTable
from directory.providers.actions.register import take_register
from directory.providers.queries.register import Change, Difference, public_difference
from directory.providers.rules.register import read_register
from directory.providers.rules.register_owned import figures
from directory.providers.rules.told import FIELDS, words

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)

geo_group = AppGroup("geo", help="The gazetteer: where postcodes, areas and places are.")
import_group = AppGroup("import", help="Take over data from a file.")
import_group.add_command(services)
import_group.add_command(openreferral)


@import_group.command("ofsted")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def ofsted(file: Path, *, dry_run: bool) -> None:
    """Take over Ofsted's register of children's social care providers (a CSV file of any year)."""
    if file.stat().st_size > LARGEST_BYTES:
        refuse(f"{file.name} is larger than {LARGEST_BYTES // 1024 // 1024} MB: this is not the register")
    data = file.read_bytes()
    try:
        rows = read_register(data)
        if dry_run:
            difference = public_difference(rows)
        else:
            with bar(file.name) as progress:
                difference = take_register(SYSTEM, rows, file=file.name, data=data, now=clock.now(), progress=progress)
    except BrokenTable as broken:
        refuse(f"{file.name} was refused whole, and nothing was changed. {len(broken.problems):,} problems:\n{broken}")
    except NoGazetteer as missing:
        refuse(f"{missing}\nRun: flask geo build")
    for line in (*_figures(figures(rows)), "", *_difference(difference, dry_run=dry_run)):
        click.echo(line)


@import_group.command("postcodes")
@click.argument("file", type=FILE)
def postcodes(file: Path) -> None:
    """Build the gazetteer from an ONS Postcode Directory or OS Code-Point Open file (CSV or zip)."""
    try:
        with bar(file.name) as progress:
            built = build_from_file(file, current_app.config["SETTINGS"].gazetteer, progress)
    except BrokenFile as broken:
        refuse(f"{broken}\nThe file was refused whole; the gazetteer is as it was.")
    click.echo(f"{built.postcodes:,} postcodes from {built.source}, {built.places:,} towns and villages")
    for reason, number in (*built.left_out.items(), *built.unknown_authorities.items()):
        click.echo(f"  {number:,} left out or without an authority: {reason}")


@geo_group.command("build")
def geo_build() -> None:
    """Build the gazetteer from the postcodes that come with the installation, and fetch the places."""
    with bar("Gazetteer") as progress:
        built = build(current_app.config["SETTINGS"].gazetteer, progress)
    there = ", already there" if built.already_there else ""
    click.echo(f"{built.postcodes:,} postcodes from {built.source}, {built.places:,} towns and villages{there}")
    if built.note:
        click.echo(built.note)


def _figures(counted: dict[str, Any]) -> Iterator[str]:
    authorities = f"({counted['authorities']:,} of them authorities)"
    yield f"{counted['rows']:,} rows, {counted['organisations']:,} organisations {authorities}"
    for kind, number in counted["types"].most_common():
        hidden = counted["confidential_types"][kind]
        yield f"  {number:>6,}  {label(kind)}" + (f", {hidden:,} of them confidential" if hidden else "")
    yield (
        f"{counted['confidential']:,} confidential by redacted address, of which {counted['name_redacted']:,} "
        f"by redacted name too; {counted['public']:,} public"
    )


def _difference(difference: Difference, *, dry_run: bool) -> Iterator[str]:
    if difference.empty:
        yield "Nothing would change." if dry_run else "Nothing changed."
        return
    yield "This would change:" if dry_run else "Changed:"
    new = [f"{row.urn} {row.name or label(row.service_type)} (line {row.line})" for row in difference.new]
    owners = [f"{owner.name} ({owner.kind.value})" for owner in difference.organisations]
    yield from listed("new organisations", owners, first=dry_run)
    yield from listed("new services", new, first=dry_run)
    yield from listed("changed services", [_change(each) for each in difference.changed if each.columns], first=True)
    beside = [each for each in difference.changed if each.propose]
    if beside:
        yield from listed("conflicts: what was typed stays, and the register is proposed", _beside(beside), first=True)
    yield from listed("services gone from the register", [f"{u} {n}" for _, u, n in difference.gone], first=True)


def _beside(changes: list[Change]) -> list[str]:
    return [
        f"{each.row.urn} (line {each.row.line}) {FIELDS[name]}: {' '.join(words(name, value).split())}"
        for each in changes
        for name, value in each.propose.items()
    ]


def _change(change: Change) -> str:
    said = []
    for name, (before, after) in change.columns.items():
        if name == "organisation_id":
            said.append(f"owner: now {change.row.owner.name}")
        elif name in ("latitude", "longitude") or (change.row.confidential and name in ("address", "postcode", "name")):
            said.append(name)
        else:
            said.append(f"{name}: {before} -> {after}")
    return f"{change.row.urn} (line {change.row.line}) " + "; ".join(said)


GROUPS: tuple[click.Command, ...] = (import_group, geo_group)
