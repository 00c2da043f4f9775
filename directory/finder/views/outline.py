"""The outline of the land, behind the drawing of a map where there is no JavaScript."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app

from directory.access import anyone
from directory.finder.outline import svg

land = Blueprint("land", __name__)

KEPT_SECONDS = 86_400


@lru_cache(1)
def _drawn(path: Path) -> str:
    return svg(json.loads(path.read_bytes()))


@land.get("/services/outline.svg")
@anyone
def outline() -> Response:
    """Give the outline as an image; missing where the browser's files are not set up."""
    path = Path(current_app.static_folder or "") / "vendor" / "outline.geojson"
    if not path.is_file():
        abort(404)
    answer = Response(_drawn(path), mimetype="image/svg+xml")
    answer.cache_control.public, answer.cache_control.max_age = True, KEPT_SECONDS
    return answer
