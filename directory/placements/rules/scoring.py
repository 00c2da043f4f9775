"""Scoring offers: gates that are passed or not, and weighted criteria, in exact arithmetic.

A criterion's points are its weight times its score (0 to 5) divided by 5; the weights add to 100, so the total is out
of 100 and always a whole number of fifths: kept in tenths, it is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BEST = 5
MOST_CRITERIA = 12
LONGEST_WORDS = 120
LONGEST_COMMENT = 1000


@dataclass(frozen=True)
class Criterion:
    """What offers are judged by; a gate (``weight`` None) is passed or not."""

    words: str
    weight: int | None

    @property
    def gate(self) -> bool:
        """Say whether it is passed or not, and not scored."""
        return self.weight is None


@dataclass(frozen=True)
class Score:
    """What was judged of one criterion: whether a gate is passed, or points from 0 to 5; with a comment."""

    passed: bool | None = None
    points: int | None = None
    comment: str = ""


DEFAULT: tuple[Criterion, ...] = (
    Criterion("It is safe for this child", None),
    Criterion("The place suits those who live there now", None),
    Criterion("Meets the child’s needs", 40),
    Criterion("Near to family, school and friends", 20),
    Criterion("Quality and assurance", 25),
    Criterion("Cost", 15),
)


def wrong_matrix(criteria: Sequence[Criterion]) -> dict[str, str]:
    """Give what is wrong with a matrix, by field; empty when it can be used."""
    weights = [each.weight for each in criteria if each.weight is not None]
    wrong: dict[str, str] = {}
    if len(criteria) > MOST_CRITERIA:
        wrong["criteria"] = f"Use at most {MOST_CRITERIA} criteria"
    elif any(not each.words.strip() or len(each.words) > LONGEST_WORDS for each in criteria):
        wrong["criteria"] = f"Give each criterion words, at most {LONGEST_WORDS} characters"
    elif len({each.words.strip().lower() for each in criteria}) < len(criteria):
        wrong["criteria"] = "Two criteria have the same words"
    elif not weights or any(not 1 <= weight <= 100 for weight in weights):
        wrong["criteria"] = "Give at least one criterion a weight, each from 1 to 100"
    elif sum(weights) != 100:
        wrong["criteria"] = f"The weights add to {sum(weights)}: make them add to 100"
    return wrong


def wrong_scores(criteria: Sequence[Criterion], scores: Sequence[Score]) -> dict[str, str]:
    """Give what is wrong with the scores, by field ``score_1`` and ``comment_1`` ...; empty when all is said."""
    if len(scores) != len(criteria):
        return {"scores": f"Give {len(criteria)} scores, in the order of the criteria"}
    wrong = {}
    for number, (criterion, score) in enumerate(zip(criteria, scores, strict=True), 1):
        if criterion.gate and score.passed is None:
            wrong[f"score_{number}"] = f"Say yes or no: {criterion.words}"
        elif not criterion.gate and (score.points is None or not 0 <= score.points <= BEST):
            wrong[f"score_{number}"] = f"Choose a score from 0 to {BEST}: {criterion.words}"
        if len(score.comment) > LONGEST_COMMENT:
            wrong[f"comment_{number}"] = f"Write at most {LONGEST_COMMENT:,} characters"
    return wrong


def failed(criteria: Sequence[Criterion], scores: Sequence[Score]) -> list[str]:
    """Give the words of the gates that are not passed."""
    return [c.words for c, s in zip(criteria, scores, strict=True) if c.gate and not s.passed]


def tenths(criteria: Sequence[Criterion], scores: Sequence[Score]) -> int:
    """Give the total out of 100, in tenths."""
    pairs = zip(criteria, scores, strict=True)
    return sum((c.weight or 0) * (s.points or 0) * 10 // BEST for c, s in pairs if not c.gate)


def plain(number_of_tenths: int) -> str:
    """Give tenths as people write them: 725 as "72.5", 720 as "72"."""
    whole, rest = divmod(number_of_tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def sum_in_words(criteria: Sequence[Criterion], scores: Sequence[Score]) -> str:
    """Give the arithmetic in full: "40 x 4 / 5 + 20 x 3 / 5 + ... = 72.4"."""
    pairs = [(c.weight, s.points) for c, s in zip(criteria, scores, strict=True) if not c.gate]
    parts = " + ".join(f"{weight} × {points} ÷ {BEST}" for weight, points in pairs)
    return f"{parts} = {plain(tenths(criteria, scores))}"


def as_rows(criteria: Sequence[Criterion]) -> list[Mapping[str, object]]:
    """Give a matrix as it is kept."""
    return [{"words": each.words.strip(), "weight": each.weight} for each in criteria]
