"""A summary and its words as a value: what a bidder reads, and what is wrong with it before it is sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from directory.awards.case import Case
from directory.awards.models import Decision, Summary
from directory.awards.rules.summary import LotFigures, of_json, own_path, paths, why_path, winner_path
from directory.awards.rules.wording import wrong_in


@dataclass(frozen=True)
class Told:
    """What one bidder is told, whole."""

    summary: Summary
    lots: tuple[LotFigures, ...]
    words: Mapping[str, str]
    winner_words: Mapping[str, str]

    def why(self, lot: int) -> str:
        """Give why the bid won the lot or did not."""
        return self.words[why_path(lot)]

    def own(self, lot: int, criterion: int) -> str:
        """Give the words about the bid's own score."""
        return self.words[own_path(lot, criterion)]

    def winner(self, lot: int, bid: int, criterion: int) -> str:
        """Give the words about a winner's score."""
        return self.winner_words[winner_path(lot, bid, criterion)]


def told(decision: Decision, summary: Summary) -> Told:
    """Give a summary as a value."""
    return Told(
        summary,
        of_json(json.loads(summary.figures)),
        json.loads(summary.words),
        json.loads(decision.winner_words),
    )


def judges(case: Case) -> list[str]:
    """Give the names that must not stand in a summary: of those who are or were on the panel, or declared."""
    people = [one.person.name for one in case.members] + [one.person.name for one in case.declarations.values()]
    return sorted(set(people))


def wrong_words(case: Case, decision: Decision, words: Mapping[str, str], own: str, today: date) -> dict[str, str]:
    """Give what is wrong with words about a bid (``own``: its provider's name), by path."""
    winners = {one.organisation.name for one in decision.awards}
    bidders = [one.name for one in case.bids]
    found = {
        path: wrong_in(text, allowed={own, *winners}, bidders=bidders, judges=judges(case), today=today)
        for path, text in words.items()
    }
    return {path: wrong for path, wrong in found.items() if wrong}


def winner_of(case: Case, path: str) -> str:
    """Give the name of the winner whose score the words at this path are about."""
    number = int(path.split(".")[1])
    return next(one.name for one in case.bids if one.number == number)


def known_paths(one: Told) -> tuple[str, ...]:
    """Give the paths of the words that may be changed of one summary."""
    return paths(one.lots)
