"""What import commands print."""

import sys
from collections.abc import Iterator
from typing import NoReturn

import click

LARGEST_BYTES = 64 * 1024 * 1024
FIRST_LINES = 10


def refuse(words: str) -> NoReturn:
    """Say why a command does nothing, and end it."""
    click.echo(words, err=True)
    sys.exit(1)


def listed(what: str, lines: list[str], *, first: bool) -> Iterator[str]:
    """Give how many of something there are and, where wanted, the first of them."""
    yield f"{len(lines):,} {what}"
    if first:
        yield from (f"    {line}" for line in lines[:FIRST_LINES])
        if len(lines) > FIRST_LINES:
            yield f"    and {len(lines) - FIRST_LINES:,} more"
