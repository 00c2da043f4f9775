"""Applications that stand: routes, templates and statements are made once, all that is kept is made anew for each test.

A test finds its application as ``create_app`` gives it: an empty instance folder, its own database, nothing counted,
nothing replaced. Only the making is shared, which took a third of the suite's time.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from directory.kit.db import db
from directory.kit.limits import limiter
from directory.telemetry.requests import configure
from directory.web import create_app
from tests.engines.databases import test_settings

Running = Callable[..., Iterator[Flask]]


class Standing:
    """One application, made once."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        app.testing = True
        # what is kept in these was put there by a test, or by a request of it
        self._kept: list[tuple[dict[Any, Any], dict[Any, Any]]] = [
            (own, dict(own)) for own in (app.config, app.extensions, app.view_functions)
        ]

    def running(self) -> Iterator[Flask]:
        """Give the application in its context as it was made, closed afterwards."""
        settings = self.app.config["SETTINGS"]
        configure(settings.log_level)  # of the process: another application may have set it since
        limiter.reset()
        with self.app.app_context():
            yield self.app
            db.session.remove()
            db.engine.dispose()
        for own, made in self._kept:
            own.clear()
            own.update(made)
        shutil.rmtree(settings.instance_path)
        settings.instance_path.mkdir(mode=0o700)


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Running:
    """Runs the application on a database; the same one whenever address and settings are the same."""
    made: dict[str, Standing] = {}

    def running(database_url: str, **more: object) -> Iterator[Flask]:
        wanted = repr(test_settings(Path(), database_url, **more))
        if wanted not in made:
            folder = tmp_path_factory.mktemp("standing")
            made[wanted] = Standing(create_app(test_settings(folder / "instance", database_url, **more)))
        yield from made[wanted].running()

    return running
