"""The memory-mapped columns of the gazetteer: rows by code, and the nearest row to a point."""

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from directory.geo.columns import Floats
from directory.geo.rules import Point, Postcode
from directory.geo.summaries import EARTH_MILES, Ints, Table, miles_on_sphere


class PostcodeMaps:
    """Postcodes, outward codes and sectors as ``directory.geo.build`` wrote them; all sorted by code.

    ``keys`` (n,) S7; ``points`` (n, 2) float32, latitude and longitude in degrees (good to
    half a metre); ``authority`` (n,) uint16; ``outcodes`` and ``sectors`` of ``summaries.AREA``.
    """

    def __init__(self, folder: Path) -> None:
        def column(name: str) -> npt.NDArray[Any]:
            return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))

        self.keys: npt.NDArray[np.bytes_] = column("keys")
        self.points: npt.NDArray[np.float32] = column("points")
        self.authority: npt.NDArray[np.uint16] = column("authority")
        self.outcodes: Table = column("outcodes")
        self.sectors: Table = column("sectors")

    def postcode_row(self, postcode: Postcode) -> int | None:
        """Find a postcode among ``keys``."""
        return _row_of(self.keys, postcode.key)

    def outcode_row(self, code: str) -> int | None:
        """Find an outward code such as ``LS1`` among ``outcodes``."""
        return _row_of(self.outcodes["code"], f"{code:<4}")

    def sector_row(self, sector: str) -> int | None:
        """Find a sector such as ``LS1 4`` among ``sectors``."""
        outward, digit = sector.split()
        return _row_of(self.sectors["code"], f"{outward:<4}{digit}")

    def outcodes_from(self, start: str, limit: int) -> list[str]:
        """Give outward codes that begin with ``start``, ordered."""
        codes = self.outcodes["code"]
        first = int(np.searchsorted(codes, np.array(start.encode(), dtype=codes.dtype)))
        near = [code.decode().strip() for code in codes[first : first + limit]]
        return [code for code in near if code.startswith(start)]

    def nearest_row(self, point: Point, within_miles: float) -> int | None:
        """Find the nearest postcode; None where none is within so many miles.

        Exact (on the sphere): sectors are looked through in the order of how near any of
        their postcodes could be, until none can be nearer than the best.
        """
        towards, reach = self._sector_directions
        at = _directions(np.array([point.latitude]), np.array([point.longitude]))[0]
        straight = EARTH_MILES * np.sqrt(np.maximum(2 - 2 * (towards @ at), 0.0))  # never more than over ground
        at_least = straight - reach
        best, best_row = within_miles, None
        near = np.flatnonzero(at_least < best)
        for sector in near[np.argsort(at_least[near])]:
            if at_least[sector] > best:
                break
            start, stop = int(self.sectors["start"][sector]), int(self.sectors["stop"][sector])
            points = self.points[start:stop].astype(np.float64)
            miles = miles_on_sphere(points[:, 0], points[:, 1], point.latitude, point.longitude)
            row = int(miles.argmin())
            if miles[row] < best:
                best, best_row = float(miles[row]), start + row
        return best_row

    @cached_property
    def _sector_directions(self) -> tuple[Floats, Floats]:
        """Unit vectors to the centres of sectors (n, 3), and how far out their postcodes lie, in miles."""
        sectors = self.sectors
        return _directions(sectors["latitude"], sectors["longitude"]), sectors["reach"].astype(np.float64)

    def rows_within(self, code: str) -> Ints:
        """Give the outward codes into which a district of London is split: ``EC1`` is EC1A, EC1M, ..."""
        inside = [each for each in self.outcodes_from(code, 30) if len(each) == len(code) + 1 and each[-1].isalpha()]
        rows = (self.outcode_row(each) for each in inside)
        return np.array([row for row in rows if row is not None], dtype=np.int64)


def _directions(latitude: Floats, longitude: Floats) -> Floats:
    """Give unit vectors (n, 3) from the middle of the earth to points in degrees."""
    up, along = np.radians(latitude), np.radians(longitude)
    return np.column_stack([np.cos(up) * np.cos(along), np.cos(up) * np.sin(along), np.sin(up)])


def _row_of(sorted_codes: npt.NDArray[Any], code: str) -> int | None:
    """Find a code in a sorted column; of one type, or NumPy would copy the whole column."""
    wanted = np.array(code.encode(), dtype=sorted_codes.dtype)
    row = int(np.searchsorted(sorted_codes, wanted))
    return row if row < len(sorted_codes) and sorted_codes[row] == wanted else None
