"""``flask import openreferral FILE|URL``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import click
from flask.cli import with_appcontext

from directory.cli.progress import bar
from directory.cli.said import LARGEST_BYTES, listed, refuse
from directory.cli.take_services import take
from directory.codes import ServiceType
from directory.kit import outbound
from directory.kit.backup import Progress
from directory.kit.located import read_json
from directory.kit.tables import BrokenTable
from directory.providers.rules.openreferral import Feed, read_openreferral
from directory.providers.rules.told import Source, Told

MOST_PAGES = 500
MOST_SERVICES = 10_000
MOST_PAGE_BYTES = 8 * 1024 * 1024


@click.command("openreferral")
@click.argument("where", metavar="FILE|URL")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--type",
    "otherwise",
    type=click.Choice([kind.value for kind in ServiceType]),
    help="The type of services whose taxonomy terms name none of ours.",
)
@with_appcontext
def openreferral(where: str, *, dry_run: bool, otherwise: str | None) -> None:
    """Take over services from Open Referral UK 3.0: a file, or the address of a feed."""
    name, data = _fetched(where) if where.startswith(("https://", "http://")) else _read(where)
    feed: Feed | None = None

    def read(given: bytes) -> list[Told]:
        nonlocal feed
        feed = read_openreferral(given, otherwise=ServiceType(otherwise) if otherwise else None)
        return feed.told

    take(Source.OPENREFERRAL, name, data, read, dry_run=dry_run)
    for line in _left(feed or Feed()):
        click.echo(line)


def _left(feed: Feed) -> Iterator[str]:
    if feed.left_out:
        yield from listed("services left out", [f"{name}: {why}" for name, why in feed.left_out], first=True)
    if feed.skipped:
        words = [f"{name}, {number} times" for name, number in sorted(feed.skipped.items(), key=lambda each: -each[1])]
        yield from listed("words that we have none for, skipped", words, first=True)


def _read(where: str) -> tuple[str, bytes]:
    file = Path(where)
    if not file.is_file():
        refuse(f"{where}: there is no such file")
    if file.stat().st_size > LARGEST_BYTES:
        refuse(f"{file.name} is larger than {LARGEST_BYTES // 1024 // 1024} MB")
    return file.name, file.read_bytes()


def _fetched(url: str) -> tuple[str, bytes]:
    """Give all services of a feed as one list: page after page, and each service whole."""
    host = urlsplit(url).hostname or "the feed"
    try:
        with bar(host) as progress:
            services = list(_whole(url, progress))
    except (outbound.CannotReach, BrokenTable) as fault:
        refuse(f"{host} could not be read, and nothing was changed. {fault}")
    return host, json.dumps({"contents": services}, ensure_ascii=False, indent=1).encode()


def _whole(url: str, progress: Progress) -> Iterator[Any]:
    first = _get(url)
    if not isinstance(first, dict) or "contents" not in first:
        yield first
        return
    found = list(_pages(url, first, progress))
    for number, each in enumerate(found):
        progress(number, len(found), "Services")
        summary = isinstance(each, dict) and "status" in each and "service_at_locations" not in each
        yield _get(_below(url, str(each["id"]))) if summary and isinstance(each.get("id"), str) else each


def _pages(url: str, page: dict[str, Any], progress: Progress) -> Iterator[Any]:
    seen = 0
    for number in range(1, MOST_PAGES + 1):
        contents = page.get("contents")
        if not isinstance(contents, list):
            raise outbound.CannotReach(f"page {number} holds no list of services")
        seen += len(contents)
        if seen > MOST_SERVICES:
            raise outbound.CannotReach(f"it has more than {MOST_SERVICES:,} services")
        total = page.get("total_pages")
        progress(number, total if isinstance(total, int) else number, "Pages")
        yield from contents
        if page.get("last_page", True) or not contents:
            return
        following = _get(_with_page(url, number + 1))
        if not isinstance(following, dict) or following.get("page_number") != number + 1:
            raise outbound.CannotReach(f"asked for page {number + 1} it gave another")
        page = following
    raise outbound.CannotReach(f"it has more than {MOST_PAGES} pages")


def _get(url: str) -> Any:
    answer = outbound.get(url, most_bytes=MOST_PAGE_BYTES, accept="application/json")
    if not answer.well:
        raise outbound.CannotReach(f"It answered with status {answer.status}")
    return read_json(answer.body)


def _with_page(url: str, number: int) -> str:
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "page"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("page", str(number))])))


def _below(url: str, name: str) -> str:
    parts = urlsplit(url)
    # what a feed calls its service is one step of a path, whatever stands in it
    safe = "".join(each if each.isalnum() or each == "-" else "_" for each in name[:100])
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{safe}", query=""))
