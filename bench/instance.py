"""A fresh, migrated instance to measure in, apart from any other."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLASK = (sys.executable, "-m", "flask")


def fresh(folder: str) -> dict[str, str]:
    """Migrate an instance in ``folder``; give the environment in which programs use it."""
    environment = os.environ | {
        "INSTANCE_PATH": folder,
        "DATABASE_URL": "",
        "SECRET_KEY": "only for measuring, and only on this machine",
        "GAZETTEER_PATH": os.environ.get("GAZETTEER_PATH", str(ROOT / "instance" / "gazetteer")),
        "LOG_LEVEL": "ERROR",
    }
    subprocess.run([*FLASK, "db", "upgrade"], cwd=ROOT, env=environment, check=True, capture_output=True)
    return environment
