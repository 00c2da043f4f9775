"""The ``flask`` commands: each a few lines into an action or a query."""

from flask import Flask

from directory.cli import bids, demonstrate, imports, keep, people, record, search

MODULES = (bids, demonstrate, imports, keep, people, record, search)


def init(app: Flask) -> None:
    """Add our commands to ``flask``."""
    for module in MODULES:
        for command in module.GROUPS:
            app.cli.add_command(command)
