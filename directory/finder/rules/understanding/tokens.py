"""A text cut into words, each with its place, so that what is understood can be taken out again. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from directory.search.syntax import cleaned

_UNIT = re.compile(r'-?"[^"]*"|[^\s"]+')
_WORD = re.compile(r"&|\d+\.\d+(?=\s*(?:mi|km))|\w+(?:['\u2019]\w+)*\+?")
_BREAKS = frozenset(",;.:()!?")
_OPERATORS = frozenset("*~")
_APOSTROPHES = str.maketrans("", "", "'\u2019")

NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
        ]
    )
}


def word_set(text: str) -> frozenset[str]:
    """Give the words of a text that lists them."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word: ``plain`` in lower case without accents and apostrophes, "" for what is searched for as it stands.

    ``breaks``: a comma, stop or bracket stands before it. ``lone``: it stands between spaces, so that it may be a code.
    """

    start: int
    end: int
    plain: str
    capital: bool = False
    breaks: bool = False
    lone: bool = True


@dataclass(frozen=True)
class Line:
    """The words of a text. Asked beyond its ends it gives "", so that nobody needs to count."""

    text: str
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, place: int) -> str:
        """Give the plain word at a place."""
        return self.tokens[place].plain if 0 <= place < len(self.tokens) else ""

    def joined(self, first: int, last: int) -> bool:
        """Say whether no comma or stop stands between the words from ``first`` to before ``last``."""
        return not any(token.breaks for token in self.tokens[first + 1 : last])

    def phrase(self, first: int, last: int) -> str:
        """Give plain words in a row."""
        return " ".join(token.plain for token in self.tokens[first:last])

    def written(self, first: int, last: int) -> str:
        """Give the words as they were typed."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def number(self, place: int) -> int | None:
        """Give the number at a place, in digits or as a word."""
        word = self.at(place)
        if word.isdecimal() and word.isascii() and len(word) <= 3:
            return int(word)
        return NUMBERS.get(word)


def line_of(text: str) -> Line:
    """Cut a text into words. Quoted words, ``-word``, ``word*`` and ``OR`` are the search's own and stay."""
    text = cleaned(text)
    tokens: list[Token] = []
    breaks = False
    for unit in _UNIT.finditer(text):
        whole = unit[0]
        if whole.startswith(('"', '-"')) or (whole[0] == "-" and len(whole) > 1) or _OPERATORS & set(whole):
            tokens.append(Token(unit.start(), unit.end(), ""))
            breaks = False
            continue
        before = 0
        words = list(_WORD.finditer(whole))
        for word in words:
            breaks = breaks or bool(_BREAKS & set(whole[before : word.start()]))
            before = word.end()
            start = unit.start() + word.start()
            lone = len(words) == 1
            tokens.append(Token(start, unit.start() + word.end(), _plain(word[0]), word[0][0].isupper(), breaks, lone))
            breaks = False
        breaks = breaks or bool(_BREAKS & set(whole[before:]))
    return Line(text, tuple(tokens))


def _plain(word: str) -> str:
    if word == "&":
        return "and"
    if word == "OR":
        return word
    word = word.translate(_APOSTROPHES).lower()
    if word.isascii():
        return word
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode() or word


class Cues:
    """Phrases found by their first word, the longest first."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, int]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            self._by_first.setdefault(phrase.partition(" ")[0], []).append((phrase, phrase.count(" ") + 1))

    def at(self, line: Line, first: int) -> tuple[str, int]:
        """Give the phrase that begins at a word and where it ends; "" and the same place where none does."""
        for phrase, length in self._by_first.get(line.at(first), ()):
            if length == 1 or line.phrase(first, first + length) == phrase:
                return phrase, first + length
        return "", first
