"""The gazetteer of the running application."""

from flask import current_app

from directory.geo.gazetteer import Gazetteer, gazetteer_at


def gazetteer() -> Gazetteer:
    """Give the gazetteer that the settings name. Raises NoGazetteer where none was built."""
    return gazetteer_at(current_app.config["SETTINGS"].gazetteer)
