"""The outline of the United Kingdom and Ireland, taken out of a world map.

Natural Earth's world map (npm ``world-atlas``, 10 m, public domain) is TopoJSON: borders are
stored once as arcs of whole-number steps. A browser map wants GeoJSON, and only our corner of it.
"""

import json
from pathlib import Path
from typing import Any

Point = list[float]
Ring = list[Point]

# ISO 3166 numeric: United Kingdom, Ireland, Guernsey, Jersey, Isle of Man.
COUNTRIES = ("826", "372", "831", "832", "833")
# Overseas parts of a state lie outside this box: west, south, east, north, in degrees.
WINDOW = (-15.0, 49.0, 3.0, 62.0)


def decoded_arcs(world: dict[str, Any]) -> list[Ring]:
    """Arcs as [longitude, latitude] in degrees; each stored step is relative to the last."""
    scale, origin = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for steps in world["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append([round(x * scale[0] + origin[0], 4), round(y * scale[1] + origin[1], 4)])
        arcs.append(arc)
    return arcs


def ring_of(indices: list[int], arcs: list[Ring]) -> Ring:
    """One closed line: an index below zero is the arc ``~index`` walked backwards."""
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def is_near(ring: Ring) -> bool:
    """Whether a ring starts in our corner of the world."""
    west, south, east, north = WINDOW
    longitude, latitude = ring[0]
    return west <= longitude <= east and south <= latitude <= north


def outline_of(world: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection, one MultiPolygon for each country."""
    arcs = decoded_arcs(world)
    countries = {shape["id"]: shape for shape in world["objects"]["countries"]["geometries"] if "id" in shape}
    features = []
    for code in COUNTRIES:
        shape = countries[code]
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [[ring_of(indices, arcs) for indices in polygon] for polygon in polygons]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": shape["properties"]["name"]},
                "geometry": {"type": "MultiPolygon", "coordinates": [shape for shape in rings if is_near(shape[0])]},
            },
        )
    return {"type": "FeatureCollection", "features": features}


def write(world_path: Path, outline_path: Path) -> None:
    """Turn the world map into our outline."""
    outline = outline_of(json.loads(world_path.read_text(encoding="utf-8")))
    outline_path.write_text(json.dumps(outline, separators=(",", ":")), encoding="utf-8")
