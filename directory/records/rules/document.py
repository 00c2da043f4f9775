"""A procurement file as a value: sections of blocks of words, some of which say why they may be withheld."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from directory.records.rules.withholding import Secret


class Part(StrEnum):
    """One part of a procurement file, in its order."""

    NOTICE = "notice"
    AMENDMENTS = "amendments"
    QUESTIONS = "questions"
    DOCUMENTS = "documents"
    OPENING = "opening"
    INTERESTS = "interests"
    BIDS = "bids"
    SCORES = "scores"
    MODERATION = "moderation"
    CONDITIONS = "conditions"
    PRICES = "prices"
    STANDING = "standing"
    DECISION = "decision"
    SUMMARIES = "summaries"
    STANDSTILL = "standstill"
    CONTRACTS = "contracts"
    TRAIL = "trail"


PART_WORDS: dict[Part, str] = {
    Part.NOTICE: "The notice",
    Part.AMENDMENTS: "Amendments",
    Part.QUESTIONS: "Questions and answers",
    Part.DOCUMENTS: "Documents",
    Part.OPENING: "Opening of the bids",
    Part.INTERESTS: "The panel and declarations of interest",
    Part.BIDS: "The bids",
    Part.SCORES: "Scores of each evaluator",
    Part.MODERATION: "Agreed scores",
    Part.CONDITIONS: "Conditions of participation",
    Part.PRICES: "Prices",
    Part.STANDING: "How the bids stand",
    Part.DECISION: "The decision",
    Part.SUMMARIES: "Assessment summaries",
    Part.STANDSTILL: "Standstill and challenges",
    Part.CONTRACTS: "Contracts",
    Part.TRAIL: "Who did what, when",
}


@dataclass(frozen=True)
class Hidden:
    """Words that may be withheld as one kind of secret; ``alias`` stands in their place then, where there is one."""

    secret: Secret
    words: str
    alias: str = ""


Words = str | Hidden | tuple[str | Hidden, ...]


@dataclass(frozen=True)
class Heading:
    """A heading within a section, one level below it or two."""

    words: Words
    level: int = 2


@dataclass(frozen=True)
class Prose:
    """Text with its paragraphs and line ends."""

    words: Words


@dataclass(frozen=True)
class Table:
    """Rows under named columns. ``facts``: two columns of name and value, whose first is a heading of its row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    facts: bool = False


Block = Heading | Prose | Table


@dataclass(frozen=True)
class Section:
    """One part with its blocks; none where there is nothing to tell."""

    part: Part
    blocks: tuple[Block, ...] = field(default=())

    @property
    def title(self) -> str:
        """Give its heading."""
        return PART_WORDS[self.part]


@dataclass(frozen=True)
class Document:
    """A whole file. ``opening`` is the block on its first page."""

    title: str
    subject: str
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]


def facts(caption: str, *rows: tuple[str, Words | None]) -> Table:
    """Give a table of names and values; rows without a value are left out."""
    kept = tuple((name, said) for name, said in rows if said is not None and said not in {"", ()})
    return Table(caption, ("What", "Value"), kept, facts=True)


def runs(words: Words) -> tuple[str | Hidden, ...]:
    """Give words as their runs."""
    return words if isinstance(words, tuple) else (words,)


def said_in(block: Block) -> Iterator[Words]:
    """Give all the words of a block."""
    if isinstance(block, Table):
        for row in block.rows:
            yield from row
    else:
        yield block.words
