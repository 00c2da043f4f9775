"""Grid references to degrees: the only file that imports pyproj, which is slow to load."""

import numpy as np
import pyproj
import pyproj.network

from directory.geo.columns import Floats

BRITISH_GRID = "EPSG:27700"
IRISH_GRID = "EPSG:29903"


def from_grid(easting: Floats, northing: Floats, grid: str) -> tuple[Floats, Floats]:
    """Turn metres on the British or Irish grid into latitude and longitude (good to about 5 m).

    The network is off: PROJ would otherwise fetch a finer shift table.
    """
    pyproj.network.set_network_enabled(active=False)  # type: ignore[attr-defined]  # its stubs forget it
    transformer = pyproj.Transformer.from_crs(grid, "EPSG:4326", always_xy=True)
    longitude, latitude = transformer.transform(easting, northing)
    return np.asarray(latitude, dtype=np.float64), np.asarray(longitude, dtype=np.float64)
