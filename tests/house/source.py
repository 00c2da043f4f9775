"""What the house rules read: our own files, as git knows them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[str, ...]:
    """Give every file that git tracks or would, by path from the top."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


def python_files(*under: str) -> list[Path]:
    """Give our Python files below these folders."""
    return [
        ROOT / name for name in tracked() if name.endswith(".py") and name.startswith(tuple(f"{u}/" for u in under))
    ]


def parsed(path: Path) -> ast.Module:
    """Give a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def features() -> list[str]:
    """Give the names of the features: the packages of ``directory``."""
    return sorted({name.split("/")[1] for name in tracked() if name.startswith("directory/") and name.count("/") > 1})
