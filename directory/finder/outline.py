"""The outline of the land as an image, in miles on the plane, for the plain drawing of a map."""

from collections.abc import Iterator, Mapping
from typing import Any

from directory.finder.atlas import flat

WEST, NORTH, EAST_MOST, SOUTH = -11.0, 61.0, 2.5, 49.0
_LEFT, _TOP = flat(NORTH, WEST)
_RIGHT, _BOTTOM = flat(SOUTH, EAST_MOST)
BOX = (_LEFT, _TOP, _RIGHT - _LEFT, _BOTTOM - _TOP)
"""Where the image lies: left, top, width and height in miles."""


def svg(shapes: Mapping[str, Any]) -> str:
    """Give GeoJSON polygons (degrees) as an SVG image of ``BOX``, rounded to a quarter of a mile."""
    drawn = "".join(_path(ring) for ring in _rings(shapes))
    _, _, wide, high = BOX
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.1f} {high:.1f}" preserveAspectRatio="none">'
        f'<path d="{drawn}" fill="#f6f4ee" stroke="#8fa9ad" stroke-width=".5"/></svg>'
    )


def _rings(shapes: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    for feature in shapes["features"]:
        form = feature["geometry"]
        for polygon in form["coordinates"] if form["type"] == "MultiPolygon" else [form["coordinates"]]:
            yield from polygon


def _path(ring: list[list[float]]) -> str:
    corners: list[str] = []
    for longitude, latitude, *_ in ring:
        x, y = flat(latitude, longitude)
        corner = f"{round((x - _LEFT) * 4) / 4:g} {round((y - _TOP) * 4) / 4:g}"
        if not corners or corners[-1] != corner:
            corners.append(corner)
    return f"M{'L'.join(corners)}Z" if len(corners) > 3 else ""
