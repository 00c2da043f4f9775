"""Which network addresses belong to the outside."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# it looks public, and answers with a machine's own secrets in one cloud
_METADATA = frozenset({IPv4Address("168.63.129.16")})
_UNICAST = IPv6Network("2000::/3")
_SIX_TO_FOUR, _TEREDO, _NAT64 = IPv6Network("2002::/16"), IPv6Network("2001::/32"), IPv6Network("64:ff9b::/96")


def is_public(written: str) -> bool:
    """Say whether an IP address is on the public internet: none of this machine, a private network or a cloud's own.

    An IPv6 address that stands for an IPv4 one is judged by that one.
    """
    try:
        found = ip_address(written)
    except ValueError:
        return False
    return _public4(found) if isinstance(found, IPv4Address) else _public6(found)


def numeric(host: str) -> str | None:
    """Give the address that ``host`` writes in numbers, decimal and hexadecimal ones too; None for a name."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return None
    return str(found[0][4][0])


def _public4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in _METADATA


def _public6(address: IPv6Address) -> bool:
    if address.ipv4_mapped is not None:
        return _public4(address.ipv4_mapped)
    if address in _NAT64:
        return _public4(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _UNICAST and address.is_global and address not in _SIX_TO_FOUR and address not in _TEREDO
