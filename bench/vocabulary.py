"""Words as frequent as words are (Zipf), with rare ones that grow with the number of texts (Heaps)."""

import random
from collections.abc import Iterator, Sequence
from math import isqrt

import numpy as np

COMMON = 30_000
RARE = 0.02
"""The share of tokens that are rare words: names of streets, of people's pets, misspellings."""
RARE_WORDS = 300
"""So many rare words times the square root of the number of texts."""
SENTENCE = 12

DOMAIN = (  # noqa: SIM905  # a list of 40 lines is no plainer
    "care children foster support placement family home school carers trauma young experienced therapy trafficking "
    "exploitation safe emergency unaccompanied asylum bondage refuge attachment autism remand missing sibling parent "
    "assessment garden bedroom staff rural mosque church cooking therapist dialectical restraint vietnamese"
).split()

_SYLLABLES = [c + v for c in "bcdfghlmnprstvw" for v in "aeiou"]


def _invented(chance: random.Random, count: int, syllables: tuple[int, int]) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(chance.choices(_SYLLABLES, k=chance.randint(*syllables))) + chance.choice("nrstdlk")] = None
    return list(made)


class Vocabulary:
    """Draws words. The trade's own are spread from the most frequent to the rare."""

    def __init__(self, texts: int, seed: int) -> None:
        chance = random.Random(seed)
        self._numbers = np.random.default_rng(seed)
        common = _invented(chance, COMMON, (2, 4))
        for place, word in enumerate(DOMAIN):
            common.insert(int(1.25**place) + place, word)
        share = 1 / np.arange(1, len(common) + 1)
        self._until = np.cumsum(share / share.sum())
        self._common = len(common)
        rare = _invented(chance, RARE_WORDS * isqrt(texts), (3, 5))
        plain = [*common, *rare]
        self._kinds = len(plain)
        # a word also stands at the beginning and at the end of a sentence
        forms = [*plain, *(word.capitalize() for word in plain), *(f"{word}." for word in plain)]
        self._forms = np.array(forms, dtype=object)

    def _drawn(self, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        drawn = np.searchsorted(self._until, self._numbers.random(count)).clip(max=self._common - 1)
        rare = self._numbers.random(count) < RARE
        drawn[rare] = self._numbers.integers(self._common, self._kinds, int(rare.sum()))
        return drawn

    def phrases(self, count: int, words: int) -> list[str]:
        """Give so many names of so many words."""
        drawn = self._drawn(count * words).reshape(count, words)
        drawn[:, 0] += self._kinds
        return [" ".join(each) for each in self._forms[drawn].tolist()]

    def texts(self, lengths: Sequence[int]) -> Iterator[str]:
        """Give texts of so many words, in sentences."""
        drawn = self._drawn(sum(lengths))
        at = 0
        for length in lengths:
            drawn[at : at + length : SENTENCE] += self._kinds
            ends = drawn[at + SENTENCE - 1 : at + length - 1 : SENTENCE]
            ends += 2 * self._kinds
            # a last sentence of one word would be both a beginning and an end
            if drawn[at + length - 1] < self._kinds:
                drawn[at + length - 1] += 2 * self._kinds
            at += length
        words = self._forms[drawn].tolist()
        at = 0
        for length in lengths:
            yield " ".join(words[at : at + length])
            at += length
