"""The mail that the application under test has sent."""

import re
from email import message_from_bytes, policy
from pathlib import Path

from flask import Flask

from directory import jobs


def letters(app: Flask) -> list[tuple[str, str, str]]:
    """Send what waits; give every mail so far as (to, subject, body), oldest first."""
    jobs.run_due()
    files = sorted(Path(app.instance_path, "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    messages = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [(str(m["To"]), str(m["Subject"]), str(m.get_content())) for m in messages]


def link(letter: tuple[str, str, str]) -> str:
    """Give the path of the link in a mail."""
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", letter[2])
    assert found, letter
    return found[1]
