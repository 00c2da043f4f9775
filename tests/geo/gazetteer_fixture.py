"""The gazetteer that tests use: built once a machine, never fetched twice."""

import os
from pathlib import Path

from directory.geo.build import ROOT, build


def built_gazetteer() -> Path:
    """Give the folder of a gazetteer: that of GAZETTEER_PATH, else the project's own, built if need be."""
    folder = Path(os.environ.get("GAZETTEER_PATH") or ROOT / "instance" / "gazetteer")
    build(folder)
    return folder
