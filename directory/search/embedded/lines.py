"""Many short texts in two arrays: a list of a million strings would cost each process a hundred megabytes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from directory.search.embedded.arrays import Array, Longs, mapped, save


class Lines(Sequence[str]):
    """Texts, read from ``letters`` (bytes,) uint8, UTF-8, as they are asked for; text n ends where n + 1 starts."""

    def __init__(self, letters: Array, starts: Longs) -> None:
        self._letters, self._starts = letters.data, starts.data

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Lines":
        """Hold these texts."""
        encoded = [text.encode() for text in texts]
        starts = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(each) for each in encoded], out=starts[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), starts)

    @classmethod
    def open(cls, folder: Path, name: str) -> "Lines":
        """Give what was saved under a name, shared with other processes."""
        return cls(mapped(folder, name), mapped(folder, f"{name}_starts"))

    def save(self, folder: Path, name: str) -> None:
        """Write it to a folder."""
        save(folder, name, np.asarray(self._letters))
        save(folder, f"{name}_starts", np.asarray(self._starts))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: Any) -> Any:
        if not 0 <= at < len(self._starts) - 1:
            raise IndexError(at)
        return str(self._letters[self._starts[at] : self._starts[at + 1]], "utf-8")

    def __iter__(self) -> Iterator[str]:
        letters, starts = bytes(self._letters), self._starts.tolist()
        return (letters[a:b].decode() for a, b in pairwise(starts))
