"""The ``flask`` commands: each a few lines into an action or a query."""

from flask import Flask

from directory.cli import record


def init(app: Flask) -> None:
    """Add our commands to ``flask``."""
    for group in record.GROUPS:
        app.cli.add_command(group)
