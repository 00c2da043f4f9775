"""The authorities that answer for children, as facts: codes, names, regions and what lies within them.

England: the 153 upper-tier and unitary councils with children's services. Scotland and
Wales: the 32 and 22 councils. Northern Ireland: the 11 districts, to say where something
is; children's social care is the duty of the Health and Social Care Trusts there.
Codes and names as used by the Office for National Statistics in November 2025.
"""

import csv
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from directory.codes import REGIONS

NATIONS = {"E": "England", "S": "Scotland", "W": "Wales", "N": "Northern Ireland"}

# Councils that were abolished and followed by more than one: a name alone cannot say which is meant.
SPLIT = {
    "cumbria": ("E06000063", "E06000064"),
    "northamptonshire": ("E06000061", "E06000062"),
}

# "City of" and the like go when names are compared, but not from the City of London, which is not London.
_NOT_SHORTENED = {"london"}
_BEFORE = re.compile(
    r"^(?:the )?(?:london borough|royal borough|metropolitan borough|city and county|city|county|borough|council)"
    r" of (?:the )?|^the "
)
_AFTER = re.compile(
    r"(?: (?:metropolitan|county|city|borough|district|unitary))* (?:council|corporation|authority|ua)$"
    r"| london boro(?:ugh)?$| (?:city|county) of$| city$"
)


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority: ``gss`` is its nine-character code, ``short_name`` what people call it."""

    gss: str
    name: str
    short_name: str
    region: str
    other_names: tuple[str, ...]
    codes_within: tuple[str, ...]
    """Codes of its districts and of the councils it replaced."""

    @property
    def nation(self) -> str:
        """Give England, Scotland, Wales or Northern Ireland, which the code's first letter says."""
        return NATIONS[self.gss[0]]


def light(text: str) -> str:
    """Give a name in plain lower-case words: no accents, no punctuation, ``&`` as ``and``."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.replace("'", "")).split())


def shortened(text: str) -> str:
    """Give the plain name without "City of", "Royal Borough of", "Metropolitan Borough Council" and the like."""
    return _AFTER.sub("", _BEFORE.sub("", light(text)))


def fingerprint() -> str:
    """Give a text that changes when the table of authorities does."""
    return hashlib.sha256(resources.files(__package__).joinpath("authorities.csv").read_bytes()).hexdigest()[:16]


@cache
def all_authorities() -> tuple[Authority, ...]:
    """Give every authority, ordered by code."""
    text = resources.files(__package__).joinpath("authorities.csv").read_text(encoding="utf-8")
    return tuple(
        Authority(
            gss=row["gss"],
            name=row["name"],
            short_name=row["short_name"],
            region=row["region"],
            other_names=tuple(filter(None, row["other_names"].split(";"))),
            codes_within=tuple(code for span in row["codes_within"].split() for code in _codes(span)),
        )
        for row in csv.DictReader(text.splitlines())
    )


def _codes(span: str) -> list[str]:
    """Spell out ``E07000223-229``."""
    first, _, last = span.partition("-")
    if not last:
        return [first]
    stem, start = first[: -len(last)], int(first[-len(last) :])
    return [f"{stem}{number:0{len(last)}}" for number in range(start, int(last) + 1)]


@cache
def by_code() -> dict[str, Authority]:
    """Give each authority under its own code, its districts' codes and those of councils it replaced."""
    table = {code: authority for authority in all_authorities() for code in authority.codes_within}
    return table | {authority.gss: authority for authority in all_authorities()}


@cache
def _by_name() -> dict[str, Authority]:
    table: dict[str, Authority] = {}
    for authority in all_authorities():
        for name in (authority.name, authority.short_name, *authority.other_names):
            for key in {light(name), shortened(name)} - _NOT_SHORTENED:
                if table.setdefault(key, authority) != authority:
                    raise ValueError(f"two authorities are called {key!r}")
    return table


def authority_named(text: str) -> Authority | None:
    """Find an authority by any of its names, however written; None if no current one is meant.

    The name of a council that was split ("Cumbria") gives None: see ``successors_named``.
    """
    if len(text) > 120:
        return None
    plain = light(text)
    keys = (plain, _AFTER.sub("", plain), shortened(text))
    return next((_by_name()[key] for key in keys if key in _by_name()), None)


def successors_named(text: str) -> tuple[Authority, ...]:
    """Give the authorities that followed an abolished one; the one itself if it still is; else nothing."""
    one = authority_named(text)
    if one:
        return (one,)
    return tuple(by_code()[gss] for gss in SPLIT.get(shortened(text), ()))


@cache
def _regions_by_name() -> dict[str, str]:
    return {light(region): region for region in REGIONS} | {"yorkshire": "Yorkshire and The Humber"}


def region_named(text: str) -> str | None:
    """Give the region as the Office for National Statistics writes it; None if it is not one."""
    return _regions_by_name().get(light(text)) if len(text) <= 120 else None
