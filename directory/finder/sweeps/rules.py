"""When searching is unusual: counts of one person's day against what a busy day of a placements team needs."""

import math
from dataclasses import dataclass
from enum import StrEnum

SKETCH_BYTES = 256
_BITS = SKETCH_BYTES * 8
EMPTY = bytes(SKETCH_BYTES)


class Verdict(StrEnum):
    """What follows from a day's counts. ``slow``: one search every so often; ``stop``: none until it is looked at."""

    FINE = "fine"
    SLOW = "slow"
    STOP = "stop"


@dataclass(frozen=True)
class Counts:
    """What one person searched for today, among what is confidential. Places, zones and radii are counted once each."""

    searches_in_hour: int = 0
    searches: int = 0
    centres: int = 0
    zones: int = 0
    radii: int = 0


@dataclass(frozen=True)
class Limits:
    """From where a count is unusual; ``stop_at`` times as much stops. Why these: ADR 16."""

    searches_in_hour: int = 400
    searches: int = 1500
    centres: int = 200
    zones: int = 200
    radii: int = 80
    stop_at: int = 3
    pause_seconds: int = 15


WORDS = {
    "searches_in_hour": "searches in an hour",
    "searches": "searches in a day",
    "centres": "different places searched around",
    "zones": "different exclusion zones",
    "radii": "different distances",
}


def unusual(counts: Counts, limits: Limits, times: int = 1) -> list[str]:
    """Give the names of the counts that are above their limit, so many times."""
    return [name for name in WORDS if getattr(counts, name) > getattr(limits, name) * times]


def verdict(counts: Counts, limits: Limits) -> Verdict:
    """Give what follows. An hour's rush alone never stops: an emergency is searched for in a hurry."""
    if set(unusual(counts, limits, limits.stop_at)) - {"searches_in_hour"}:
        return Verdict.STOP
    return Verdict.SLOW if unusual(counts, limits) else Verdict.FINE


def marked(sketch: bytes, digest: bytes) -> bytes:
    """Give the sketch with one more thing in it, by a keyed hash of it. What was put in cannot be read out again.

    A linear counter (Whang, Vander-Zanden and Taylor, 1990): each thing sets one of 2,048 bits.
    """
    bit = int.from_bytes(digest[:8]) % _BITS
    return sketch[: bit // 8] + bytes([sketch[bit // 8] | 1 << bit % 8]) + sketch[bit // 8 + 1 :]


def number_in(sketch: bytes) -> int:
    """Give about how many different things are in a sketch: within 5% up to 2,000, and never more than 15,615."""
    clear = _BITS - int.from_bytes(sketch).bit_count()
    return round(-_BITS * math.log(max(clear, 1) / _BITS))
