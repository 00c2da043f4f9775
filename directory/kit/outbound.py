"""HTTP to the outside: for addresses that users typed, so none of them may lead into our own network.

A name is resolved once, every address it has is judged, and the connection is made to a judged address: a name that
changes its mind between the two (DNS rebinding) gains nothing. TLS is verified against the name with the machine's
certificates. A redirect leads nowhere but to the same origin. Time and bytes are bounded. No proxy is used, no cookie
kept and no credential sent. Nothing of an address's path or query stands in a fault's words, and so in no log.

``OUTBOUND_LOCAL_HOSTS`` names hosts that local work and tests may reach over plain http and at private addresses;
production refuses to start with it.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from flask import current_app

from directory.kit.addresses import is_public, numeric
from directory.kit.settings import Settings

LONGEST_ADDRESS = 2000
SECONDS = 10.0
MOST_BYTES = 1024 * 1024
MOST_REDIRECTS = 3
_CHUNK = 64 * 1024
_SAFE = "!$&'()*+,/:;=?@[]~%"


class CannotReach(Exception):
    """An address was not called, or gave no whole answer; the words say why and name its host at most."""


class NotAnAddress(CannotReach):
    """The address is of a kind that is never called."""


@dataclass(frozen=True)
class Answer:
    """What an address answered. Names of ``headers`` are in lower case; ``whole`` is False where more was to come."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    milliseconds: int
    whole: bool = True

    @property
    def well(self) -> bool:
        """Say whether it is a success (2xx)."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Place:
    """An address, taken apart and fit to be called as far as can be said without resolving its name."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """Give what must stay the same when a redirect is followed."""
        return self.scheme, self.host, self.port

    @property
    def named(self) -> str:
        """Give the Host header's value."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"https": 443, "http": 80}[self.scheme] else f"{host}:{self.port}"


def place(url: str) -> Place:
    """Take ``url`` apart. Raises NotAnAddress, in words for whoever typed it; asks no name server."""
    parts = _split(url)
    host = _host(parts)
    local = host in _local_hosts()
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise NotAnAddress("The address must begin with https://")
    if parts.username is not None or parts.password is not None:
        raise NotAnAddress("The address must not hold a user name or a password")
    try:
        port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    except ValueError as fault:
        raise NotAnAddress("The port in the address is not a number from 1 to 65535") from fault
    written = numeric(host)
    if not local and written and not is_public(written):
        raise NotAnAddress("The address leads to this machine or into a private network")
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Place(parts.scheme, host, port, target)


def get(url: str, *, most_bytes: int = MOST_BYTES, seconds: float = SECONDS, accept: str = "*/*") -> Answer:
    """Fetch ``url`` whole, in ``seconds`` altogether. Raises CannotReach: also for more than ``most_bytes``.

    Redirects are followed within the same origin, at most 3.
    """
    first = here = place(url)
    until = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask("GET", here, b"", {"Accept": accept}, until=until, most_bytes=most_bytes)
        if answer.status not in (301, 302, 303, 307, 308):
            if not answer.whole:
                raise CannotReach(f"{here.host} sent more than {most_bytes} bytes")
            return answer
        here = place(urljoin(url, answer.headers.get("location", "")))
        if here.origin != first.origin:
            raise CannotReach(f"{first.host} sent us elsewhere, and we follow nobody there")
    raise CannotReach(f"{first.host} sent us round in circles")


def post(url: str, body: bytes, *, headers: Mapping[str, str], most_bytes: int = 0, seconds: float = SECONDS) -> Answer:
    """Post ``body`` to ``url``; give the answer with its first ``most_bytes``. A redirect is an answer as any other.

    Raises CannotReach.
    """
    return _ask("POST", place(url), body, headers, until=time.monotonic() + seconds, most_bytes=most_bytes)


def addresses(where: Place) -> list[str]:
    """Resolve a place once; give its addresses if we may connect to every one of them. Raises CannotReach."""
    try:
        found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise CannotReach(f"{where.host} has no address") from fault
    known = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if where.host not in _local_hosts() and not all(is_public(address) for address in known):
        raise NotAnAddress(f"{where.host} leads to this machine or into a private network")
    return known


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST_ADDRESS:
        raise NotAnAddress(f"The address is longer than {LONGEST_ADDRESS} characters")
    if not url or "\\" in url or any(ord(character) <= 32 or ord(character) == 127 for character in url):
        raise NotAnAddress("Enter an address such as https://example.org/hooks, without spaces")
    try:
        return urlsplit(url)
    except ValueError as fault:
        raise NotAnAddress("Enter an address such as https://example.org/hooks") from fault


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError as fault:
        raise NotAnAddress("The name in the address cannot be understood") from fault
    if not host or "%" in host:
        raise NotAnAddress("The address has no name of a machine")
    return host


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _local_hosts() -> frozenset[str]:
    return frozenset(name.strip().lower() for name in _settings().outbound_local_hosts.split(",") if name.strip())


def _ask(
    method: str, where: Place, body: bytes, headers: Mapping[str, str], *, until: float, most_bytes: int
) -> Answer:
    began = time.monotonic()
    try:
        with _connected(where, until) as connected:
            connection = http.client.HTTPConnection(where.host, where.port)
            connection.sock = connected
            sent = {
                **headers,
                "Host": where.named,
                "User-Agent": f"Fairhaven/1 (+{_settings().address})",
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            connection.request(method, where.target, body=body or None, headers=sent)
            answer = connection.getresponse()
            given = answer.read(most_bytes + 1) if most_bytes else b""
            named = {name.lower(): value for name, value in answer.getheaders()}
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise CannotReach(_words(where, fault, late=time.monotonic() >= until)) from fault
    if time.monotonic() >= until:
        raise CannotReach(f"{where.host} took too long to answer")
    taken = round((time.monotonic() - began) * 1000)
    return Answer(answer.status, named, given[:most_bytes], taken, whole=len(given) <= most_bytes)


def _words(where: Place, fault: Exception, *, late: bool) -> str:
    if late or isinstance(fault, TimeoutError):
        return f"{where.host} took too long to answer"
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"{where.host} has a certificate that cannot be trusted: {fault.verify_message}"
    if isinstance(fault, ssl.SSLError):
        return f"{where.host} does not speak TLS as we do"
    if isinstance(fault, ConnectionRefusedError):
        return f"{where.host} refused the connection"
    return f"{where.host} did not answer as the web does"


@contextmanager
def _connected(where: Place, until: float) -> Iterator[socket.socket]:
    """Give a socket to one of the judged addresses, through TLS where so said, that is shut at ``until``."""
    raw = _raw(where, until)
    try:
        if where.scheme == "https":
            # the handshake comes later, so that the timer can end that too
            raw = ssl.create_default_context().wrap_socket(
                raw, server_hostname=where.host, do_handshake_on_connect=False
            )
        timer = Timer(max(0.0, until - time.monotonic()), _shut, [raw])
        timer.daemon = True
        timer.start()
        try:
            if isinstance(raw, ssl.SSLSocket):
                raw.do_handshake()
            yield raw
        finally:
            timer.cancel()
    finally:
        raw.close()


def _raw(where: Place, until: float) -> socket.socket:
    fault: OSError = TimeoutError()
    for address in addresses(where):
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((address, where.port), timeout=left)
        except OSError as refused:
            fault = refused
    raise fault


def _shut(connected: socket.socket) -> None:
    """End whatever waits on the socket: a peer that sends a byte a second would else hold us for ever."""
    try:
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself
