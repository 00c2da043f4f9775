"""Build the gazetteer: ``python -m directory.geo.build instance/gazetteer``.

The data are written to a folder of their own and taken into use by replacing one small
file, so a reader sees the old gazetteer or the new one, never half of one. Running it
again is quick: what is there and current is kept.
"""

import argparse
import fcntl
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np

from directory.geo import bundled
from directory.geo.authorities import all_authorities, fingerprint, light
from directory.geo.columns import Columns, in_order
from directory.geo.gazetteer import ABOUT, FORMAT, Gazetteer, NoGazetteer
from directory.geo.places import Place, PlacesUnavailable, fetched_places
from directory.geo.postcode_files import read_postcode_file
from directory.geo.rules import Point
from directory.geo.summaries import authority_circles, prefix_table, region_circles

ROOT = Path(__file__).resolve().parents[2]

Progress = Callable[[int, int, str], None]


def quiet(done: int, total: int, what: str) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class Built:
    """What the gazetteer now holds, what was left out and why."""

    source: str
    postcodes: int
    places: int
    left_out: dict[str, int]
    unknown_authorities: dict[str, int]
    already_there: bool = False
    note: str = ""


def build(target: Path, progress: Progress = quiet, *, root: Path = ROOT) -> Built:
    """Build the gazetteer from the postcodes that come with the installation, and fetch the places.

    Keeps what ``build_from_file`` wrote: that is newer. Builds anew when the package or the
    table of authorities has changed, keeping the places. Where places cannot be fetched it
    goes without, says so in ``note`` and tries again at the next run.
    """
    with _alone(target):
        there = _opened(target)
        if there is None or _outdated(target):
            places = list(there.places()) if there else []
            built = _write(in_order(bundled.bundled_columns(progress)), places, target, progress)
        else:
            built = Built(there.source, len(there), len(there.places()), {}, {}, already_there=True)
        if built.places:
            return built
        progress(0, 1, "fetching places")
        try:
            places = _in_authorities(fetched_places(root), Gazetteer.open(target))
        except PlacesUnavailable as reason:
            return replace(built, note=f"towns and villages are not known: {reason}")
        _add_places(places, target)
        progress(1, 1, "fetching places")
        return replace(built, places=len(places))


def build_from_file(path: Path, target: Path, progress: Progress = quiet) -> Built:
    """Build the gazetteer from an ONS Postcode Directory or OS Code-Point Open file (csv or zip).

    Terminated postcodes and those without coordinates are left out and counted. A broken
    file is refused whole (``BrokenFile``, with file, line and column) and the gazetteer
    stays as it was. Code-Point Open has no postcodes of Northern Ireland. Places are kept.
    """
    columns = in_order(read_postcode_file(path, progress))
    with _alone(target):
        there = _opened(target)
        return _write(columns, list(there.places()) if there else [], target, progress)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Let one process build at a time; another waits and then finds the work done."""
    target.mkdir(parents=True, exist_ok=True)
    with (target / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _opened(target: Path) -> Gazetteer | None:
    try:
        return Gazetteer.open(target)
    except NoGazetteer:
        return None


def _outdated(target: Path) -> bool:
    """Say whether it was built from another version of the package, or by another table of authorities."""
    about = json.loads((target / ABOUT).read_bytes())
    ours = about["source"].startswith(bundled.PACKAGE)
    return ours and (about["source"], about.get("facts")) != (bundled.source(), fingerprint())


def _write(columns: Columns, places: list[Place], target: Path, progress: Progress) -> Built:
    """Write the data, point the gazetteer at them, then remove what was there before."""
    folder = Path(tempfile.mkdtemp(prefix="data-", dir=target))
    folder.chmod(0o755)
    try:
        progress(0, 4, "summarising areas")
        np.save(folder / "outcodes.npy", prefix_table(columns, 4))
        progress(1, 4, "summarising areas")
        np.save(folder / "sectors.npy", prefix_table(columns, 5))
        progress(2, 4, "summarising areas")
        np.save(folder / "keys.npy", columns.keys)
        np.save(folder / "points.npy", np.column_stack([columns.latitude, columns.longitude]).astype(np.float32))
        np.save(folder / "authority.npy", columns.authority)
        about = {
            "format": FORMAT,
            "data": folder.name,
            "source": columns.source,
            "facts": fingerprint(),
            "postcodes": len(columns),
            "order": [authority.gss for authority in all_authorities()],
            "authorities": authority_circles(columns),
            "regions": region_circles(columns),
        }
        progress(3, 4, "summarising areas")
        if places:
            _replace(folder / "places.json", [astuple(place) for place in places])
        _replace(target / ABOUT, about)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for old in target.glob("data-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)  # who has it open keeps its maps
    progress(4, 4, "summarising areas")
    return Built(columns.source, len(columns), len(places), columns.left_out, columns.unknown_authorities)


def _in_authorities(places: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """Put each place into its authority, most inhabitants first; one of a name in each authority."""
    placed: dict[tuple[str, str | None], Place] = {}
    for place in sorted(places, key=lambda each: (-each.population, each.name, each.latitude)):
        authority = gazetteer.authority_at(Point(place.latitude, place.longitude))
        gss = authority.gss if authority else None
        placed.setdefault((light(place.name), gss), replace(place, authority_gss=gss))
    return list(placed.values())


def _add_places(places: list[Place], target: Path) -> None:
    about = json.loads((target / ABOUT).read_bytes())
    _replace(target / about["data"] / "places.json", [astuple(place) for place in places])
    _replace(target / ABOUT, about)  # its new time tells running processes to look again


def _replace(path: Path, content: object) -> None:
    """Write a file so that a reader sees the old one or the new one."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")
    os.replace(beside, path)  # noqa: PTH105  # the atomic one, by its own name


def main() -> int:
    """Build into the folder that is named, showing progress."""
    parser = argparse.ArgumentParser(description="Build the gazetteer of postcodes, areas and places.")
    parser.add_argument("target", type=Path)
    target: Path = parser.parse_args().target
    started = time.monotonic()

    def show(done: int, total: int, what: str) -> None:
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{what}: {100 * done // max(total, 1):3d}%{end}")
        sys.stderr.flush()

    built = build(target, show)
    how = "already there" if built.already_there else f"built in {time.monotonic() - started:.1f} s"
    sys.stdout.write(f"gazetteer {how}: {built.postcodes} postcodes, {built.places} places, from {built.source}\n")
    if built.note:
        sys.stdout.write(f"{built.note}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
