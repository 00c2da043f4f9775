"""The door for servers and for the ``flask`` command."""

from directory import cli
from directory.web import create_app

app = create_app()
cli.init(app)
