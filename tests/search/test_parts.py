"""Parts joined, some documents left out, are what one part made of the documents left would be."""

import random
from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path
from string import ascii_lowercase

import numpy as np
import pytest

from directory.search.embedded import joining
from directory.search.embedded.analysis import stem
from directory.search.embedded.joining import Source, joined
from directory.search.embedded.overlay import Overlay
from directory.search.embedded.part import Part, Written, code_of, made
from directory.search.embedded.spelling import edits, most_edits, spellable

WORDS = "trauma carers caring cared children café foster fostering families home homes leeds school".split()  # noqa: SIM905


def document(chance: random.Random, number: int) -> Written:
    fields = [chance.choices(WORDS, k=chance.choice([0, 1, 3, 12])) for _ in range(4)]
    return Written(number.to_bytes(16), number + 100, number.to_bytes(16), fields)


def documents(seed: int, count: int) -> list[Written]:
    chance = random.Random(seed)
    return [document(chance, number) for number in range(count)]


def told(part: Part) -> dict[str, object]:
    """Give all that a part says, without the numbers by which it says it."""
    terms = {}
    for number, term in enumerate(part.terms):
        rows, impacts = part.postings(number)
        places = part.positions[part.position_starts[number] : part.position_starts[number + 1]]
        terms[term] = (rows.tolist(), impacts.tolist(), places.tolist())
    return {
        "ids": part.ids.tolist(),
        "sequences": part.text_sequences.tolist(),
        "digests": part.digests.tolist(),
        "lengths": part.lengths.tolist(),
        "tokens": [part.words[number] for number in part.stream.tolist()],
        "stems": {word: part.terms[number] for word, number in zip(part.words, part.word_terms.tolist(), strict=True)},
        "terms": terms,
        "codes": part.codes.tolist(),
    }


def split(texts: Sequence[Written], at: Sequence[int]) -> list[list[Written]]:
    edges = [0, *at, len(texts)]
    return [list(texts[start:end]) for start, end in pairwise(edges)]


@pytest.mark.parametrize("at_once", [7, 4_000_000], ids=["in small steps", "in one step"])
@pytest.mark.parametrize("share", [0.0, 0.4, 1.0], ids=["none left out", "some left out", "all left out"])
def test_joined_parts_are_one_part(monkeypatch: pytest.MonkeyPatch, at_once: int, share: float) -> None:
    monkeypatch.setattr(joining, "AT_ONCE", at_once)
    chance = random.Random(5)
    for seed in range(4):
        texts = documents(seed, 40)
        kept = np.array([chance.random() >= share for _ in texts])
        parts = [made(some) for some in split(texts, [0, 13, 14])]
        masks = np.split(kept, [0, 13, 14])
        whole, _ = joined([Source(part, mask) for part, mask in zip(parts, masks, strict=True)])
        assert told(whole) == told(made([text for text, keep in zip(texts, kept, strict=True) if keep]))


def test_a_phrase_is_found_where_its_words_stand_in_a_row_within_one_field_and_nowhere_else() -> None:
    # words of the same code, by which places are looked through before words are compared
    names = (f"q{letter}{other}" for letter in ascii_lowercase for other in ascii_lowercase)
    alike = [name for name in names if stem(name) == name and code_of(name) == code_of("trauma")]
    assert alike, "no other word has the code of this one"
    chance = random.Random(4)
    words = ["trauma", "home", "leed", alike[0]]
    texts = [
        Written(
            n.to_bytes(16), n, n.to_bytes(16), [chance.choices(words, k=chance.choice([0, 1, 2, 5])) for _ in range(4)]
        )
        for n in range(300)
    ]
    part = made(texts)
    for phrase in [[*each] for size in (2, 3) for each in product(words, repeat=size)]:
        expected = [
            n
            for n, text in enumerate(texts)
            if any(phrase == field[at : at + len(phrase)] for field in text.fields for at in range(len(field)))
        ]
        assert part.phrase(phrase).tolist() == expected, phrase
    assert part.phrase(["trauma", "unheard"]).tolist() == []


def test_a_part_is_opened_as_it_was_saved(tmp_path: Path) -> None:
    part = made(documents(1, 20))
    part.save(tmp_path)
    assert told(Part.open(tmp_path)) == told(part)


def test_an_overlay_says_the_same_whatever_was_laid_over_it_in_whatever_order() -> None:
    chance = random.Random(9)
    overlay = Overlay()
    present: dict[int, Written] = {}
    for turn in range(60):
        rows = chance.sample(range(80), chance.choice([1, 1, 1, 2, 20]))
        texts = [document(chance, turn * 100 + place) for place in range(len(rows))]
        overlay.put(rows, texts)
        present.update(zip(rows, texts, strict=True))
        for row in chance.sample(sorted(present), 2):
            overlay.remove(row)
            del present[row]
    rows = list(present)
    part = made(present.values())
    assert sorted(overlay.rows().tolist()) == sorted(rows)
    assert len(overlay.layers) < 10
    for number, term in enumerate(part.terms):
        places, impacts = part.postings(number)
        expected = {rows[place]: impact for place, impact in zip(places.tolist(), impacts.tolist(), strict=True)}
        got, weights = overlay.postings(term)
        assert dict(zip(got.tolist(), weights.tolist(), strict=True)) == expected
        after = part.terms[(number + 1) % len(part.terms)]
        assert sorted(overlay.phrase([term, after])) == sorted(rows[at] for at in part.phrase([term, after]).tolist())
    seen = np.arange(80) % 2 == 0
    spoken = [word for row in rows if seen[row] for words in present[row].fields for word in words]
    assert overlay.beginning_with("c", seen) == {word: spoken.count(word) for word in spoken if word[0] == "c"}
    near = {(word, away) for word, away, _ in overlay.near("carer", None)}
    every = {word for text in present.values() for words in text.fields for word in words}
    assert near == {
        (word, away)
        for word in every
        if spellable(word) and 0 < (away := edits("carer", word, most_edits("carer"))) <= most_edits("carer")
    }
