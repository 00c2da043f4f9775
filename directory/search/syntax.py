"""What people type into the search box, read so that nothing typed is an error. Pure.

Words must all be there; ``"quoted words"`` stand together; ``OR`` joins its two neighbours; ``-word`` must not
be there; ``word*`` begins with; ``word~`` is spelt so or nearly so. A stray operator is a word like any other.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from directory.search.port import LONGEST_TEXT

MOST_TERMS = 20
SHORTEST_PREFIX = 2
SHORTEST_LIKE = 4

_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"'})
_CHUNK = re.compile(r'(?P<minus>(?<!\S)-)?"(?P<phrase>[^"]+)"|(?P<word>[^\s"]+)')
_WORD = re.compile(r"\w+")
_PREFIX = re.compile(rf"\w{{{SHORTEST_PREFIX},}}\*+")
_LIKE = re.compile(rf"[^\W\d_]{{{SHORTEST_LIKE},}}~")


class Kind(Enum):
    """How a clause matches."""

    WORDS = auto()
    QUOTED = auto()
    PREFIX = auto()
    LIKE = auto()


@dataclass(frozen=True)
class Clause:
    """One thing that must, may or must not be there. ``start`` and ``end``: its place in the cleaned text."""

    text: str
    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Parsed:
    """A text as read: of each group in ``required`` one clause must match, of ``excluded`` none may."""

    text: str
    required: tuple[tuple[Clause, ...], ...] = ()
    excluded: tuple[Clause, ...] = ()


def cleaned(text: str) -> str:
    """Give the text in one form of Unicode, without control characters, at most ``LONGEST_TEXT`` long."""
    if text.isascii() and text.isprintable():
        return text[:LONGEST_TEXT].strip()
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).translate(_QUOTES)[:LONGEST_TEXT]
    return "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in plain).strip()


def parse(text: str) -> Parsed:
    """Read a text; whatever it is, there is an answer, of at most ``MOST_TERMS`` words."""
    text = cleaned(text)
    chunks = list(_CHUNK.finditer(text))
    required: list[tuple[Clause, ...]] = []
    excluded: list[Clause] = []
    left = MOST_TERMS
    joins = False
    for place, chunk in enumerate(chunks):
        if chunk["word"] == "OR" and required and place + 1 < len(chunks) and not joins:
            joins = True
            continue
        negative, clause, used = _clause(chunk, left)
        left -= used
        if clause is None:
            continue
        if negative:
            excluded.append(clause)
        elif joins:
            required[-1] += (clause,)
        else:
            required.append((clause,))
        joins = False
        if left <= 0:
            break
    return Parsed(text, tuple(required), tuple(excluded))


def _clause(chunk: re.Match[str], left: int) -> tuple[bool, Clause | None, int]:
    kind = Kind.WORDS
    if chunk["phrase"] is not None:
        kind = Kind.QUOTED
        negative, text, start, end = chunk["minus"] is not None, chunk["phrase"], *chunk.span("phrase")
    else:
        bare = chunk["word"].lstrip("-")
        negative = len(bare) < len(chunk["word"])
        text, start, end = bare, chunk.end() - len(bare), chunk.end()
        if _PREFIX.fullmatch(bare):
            return negative, Clause(bare.rstrip("*"), Kind.PREFIX, start, end), 1
        if _LIKE.fullmatch(bare):
            return negative, Clause(bare.rstrip("~"), Kind.LIKE, start, end), 1
    words = list(_WORD.finditer(text))[:left]
    if not words:
        return negative, None, 0
    end = start + words[-1].end()
    return negative, Clause(text[: words[-1].end()], kind, start, end), len(words)
