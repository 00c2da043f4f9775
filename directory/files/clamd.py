"""What clamd says of some bytes (its INSTREAM command). The one client library is from 2014; the protocol is this long.

Source: clamd(8), COMMANDS.
"""

import socket
from pathlib import Path

from flask import current_app

from directory.kit.settings import Settings

CLAMDS_PORT = 3310
TIMEOUT_SECONDS = 60.0
_PIECE = 64 * 1024
_MOST_ANSWER = 4096


class ScannerFault(RuntimeError):
    """The scanner did not say whether the bytes are clean: ask again later."""


def configured() -> bool:
    """Say whether this site has a scanner."""
    settings: Settings = current_app.config["SETTINGS"]
    return bool(settings.clamd_socket or settings.clamd_host)


def finding(content: bytes) -> str:
    """Give the name of the virus that clamd finds; empty for none. Raises ScannerFault where it does not say."""
    try:
        with _connected() as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PIECE):
                piece = content[start : start + _PIECE]
                connection.sendall(len(piece).to_bytes(4, "big") + piece)
            connection.sendall(bytes(4))
            said = _answer(connection)
    except OSError as fault:
        raise ScannerFault(f"clamd did not answer: {type(fault).__name__}") from fault
    verdict = said.removeprefix("stream:").strip()
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise ScannerFault(f"clamd said: {verdict[:200] or 'nothing'}")


def _connected() -> socket.socket:
    settings: Settings = current_app.config["SETTINGS"]
    if settings.clamd_socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(str(Path(settings.clamd_socket)))
        return connection
    host, _, port = settings.clamd_host.partition(":")
    return socket.create_connection((host, int(port or CLAMDS_PORT)), TIMEOUT_SECONDS)


def _answer(connection: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < _MOST_ANSWER:
        more = connection.recv(_MOST_ANSWER)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace")
