"""The scripts that make a fresh clone ready, tried as they are."""

import importlib
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = {"demo", "test", "run", "sure", "bench", "shots", "lock", "clean"}


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The set-up scripts lie in dot-folders, which Python does not look into by itself."""
    for folder in (".ci", ".frontend"):
        monkeypatch.syspath_prepend(str(ROOT / folder))


@pytest.fixture
def data(scripts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = importlib.import_module("data")
    monkeypatch.setattr(module, "INSTANCE", tmp_path)
    monkeypatch.setattr(module, "DATABASE", tmp_path / "fairhaven.sqlite")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return module


def writing(path: Path) -> list[object]:
    """A command that adds a line to a file."""
    return [sys.executable, "-c", f"open({str(path)!r}, 'a').write('done\\n')"]


def made(*words: str) -> str:
    """What make says; these tests may themselves run under a make, whose own flags and level must not leak in."""
    clean = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}}
    return subprocess.run(["make", *words], cwd=ROOT, env=clean, capture_output=True, text=True, check=True).stdout


def a_step(data: ModuleType, result: Path, made_from: str = "one", *, in_database: bool = False) -> Any:
    return data.Step("tried", made_from, writing(result), in_database=in_database, result=result)


def test_a_step_is_done_once_and_again_when_what_it_is_made_from_changed(data: ModuleType, tmp_path: Path) -> None:
    result = tmp_path / "result"
    assert not a_step(data, result).is_done()
    a_step(data, result).do()
    assert a_step(data, result).is_done()
    assert not a_step(data, result, "two").is_done()
    result.unlink()
    assert not a_step(data, result).is_done()


def test_a_step_that_failed_is_not_done(data: ModuleType, tmp_path: Path) -> None:
    result = tmp_path / "result"
    a_step(data, result).do()
    failing = data.Step("tried", "one", [sys.executable, "-c", "raise SystemExit(3)"], in_database=False, result=result)
    with pytest.raises(importlib.import_module("prepare").CannotGoOn, match="The step 'tried' failed"):
        failing.do()
    assert not failing.is_done()


def test_another_database_in_the_place_of_the_old_one_is_filled_again(data: ModuleType, tmp_path: Path) -> None:
    database, result = tmp_path / "fairhaven.sqlite", tmp_path / "result"
    database.touch()
    a_step(data, result, in_database=True).do()
    assert a_step(data, result, in_database=True).is_done()
    database.rename(tmp_path / "old.sqlite")
    assert not a_step(data, result, in_database=True).is_done()
    database.touch()
    assert not a_step(data, result, in_database=True).is_done()


def test_a_database_elsewhere_is_always_asked(
    data: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = tmp_path / "result"
    (tmp_path / "fairhaven.sqlite").touch()
    a_step(data, result, in_database=True).do()
    monkeypatch.setenv("DATABASE_URL", "postgresql:///elsewhere")
    assert not a_step(data, result, in_database=True).is_done()


def test_a_taken_port_is_said_before_anything_is_installed() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        command = [sys.executable, ".ci/prepare.py", "--port", str(port)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
    assert f"PORT={port + 1}" in done.stderr
    assert done.stdout == ""


def test_a_python_without_venv_is_told_what_to_install(scripts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = importlib.import_module("prepare")
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(prepare.CannotGoOn, match=r"apt-get install python3\.\d+-venv"):
        prepare.check_python()


def test_a_python_that_is_too_old_is_told_which_is_needed(scripts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = importlib.import_module("prepare")
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(prepare.CannotGoOn, match=r"needs Python 3\.11 or newer"):
        prepare.check_python()


def test_make_has_every_command_of_the_contract_and_says_what_it_does() -> None:
    said = made("help")
    assert {line.split()[1] for line in said.splitlines()} >= CONTRACT


def test_continuous_integration_requires_every_engine_and_runs_the_whole() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "FAIRHAVEN_REQUIRE_ENGINES=1" in script
    assert re.search(r"^make sure ", script, re.MULTILINE)
    recipe = made("-n", "sure")
    for tool in (
        "ruff check",
        "ruff format --check",
        "mypy",
        "lint-imports",
        ".ci/migrations",
        ".ci/engines",
        "pytest",
    ):
        assert tool in recipe, tool
    assert recipe.strip().splitlines()[-1].lstrip().startswith("env "), "the suite comes last"


def test_the_font_the_crest_and_source_maps_are_taken_out_of_the_stylesheet(scripts: None) -> None:
    fetch = importlib.import_module("fetch")
    css = (
        '@font-face{font-family:GDS Transport;src:url(/a.woff2) format("woff2")}'
        ".a{font-family:GDS Transport,arial,sans-serif;color:red}"
        ".b:before{background-image:url(/assets/images/govuk-crest.svg);color:blue}.c{color:green}"
    )
    assert fetch.cleaned_css(css) == '.a{font-family:"Helvetica Neue",Arial,sans-serif;color:red}.c{color:green}'
    assert fetch.SOURCE_MAP.sub("", "x/*# sourceMappingURL=x.css.map */") == "x"
    assert fetch.SOURCE_MAP.sub("", "x//# sourceMappingURL=x.js.map") == "x"


def test_arcs_are_decoded_from_steps_and_walked_backwards_where_their_index_is_below_zero(scripts: None) -> None:
    outline = importlib.import_module("outline")
    world = {"transform": {"scale": [0.5, 0.25], "translate": [-10, 50]}, "arcs": [[[0, 0], [2, 4]], [[2, 4], [0, 4]]]}
    arcs = outline.decoded_arcs(world)
    assert arcs == [[[-10.0, 50.0], [-9.0, 51.0]], [[-9.0, 51.0], [-9.0, 52.0]]]
    assert outline.ring_of([0, 1], arcs) == [[-10.0, 50.0], [-9.0, 51.0], [-9.0, 52.0]]
    assert outline.ring_of([~1, ~0], arcs) == [[-9.0, 52.0], [-9.0, 51.0], [-10.0, 50.0]]


def test_the_outline_served_holds_these_islands_and_nothing_far_away() -> None:
    served = json.loads((ROOT / "static" / "vendor" / "outline.geojson").read_text(encoding="utf-8"))
    by_name = {one["properties"]["name"]: one["geometry"]["coordinates"] for one in served["features"]}
    assert set(by_name) == {"United Kingdom", "Ireland", "Guernsey", "Jersey", "Isle of Man"}
    points = [point for shapes in by_name.values() for shape in shapes for ring in shape for point in ring]
    assert all(-15 < longitude < 3 and 49 < latitude < 62 for longitude, latitude in points)
    kingdom = [point for shape in by_name["United Kingdom"] for point in shape[0]]
    # Land's End and the north of Shetland, to a few miles
    assert min(latitude for _, latitude in kingdom) == pytest.approx(49.9, abs=0.2)
    assert max(latitude for _, latitude in kingdom) == pytest.approx(60.85, abs=0.1)
    assert all(shape[0][0] == shape[0][-1] for shapes in by_name.values() for shape in shapes), "rings are closed"
