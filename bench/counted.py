"""Counts as SQL gives them: several facets packed into one number, so that rows are grouped less often."""

from collections.abc import Iterable

import numpy as np

from bench.facts import SPECIALISMS, SPOKEN, ages, bands, named
from directory.search import SearchQuery

Found = dict[str, list[tuple[int, int]]]

FACETS = ("type", "gender", "rating", "region", "authority", "freshness", "language")


def packed(fresh: str, band: str = "0") -> dict[str, str]:
    """Give the numbers by which rows are grouped, in SQL; ``band``: how many of the usual distances are passed."""
    return {
        "k1": f"((type*3+gender)*5+rating)*3+{fresh}",
        "k2": "authority*16+region",
        "k3": f"(youngest*32+oldest)*8+({band})",
        "specs": "specs",
        "langs": "langs",
    }


def column(facet: str, fresh: str) -> str:
    """Give what one facet is counted by, in SQL."""
    return {"language": "langs", "freshness": fresh}.get(facet, facet)


def collected(rows: Iterable[tuple[str, int, int]], query: SearchQuery) -> tuple[Found, list[int]]:
    """Give counts by what is counted, and the rows shown.

    A chosen facet that counted nothing is empty: the count of the rows must not stand for it.
    """
    chosen = {
        "type": query.types, "rating": query.ratings, "language": query.languages, "freshness": query.freshness,
        "gender": query.gender, "authority": query.authority, "region": query.region,
    }  # fmt: skip
    found: Found = {name: [] for name, value in chosen.items() if value}
    top: list[int] = []
    for what, value, count in rows:
        if what == "top":
            top.append(value)
        else:
            found.setdefault(what, []).append((value, count))
    return found, top


def bits(masks: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Give how many have each bit, from (mask, how many)."""
    if not masks:
        return []
    table = np.array(masks, np.int64)
    flags = np.unpackbits(np.ascontiguousarray(table[:, 0]).view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    return list(enumerate((table[:, 1] @ flags[:, :count].astype(np.int64)).tolist()))


def facets(found: Found, *, near: bool) -> dict[str, dict[str, int]]:
    """Give the facets of what was counted; a chosen facet's own count stands instead of that of the rows."""
    k1, k2, k3 = (found.get(name, []) for name in ("k1", "k2", "k3"))
    answer = {
        "type": named("type", [(k // 45, n) for k, n in k1]),
        "gender": named("gender", [(k // 15 % 3, n) for k, n in k1]),
        "rating": named("rating", [(k // 3 % 5, n) for k, n in k1]),
        "freshness": named("freshness", [(k % 3, n) for k, n in k1]),
        "authority": named("authority", [(k >> 4, n) for k, n in k2]),
        "region": named("region", [(k & 15, n) for k, n in k2]),
        "language": named("language", bits(found.get("langs", []), len(SPOKEN))),
        "age": ages((k >> 8, k >> 3 & 31, n) for k, n in k3),
        "specialism": named("specialism", bits(found.get("specs", []), len(SPECIALISMS))),
    }
    if near:
        answer["distance"] = bands((k & 7, n) for k, n in k3)
    for name in FACETS:
        if name in found:
            counts = bits(found[name], len(SPOKEN)) if name == "language" else found[name]
            answer[name] = named(name, counts)
    return answer


def total(found: Found) -> int:
    """Give how many rows there are."""
    return sum(count for _, count in found.get("k3", []))
