"""From a file with marked words to one that may be given out: what is withheld is gone, and each gap says why."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from directory.records.rules.document import Block, Document, Hidden, Section, Table, Words, runs, said_in
from directory.records.rules.withholding import GROUNDS, Secret

SHORTEST_NAME = 3
NAMED = frozenset({Secret.PEOPLE, Secret.BIDDERS, Secret.PRICES, Secret.WINNING_PRICES})


@dataclass(frozen=True)
class Withheld:
    """How often one kind was withheld, and in which sections."""

    secret: Secret
    places: int
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """Words that are withheld, for the officer who decides about it; they are kept nowhere. ``section``: the first."""

    secret: Secret
    section: str
    words: str
    times: int


@dataclass(frozen=True)
class Redacted:
    """A document without what is withheld, how much that was, and its words."""

    document: Document
    withheld: tuple[Withheld, ...]
    gaps: tuple[Gap, ...] = ()


def redacted(document: Document, shown: frozenset[Secret]) -> Redacted:
    """Give the document with every secret withheld that is not ``shown``.

    A name or an amount that is withheld in one place is withheld wherever else it was written.
    """
    cover = _Cover(document, shown)
    opening = tuple(cover.block(block) for block in document.opening)
    sections = tuple(cover.section(section) for section in document.sections)
    return Redacted(replace(document, opening=opening, sections=sections), cover.told(), cover.gaps())


class _Cover:
    """Withholds, and counts what it withheld where."""

    def __init__(self, document: Document, shown: frozenset[Secret]) -> None:
        self.shown = shown
        self.places: Counter[Secret] = Counter()
        self.where: dict[Secret, list[str]] = {}
        self.words_of: Counter[tuple[Secret, str]] = Counter()
        self.first: dict[tuple[Secret, str], str] = {}
        self.at = ""
        hidden = [
            one
            for section in document.sections
            for block in section.blocks
            for words in said_in(block)
            for one in runs(words)
            if isinstance(one, Hidden) and one.secret in NAMED and one.secret not in shown
        ]
        named = {text: one for one in hidden for text in _spellings(one)}
        # the longest first, so that a name within another is not taken for the whole
        self.named = sorted(named.items(), key=lambda pair: (-len(pair[0]), pair[0]))
        self.pattern = _pattern([text for text, _ in self.named])

    def section(self, section: Section) -> Section:
        self.at = section.title
        return replace(section, blocks=tuple(self.block(block) for block in section.blocks))

    def block(self, block: Block) -> Block:
        if isinstance(block, Table):
            return replace(block, rows=tuple(tuple(self.words(words) for words in row) for row in block.rows))
        return replace(block, words=self.words(block.words))

    def words(self, words: Words) -> str:
        return "".join(self._run(one) for one in runs(words))

    def _run(self, one: str | Hidden) -> str:
        if isinstance(one, str):
            return self._clear(one)
        if one.secret in self.shown:
            # a name that is shown as such is not taken for a longer one that is withheld
            return one.words if one.secret in NAMED else self._clear(one.words)
        return self._gap(one, one.words) if one.words.strip() else one.words

    def _gap(self, one: Hidden, words: str) -> str:
        self.places[one.secret] += 1
        said = (one.secret, " ".join(words.split()))
        self.words_of[said] += 1
        self.first.setdefault(said, self.at)
        where = self.where.setdefault(one.secret, [])
        if self.at not in where:
            where.append(self.at)
        return one.alias or GROUNDS[one.secret].mark

    def _clear(self, text: str) -> str:
        if self.pattern is None:
            return text
        return self.pattern.sub(
            lambda found: self._gap(self.named[(found.lastindex or 1) - 1][1], found[0]), normalize("NFC", text)
        )

    def told(self) -> tuple[Withheld, ...]:
        return tuple(
            Withheld(secret, self.places[secret], tuple(self.where[secret])) for secret in Secret if self.places[secret]
        )

    def gaps(self) -> tuple[Gap, ...]:
        order = list(Secret)
        found = (Gap(secret, self.first[secret, words], words, n) for (secret, words), n in self.words_of.items())
        return tuple(sorted(found, key=lambda one: order.index(one.secret)))


def _spellings(one: Hidden) -> Iterable[str]:
    """Give how what is withheld may be written elsewhere: a name as it is, an amount with and without its signs."""
    text = normalize("NFC", " ".join(one.words.split()))
    if len(text) < SHORTEST_NAME:
        return
    yield text
    if text.startswith("£"):
        for bare in (text, text.replace(",", "")):
            yield bare
            if len(bare) > SHORTEST_NAME + 1:
                yield bare.removeprefix("£")


def _pattern(named: Sequence[str]) -> re.Pattern[str] | None:
    """Give what finds any of some texts, not within a longer word or number; the group tells which."""
    if not named:
        return None
    spelled = ("(" + r"\s+".join(re.escape(word) for word in text.split()) + ")" for text in named)
    return re.compile(rf"(?<![\w.,])(?:{'|'.join(spelled)})(?![\w]|[.,]\d)", re.IGNORECASE)
