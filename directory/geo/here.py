"""The gazetteer of the running application."""

from flask import current_app

from directory.geo.gazetteer import Gazetteer, NoGazetteer, gazetteer_at


def gazetteer() -> Gazetteer:
    """Give the gazetteer that the settings name. Raises NoGazetteer where none was built."""
    return gazetteer_at(current_app.config["SETTINGS"].gazetteer)


def gazetteer_if_built() -> Gazetteer | None:
    """Give the gazetteer that the settings name, None where none was built."""
    try:
        return gazetteer()
    except NoGazetteer:
        return None
