"""Miles on the ground: the only file that imports geopy."""

from typing import TYPE_CHECKING

from geopy.distance import geodesic
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from directory.geo.rules import MILE_METRES, Point

if TYPE_CHECKING:
    from directory.geo.gazetteer import Gazetteer, Located


def miles_between(a: Point, b: Point) -> float:
    """Give the geodesic distance on the WGS84 ellipsoid, in miles."""
    return float(geodesic((a.latitude, a.longitude), (b.latitude, b.longitude)).meters) / MILE_METRES


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """A geopy geocoder that answers from the gazetteer: nothing that is asked leaves this machine."""

    def __init__(self, gazetteer: "Gazetteer") -> None:
        super().__init__(scheme="https")
        self.gazetteer = gazetteer

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: float | None = None
    ) -> Location | list[Location] | None:
        """Find a postcode, outward code, sector, place, authority, region or ``lat,lon``; None if unknown."""
        del timeout  # nothing is fetched
        found = [_location(each) for each in self.gazetteer.locate_all(query)]
        if not found:
            return None
        return found[0] if exactly_one else found

    def reverse(
        self, query: Point | str | tuple[float, float], *, exactly_one: bool = True, timeout: float | None = None
    ) -> Location | list[Location] | None:
        """Give the nearest postcode to a point; None where none is within ten miles."""
        del timeout
        if isinstance(query, Point):
            point = query
        else:
            latitude, longitude = self._coerce_point_to_string(query).split(",")
            point = Point(float(latitude), float(longitude))
        nearest = self.gazetteer.nearest(point)
        if nearest is None:
            return None
        return _location(nearest) if exactly_one else [_location(nearest)]


def _location(found: "Located") -> Location:
    point = (found.point.latitude, found.point.longitude)
    return Location(found.label, point, {"kind": found.kind, "radius_miles": found.radius_miles})
