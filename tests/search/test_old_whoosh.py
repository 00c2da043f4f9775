"""The embedded engine's contract on Whoosh 2.7.4, the last release of the original: the lock has its young successor.

Installed once into .tools/, pinned by hash. Without network this is skipped by name; where every engine is required
(CI, which has installed everything else from the network just before) it is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from directory.kit.settings import ROOT
from tests.engines import missing

PINNED = "Whoosh==2.7.4 --hash=sha256:aa39c3c3426e3fd107dcb4bde64ca1e276a65a889d9085a6e4b54ba82420a852\n"
KEPT = ROOT / ".tools" / "whoosh-2.7.4"
SUITE = ("tests/search/test_contract.py", "tests/search/test_changes.py", "tests/search/test_highlight.py")


def installed(folder: Path) -> str | None:
    """Install it unless it is there; give what went wrong."""
    if (folder / "whoosh" / "__init__.py").exists():
        return None
    draft = folder.with_name(f"{folder.name}.{os.getpid()}")
    draft.mkdir(parents=True)
    wanted = draft / "wanted.txt"
    wanted.write_text(PINNED, encoding="utf-8")
    uv = ROOT / ".tools" / "bin" / "uv"
    programs = [[str(uv), "pip", "install", "--python", sys.executable]] if uv.exists() else []
    programs += [[found, "install", "--disable-pip-version-check"] for found in [shutil.which("pip")] if found]
    said = "there is neither .tools/bin/uv nor pip"
    for program in programs:
        command = [*program, "--no-deps", "--require-hashes", "--target", str(draft), "-r", str(wanted)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode == 0:
            draft.rename(folder)
            return None
        said = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"{program[0]} failed"
    shutil.rmtree(draft)
    return said


def test_the_embedded_engine_keeps_its_contract_on_the_last_whoosh_of_old() -> None:
    if problem := installed(KEPT):
        missing("Whoosh 2.7.4", problem)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(KEPT), str(ROOT)])}
    version = [sys.executable, "-W", "ignore", "-c", "import whoosh; print(whoosh.__version__)"]
    asked = subprocess.run(version, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "(2, 7, 4)"
    suite = [sys.executable, "-m", "pytest", *SUITE, "-k", "not postgresql", "-q", "-x", "-p", "no:cacheprovider"]
    suite += ["-W", "ignore::SyntaxWarning"]  # given once, when its ten years old code is first compiled
    done = subprocess.run(suite, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout


def test_what_cannot_be_installed_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.search.test_old_whoosh.PINNED", PINNED.replace("aa39", "bb39"))
    assert installed(tmp_path / "whoosh")
    assert list(tmp_path.iterdir()) == []
