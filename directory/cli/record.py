"""``flask audit verify``, ``flask worker``, ``flask settings check``, ``flask docs permissions``."""

import sys
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import inspect

from directory import audit, jobs
from directory.access.matrix import as_markdown
from directory.awards.rules.contract import as_markdown as contract_lifecycle
from directory.bids.models import TenderKey
from directory.bids.queries import public_lost_keys
from directory.bids.rules.states import as_markdown as bid_lifecycle
from directory.frameworks.rules.members import as_markdown as framework_member_lifecycle
from directory.jobs.worker import queue_recurring, run_for_ever
from directory.kit.db import db
from directory.kit.settings import ROOT, Settings
from directory.placements.rules.lifecycle import as_markdown as placement_lifecycle
from directory.providers.rules.lifecycle import as_markdown as service_lifecycle
from directory.requests.rules.beside import as_markdown as request_lifecycle
from directory.tenders.rules import as_markdown as tender_lifecycle
from directory.tenders.rules.questions import as_markdown as question_lifecycle

audit_group = AppGroup("audit", help="The record of what was done.")
settings_group = AppGroup("settings", help="Settings from the environment.")
docs_group = AppGroup("docs", help="Pages of docs/ that are made from the code.")


@audit_group.command("verify")
def verify() -> None:
    """Check every record's seal; exit 1 where a record was edited, removed or reordered."""
    rows, faults = audit.verify()
    for fault in faults:
        click.echo(f"record {fault.sequence}: {fault.words}")
    click.echo(f"{rows} records, {len(faults)} faults")
    sys.exit(1 if faults else 0)


@settings_group.command("check")
@with_appcontext
def check() -> None:
    """Show every setting's name and meaning, and say what is unsafe. Values of secrets are not shown."""
    settings: Settings = current_app.config["SETTINGS"]
    for name, field in Settings.model_fields.items():
        secret = any(word in name for word in ("secret", "password", "token", "database_url", "keys"))
        value = ("(set)" if getattr(settings, name) else "(not set)") if secret else getattr(settings, name)
        click.echo(f"{name.upper():24} {value!s:32} {field.description}")
    wrong = settings.check()
    for words in wrong:
        click.echo(f"unsafe: {words}")
    for words in settings.warnings():
        click.echo(f"note: {words}")
    lost = _lost_keys()
    for words in lost:
        click.echo(f"unsafe: {words}")
    click.echo("unsafe for production" if wrong or lost else f"ok for {settings.environment}")
    sys.exit(1 if wrong or lost else 0)


def _lost_keys() -> list[str]:
    """Give the keys of sealed bids that the settings have lost, in words; none before the database is made."""
    if not inspect(db.engine).has_table(TenderKey.__tablename__):
        return []
    return [
        f"BID_KEYS has lost the key {kept_by}: the bids of {number} tenders could not be opened. Put it back, last"
        for kept_by, number in public_lost_keys().items()
    ]


@docs_group.command("permissions")
def permissions() -> None:
    """Write docs/permissions.md from the matrix."""
    (ROOT / "docs" / "permissions.md").write_text(as_markdown(), encoding="utf-8")


LIFECYCLES: dict[str, Callable[[], str]] = {
    "bid": bid_lifecycle,
    "contract": contract_lifecycle,
    "framework-member": framework_member_lifecycle,
    "placement": placement_lifecycle,
    "question": question_lifecycle,
    "request": request_lifecycle,
    "service": service_lifecycle,
    "tender": tender_lifecycle,
}


@docs_group.command("lifecycles")
def lifecycles() -> None:
    """Write docs/lifecycles/ from the tables of the lifecycles."""
    for name, text in LIFECYCLES.items():
        (ROOT / "docs" / "lifecycles" / f"{name}.md").write_text(text(), encoding="utf-8")


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Do the work that was queued: mail, index, reminders, expiry."""
    if once:
        queue_recurring()
        click.echo(f"{jobs.run_due()} jobs done")
        return
    run_for_ever()


GROUPS: tuple[click.Command, ...] = (audit_group, settings_group, docs_group, worker)
