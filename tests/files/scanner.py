"""A server that speaks clamd's protocol: it finds the word VIRUS, and remembers what it was sent."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGN = b"VIRUS"


class Scanner(socketserver.ThreadingTCPServer):
    """``says``: what it answers instead of a verdict."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.seen: list[bytes] = []
        self.says: bytes | None = None

    @property
    def address(self) -> str:
        """Give host and port."""
        host, port = self.socket.getsockname()
        return f"{host}:{port}"


class _Conversation(socketserver.StreamRequestHandler):
    server: Scanner

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        self.server.seen.append(content)
        verdict = b"stream: Test.Sign FOUND\0" if SIGN in content else b"stream: OK\0"
        self.wfile.write(verdict if self.server.says is None else self.server.says)


@contextmanager
def listening() -> Iterator[Scanner]:
    """Give a scanner while the block runs."""
    with Scanner() as scanner:
        thread = threading.Thread(target=scanner.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield scanner
        finally:
            scanner.shutdown()
            thread.join()
