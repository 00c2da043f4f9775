"""Columns in a folder: opened in milliseconds, whatever their size, and shared by all processes until they change."""

import json
from pathlib import Path

import numpy as np

from directory.search.embedded import beside
from directory.search.embedded.arrays import Array, Ints, mapped, save
from directory.search.embedded.bitmaps import Bitmaps
from directory.search.embedded.columns import GENDERS, LAYOUT, RATINGS, SPECIALISMS, TYPES, Codes, Columns, Owners
from directory.search.embedded.ids import Ids
from directory.search.embedded.lines import Lines
from directory.search.embedded.names import NameOrder

FORMAT = 2
_MEANINGS = [
    *([each.value for each in codes] for codes in (TYPES, GENDERS, RATINGS)),
    list(SPECIALISMS),
    [f"{name} {np.dtype(kind).name}" for name, (kind, _) in LAYOUT.items()],
]
"""What the numbers in the arrays stand for: arrays made with other code lists are not ours."""


class OtherFormat(ValueError):
    """The arrays were made by another version: they are to be made anew."""


def write(folder: Path, columns: Columns, sequence: int) -> None:
    """Save columns that hold everything up to ``sequence``."""
    folder.mkdir()
    # the rows of names in order; those that were never named are empty
    named = np.flatnonzero(~np.isnan(columns.name_rank[: columns.count]))
    ranks = columns.name_rank[named]
    order = np.argsort(ranks)
    rows = named[order].astype(np.int32)
    names = map(columns.names.name, rows.tolist(), ranks[order].tolist())
    Lines.of(names).save(folder, "names")
    save(folder, "name_rows", rows)
    places = np.full(columns.room, np.nan)
    places[rows] = np.arange(len(rows))
    for name in LAYOUT:
        save(folder, name, places if name == "name_rank" else getattr(columns, name))
    save(folder, "claims", columns.claims)
    save(folder, "specialisms", columns.specialisms.bits)
    save(folder, "languages", columns.languages.bits)
    save(folder, "id_order", by_id(columns.id_high[: columns.count], columns.id_low[: columns.count]))
    high, low = columns.owners.halves()
    save(folder, "owner_high", high)
    save(folder, "owner_low", low)
    save(folder, "owner_order", by_id(high, low))
    about = {
        "format": FORMAT,
        "meanings": _MEANINGS,
        "sequence": sequence,
        "count": columns.count,
        "room": columns.room,
        "specialisms": columns.specialisms.values,
        "languages": columns.languages.values,
        "authorities": columns.authorities.values,
        "regions": columns.regions.values,
    }
    beside.write(folder, columns)
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


def read(folder: Path) -> tuple[Columns, int]:
    """Open saved columns: give them and up to which sequence they hold everything. What is written stays one's own."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    if about["format"] != FORMAT or about["meanings"] != _MEANINGS:
        raise OtherFormat("columns of another format")

    def own(name: str) -> Array:
        return mapped(folder, name, "c")

    columns = Columns(64)
    for name in LAYOUT:
        setattr(columns, name, own(name))
    columns.claims = own("claims")
    columns.specialisms = Bitmaps(about["specialisms"], own("specialisms"))
    columns.languages = Bitmaps(about["languages"], own("languages"))
    columns.authorities, columns.regions = Codes(about["authorities"]), Codes(about["regions"])
    columns.owners = Owners(*(mapped(folder, f"owner_{part}") for part in ("high", "low", "order")))
    columns.ids = Ids(columns.id_high, columns.id_low, mapped(folder, "id_order"))
    columns.names = NameOrder(Lines.open(folder, "names"), mapped(folder, "name_rows"), columns.ids.__getitem__)
    columns.count, columns.room, columns.saved = about["count"], about["room"], folder
    return columns, about["sequence"]


def by_id(high: Array, low: Array) -> Ints:
    """Give the rows in the order of their ids."""
    order: Ints = np.lexsort((low, high)).astype(np.int32)
    return order
