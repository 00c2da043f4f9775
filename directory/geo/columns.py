"""Postcodes as NumPy columns, sorted and ready to be written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from directory.geo.authorities import all_authorities, by_code

NO_AUTHORITY = 65535

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """Postcodes with their points, sorted by key.

    ``keys`` (n,) S7 (outward code padded to four, then inward); ``latitude`` and ``longitude``
    (n,) float64, degrees WGS84; ``authority`` (n,) uint16, place in ``all_authorities()``.
    """

    keys: npt.NDArray[np.bytes_]
    latitude: Floats
    longitude: Floats
    authority: npt.NDArray[np.uint16]
    source: str
    left_out: dict[str, int] = field(default_factory=dict)
    unknown_authorities: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)


def in_order(columns: Columns) -> Columns:
    """Sort by key and keep the last of any that is there twice."""
    keys = columns.keys
    if len(keys) < 2 or bool((keys[1:] > keys[:-1]).all()):
        return columns
    order = np.argsort(keys, kind="stable")
    last = np.append(keys[order][1:] != keys[order][:-1], True)
    order = order[last]
    return Columns(
        keys[order],
        columns.latitude[order],
        columns.longitude[order],
        columns.authority[order],
        columns.source,
        columns.left_out,
        columns.unknown_authorities,
    )


def authority_places(codes: Iterable[str]) -> tuple[npt.NDArray[np.uint16], dict[str, int]]:
    """Turn codes of authorities, districts or abolished councils into places in ``all_authorities()``.

    Beside them: the codes that are not known, with their counts; such postcodes have no authority.
    """
    place = {authority.gss: index for index, authority in enumerate(all_authorities())}
    table: dict[str, int] = {code: place[authority.gss] for code, authority in by_code().items()}
    codes = list(codes)
    found = np.fromiter((table.get(code, NO_AUTHORITY) for code in codes), dtype=np.uint16, count=len(codes))
    unknown: dict[str, int] = {}
    for index in np.flatnonzero(found == NO_AUTHORITY):
        unknown[codes[index]] = unknown.get(codes[index], 0) + 1
    return found, unknown
