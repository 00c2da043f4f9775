"""Where mail goes: to a folder (the default), to the standard output, or to an SMTP server."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, current_app
from flask_mailman import EmailMessage
from flask_mailman import Mail as Mailman
from flask_mailman.backends.base import BaseEmailBackend

from directory.kit import clock
from directory.kit.settings import Settings


class Folder(BaseEmailBackend):  # type: ignore[misc]
    """One ``.eml`` file for each mail, as any mail program opens it; readable by its owner only."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        """Write each; give how many."""
        folder = Path(self.mailman.file_path)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in messages:
            file = folder / f"{clock.now():%Y%m%dT%H%M%S}-{uuid4().hex}.eml"
            file.touch(mode=0o600)
            file.write_bytes(message.message().as_bytes())
        return len(messages)


def init(app: Flask, settings: Settings) -> None:
    """Tell Flask-Mailman what the settings say."""
    backends: dict[str, Any] = {"file": Folder, "console": "console", "smtp": "smtp"}
    app.config.update(
        MAIL_BACKEND=backends[settings.mail_backend],
        MAIL_FILE_PATH=str(settings.instance_path / "mail"),
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_username or None,
        MAIL_PASSWORD=settings.mail_password or None,
        MAIL_USE_TLS=settings.mail_use_tls,
        MAIL_DEFAULT_SENDER=settings.mail_from,
        MAIL_TIMEOUT=20,
    )
    Mailman(app)


def deliver(to: str, subject: str, body: str) -> None:
    """Hand one mail over. Raises what the backend raises."""
    settings: Settings = current_app.config["SETTINGS"]
    EmailMessage(subject, body, settings.mail_from, [to]).send()
