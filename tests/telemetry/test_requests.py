import json

import pytest
from flask import Flask
from sqlalchemy import text

from directory.kit.db import db
from directory.telemetry.requests import configure
from tests import inspect_pages


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def test_a_line_names_the_route_and_never_what_was_asked(lite: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO")
    inspect_pages.client(lite).get("/?q=secret-canary&near=LS1")
    err = capsys.readouterr().err
    assert "canary" not in err
    assert "LS1" not in err
    (line,) = lines(err)
    assert (line["route"], line["status"]) == ("/", 200)
    assert line["request_id"]


def test_a_fault_is_logged_without_what_was_in_memory(lite: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO")

    def broken() -> str:
        summary = "canary-child-detail"
        raise RuntimeError(str(len(summary)))

    lite.view_functions["pages.home"] = broken
    response = inspect_pages.client(lite).get("/")
    assert response.status_code == 500
    assert "canary" not in capsys.readouterr().err
    assert b"RuntimeError" not in response.data


def test_a_fault_of_the_database_is_logged_without_what_was_written(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO")

    def broken() -> str:
        db.session.execute(text("INSERT INTO search_sequences (id, value) VALUES (2, :value)"), {"value": 4711777})
        return ""

    app.view_functions["pages.home"] = broken
    assert inspect_pages.client(app).get("/").status_code == 500
    err = capsys.readouterr().err
    assert "IntegrityError" in err
    assert "4711777" not in err
