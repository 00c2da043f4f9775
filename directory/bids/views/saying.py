"""A part of a bid in words, to be put beside another."""

from directory.bids.rules.check import COVERS
from directory.bids.rules.content import Answer
from directory.bids.rules.parts import Cover, Lots, Part, Prices
from directory.kit.money import pounds
from directory.tenders.rules import Notice, Policy
from directory.tenders.rules.words import words


def said(part: Part, notice: Notice) -> list[str]:
    """Give the lines that say what a part holds."""
    if isinstance(part, Answer):
        return part.text.split("\n")
    if isinstance(part, Lots):
        return [f"{number}. {notice.lots[number - 1].title}" for number in part.numbers]
    if isinstance(part, Prices):
        lines = ((one, notice.lots[one.lot - 1].price_lines[one.line - 1]) for one in part.prices)
        return [f"Lot {one.lot}, {asked.description}: {pounds(one.pence)}" for one, asked in lines]
    if isinstance(part, Cover):
        given = ((text, getattr(part.insurance, name)) for name, text in COVERS.items())
        has = [f"{text.capitalize()}: {pounds(amount)}" for text, amount in given if amount is not None]
        return has + [words(Policy(policy)) for policy in part.policies]
    return [f"{len(part.services)} services"]
