import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask

from directory.kit import outbound
from directory.kit.addresses import is_public, numeric
from directory.kit.outbound import CannotReach, NotAnAddress
from directory.kit.settings import Settings
from tests.engines.standing import Running
from tests.outside import Outside, listening, outside

PRIVATE = [
    "127.0.0.1",
    "::1",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "::",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "224.0.0.1",
    "255.255.255.255",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
]


@pytest.fixture
def open_app(standing: Running, sqlite_url: str) -> Iterator[Flask]:
    """An application that may call this machine, as local work may."""
    yield from standing(sqlite_url, outbound_local_hosts="127.0.0.1")


@pytest.fixture
def server() -> Iterator[Outside]:
    with outside() as here:
        yield here


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_ours_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_outside_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "[::ffff:7f00:1]"])
def test_numbers_are_read_as_the_machine_reads_them(lite: Flask, host: str) -> None:
    assert numeric(host.strip("[]"))
    with pytest.raises(NotAnAddress, match="private network"):
        outbound.place(f"https://{host}/hooks")


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/x",
        "ftp://hooks.example/x",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://a b.example/",
        "https://hooks.example\\@127.0.0.1/",
        "https://name:word@hooks.example/",
        "https://hooks.example:99999/",
        "https://[::1",
        "https://[fe80::1%25eth0]/",
        "https://hooks.example/\r\nX: y",
        "https://" + "a" * 3000,
        "",
    ],
)
def test_an_address_of_another_kind_is_refused_before_anything_is_resolved(lite: Flask, url: str) -> None:
    with pytest.raises(NotAnAddress):
        outbound.place(url)


def test_a_name_is_refused_if_any_of_its_addresses_is_private(lite: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def resolve(host: str, port: Any, **more: Any) -> Any:
        if more.get("flags"):
            raise socket.gaierror
        asked.append(host)
        return [(2, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("it was called"))
    with pytest.raises(NotAnAddress, match="private network"):
        outbound.post("https://hooks.example/x", b"{}", headers={})
    assert asked == ["hooks.example"]


def test_the_connection_goes_to_the_address_that_was_judged(lite: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Any] = []

    def resolve(host: str, port: Any, **more: Any) -> Any:
        if more.get("flags"):
            raise socket.gaierror
        return [(2, 1, 6, "", ("93.184.215.14", 443))]

    def connect(where: Any, **_more: Any) -> socket.socket:
        called.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(CannotReach, match="refused the connection"):
        outbound.get("https://hooks.example/x")
    assert called == [("93.184.215.14", 443)]


def test_this_machine_is_not_called_unless_a_setting_names_it(lite: Flask, server: Outside) -> None:
    with pytest.raises(NotAnAddress):
        outbound.get(server.url)
    assert server.heard == []


def test_production_does_not_start_with_that_setting() -> None:
    wrong = Settings(environment="production", outbound_local_hosts="localhost").check()
    assert any("OUTBOUND_LOCAL_HOSTS" in words for words in wrong)


def test_what_is_sent_arrives_with_our_name_and_nothing_else_of_ours(open_app: Flask, server: Outside) -> None:
    answer = outbound.post(f"{server.url}/a?b=c%20d", b"{}", headers={"X-One": "1"}, most_bytes=2)
    assert (answer.status, answer.well, answer.body, answer.whole) == (200, True, b"we", False)
    (heard,) = server.heard
    assert (heard.method, heard.path, heard.body) == ("POST", "/a?b=c%20d", b"{}")
    assert heard.headers["User-Agent"].startswith("Fairhaven/1 (+")
    assert not {"Cookie", "Authorization"} & set(heard.headers)


def test_a_redirect_is_followed_within_the_origin_only(open_app: Flask, server: Outside) -> None:
    server.says = lambda heard: (200, {}, b"here") if heard.path == "/b" else (302, {"Location": "/b"}, b"")
    assert outbound.get(f"{server.url}/a").body == b"here"
    for elsewhere in ("http://127.0.0.1:1/", "https://hooks.example/"):
        server.says = lambda _, to=elsewhere: (302, {"Location": to}, b"")  # type: ignore[misc]
        with pytest.raises(CannotReach, match="elsewhere"):
            outbound.get(f"{server.url}/a")
    server.says = lambda _: (302, {"Location": "http://169.254.169.254/"}, b"")
    with pytest.raises(CannotReach):
        outbound.get(f"{server.url}/a")
    server.says = lambda _: (302, {"Location": "/a"}, b"")
    with pytest.raises(CannotReach, match="circles"):
        outbound.get(f"{server.url}/a")


def test_more_bytes_than_were_asked_for_are_refused(open_app: Flask, server: Outside) -> None:
    server.says = lambda _: (200, {}, b"x" * 101)
    with pytest.raises(CannotReach, match="more than 100 bytes"):
        outbound.get(server.url, most_bytes=100)
    assert len(outbound.get(server.url, most_bytes=101).body) == 101


def test_a_peer_that_sends_a_byte_now_and_then_is_left_in_time(open_app: Flask) -> None:
    def drip(taken: socket.socket) -> None:
        with suppress(OSError):
            taken.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            for _ in range(100):
                taken.sendall(b"a")
                time.sleep(0.05)

    with listening(drip) as port:
        began = time.monotonic()
        with pytest.raises(CannotReach, match="too long"):
            outbound.get(f"http://127.0.0.1:{port}/", seconds=0.4)
        assert time.monotonic() - began < 2


def test_what_does_not_speak_tls_or_http_is_said_so(open_app: Flask) -> None:
    with listening(lambda taken: taken.sendall(b"SSH-2.0-x\r\n")) as port:
        with pytest.raises(CannotReach, match="TLS"):
            outbound.get(f"https://127.0.0.1:{port}/", seconds=3)
        with pytest.raises(CannotReach, match="as the web does"):
            outbound.get(f"http://127.0.0.1:{port}/?secret=s", seconds=3)


def test_no_fault_tells_the_path_or_query(open_app: Flask) -> None:
    with pytest.raises(CannotReach) as fault:
        outbound.get("http://127.0.0.1:1/hidden?key=hidden", seconds=1)
    assert "hidden" not in str(fault.value)


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate that nobody vouches for, of the name 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begins = datetime.now(UTC) - timedelta(hours=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


def test_a_certificate_that_nobody_vouches_for_is_refused(
    open_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, key = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)

    def speak(taken: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(taken, server_side=True) as safe:
            safe.recv(4096)
            safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

    with listening(speak) as port:
        with pytest.raises(CannotReach, match="cannot be trusted"):
            outbound.get(f"https://127.0.0.1:{port}/", seconds=3)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert outbound.get(f"https://127.0.0.1:{port}/", seconds=3).body == b"hi"
