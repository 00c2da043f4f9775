"""The gazetteer that tests use: built once a machine, then shared by every process."""

import os
from functools import cache
from pathlib import Path

from directory.geo.build import ROOT, build
from directory.geo.gazetteer import Gazetteer, NoGazetteer


@cache
def built_gazetteer() -> Path:
    """Give the folder of a gazetteer: that of GAZETTEER_PATH, else the project's own, built if need be."""
    folder = Path(os.environ.get("GAZETTEER_PATH") or ROOT / "instance" / "gazetteer")
    try:
        Gazetteer.open(folder)
    except NoGazetteer:
        build(folder)
    return folder
