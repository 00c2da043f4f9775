import csv
from pathlib import Path

import pytest

from directory.geo.build import ROOT
from directory.geo.gazetteer import Gazetteer
from tests.geo.gazetteer_fixture import built_gazetteer

SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(built_gazetteer())


def shared_file(name: str) -> Path:
    """Give a file that others published, or skip where it is not at hand."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this project in shared/data")
    return path


@pytest.fixture(scope="session")
def register_rows() -> list[dict[str, str]]:
    """Rows of the register of March 2025; its header is the first line that names the URN."""
    with shared_file("ofsted-social-care-providers-2025-03-31.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    start = next(number for number, line in enumerate(lines) if "URN" in line)
    header = [" ".join(name.split()) for name in lines[start]]
    return [dict(zip(header, line, strict=True)) for line in lines[start + 1 :]]


@pytest.fixture(scope="session")
def known_authorities() -> list[dict[str, str]]:
    with shared_file("uk-local-authorities.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="session")
def known_outcodes() -> list[dict[str, str]]:
    with shared_file("uk-outcodes.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
