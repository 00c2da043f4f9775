"""Where files stand, what they are called and how long they are."""

import re
from collections.abc import Iterable

import pytest

from tests.house.source import ROOT, features, python_files, tracked

MOST_LINES = 400
TOP = {"directory", "migrations", "templates", "static", "tests", "wsgi.py", "pyproject.toml", "README.md"}
# the Makefile, docs and bench belong to the house; the lock files stand where every installer looks for them
BESIDE = {"Makefile", "docs", "bench", "requirements.txt", "requirements-dev.txt"}
NAMES_THAT_SAY_NOTHING = {
    "services",
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "base",
    "misc",
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|pragma: no cover")
MACHINE_PATH = re.compile(r"(?<![A-Za-z0-9_./-])/(work|root|home|Users)/[a-z]")
WORDS = (".py", ".html", ".js", ".css", ".md", ".toml", ".txt", ".json", ".yml", ".sh", "Makefile", "run", "engines")


def too_long(lines_of: dict[str, int]) -> list[str]:
    return sorted(name for name, lines in lines_of.items() if lines > MOST_LINES)


def strange_at_the_top(names: Iterable[str]) -> set[str]:
    return {
        top for top in (name.split("/")[0] for name in names) if top not in TOP | BESIDE and not top.startswith(".")
    }


def empty_names(names: Iterable[str]) -> set[str]:
    parts = {part.removesuffix(".py") for name in names if name.endswith(".py") for part in name.split("/")}
    return parts & NAMES_THAT_SAY_NOTHING


def test_no_python_file_is_above_400_lines() -> None:
    files = python_files("directory", "tests", "bench", ".ci", ".frontend")
    assert too_long({str(f.relative_to(ROOT)): len(f.read_text().splitlines()) for f in files}) == []
    assert too_long({"a.py": 400, "b.py": 401}) == ["b.py"]


def test_the_top_level_is_the_one_of_the_design() -> None:
    assert strange_at_the_top(tracked()) == set()
    assert strange_at_the_top(["directory/a.py", "scripts/x.sh", ".ci/run"]) == {"scripts"}


def test_every_module_has_a_name_that_says_something() -> None:
    assert empty_names(name for name in tracked() if name.startswith("directory/")) == set()
    assert empty_names(["directory/tenders/utils.py"]) == {"utils"}


def test_templates_static_files_and_tests_mirror_the_features() -> None:
    known = set(features()) | {"errors"}
    for folder in ("templates", "static"):
        below = {name.split("/")[1] for name in tracked() if name.startswith(f"{folder}/") and name.count("/") > 1}
        assert below <= known, f"{folder}: {below - known}"
    tested = {name.split("/")[1] for name in tracked() if name.startswith("tests/") and name.count("/") > 1}
    assert tested <= known | {"bench", "house", "engines", "sweep", "journeys"}


def test_every_feature_with_actions_or_views_has_tests_of_its_own() -> None:
    names = tracked()
    for feature in features():
        if any(f"directory/{feature}/{shelf}.py" in names for shelf in ("actions", "views", "rules")):
            assert any(name.startswith(f"tests/{feature}/test_") for name in names), f"tests/{feature} is missing"


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [(UNFINISHED, "x = 1  # TODO later"), (MACHINE_PATH, 'open("/home/me/file")')],
    ids=["unfinished", "a path of a machine"],
)
def test_no_file_holds_what_belongs_in_none(pattern: re.Pattern[str], bad: str) -> None:
    assert pattern.search(bad)
    found = [
        f"{name}:{number}"
        for name in tracked()
        if name.endswith(WORDS) and not name.startswith("tests/house/") and "package-lock" not in name
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
