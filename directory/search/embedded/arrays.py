"""Names for the shapes of arrays, and their files."""

from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Mask: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int32]
Longs: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Scores: TypeAlias = npt.NDArray[np.float32]
Rows: TypeAlias = npt.NDArray[np.int32]

NO_ROWS: Rows = np.empty(0, np.int32)
NO_SCORES: Scores = np.empty(0, np.float32)


def save(folder: Path, name: str, array: Array) -> None:
    """Write an array to a folder."""
    np.save(folder / f"{name}.npy", array)


def mapped(folder: Path, name: str, mode: Literal["r", "c"] = "r") -> Array:
    """Open an array of a folder: its pages are shared by all processes; ``c``: those written to become one's own."""
    array: Array = np.load(folder / f"{name}.npy", mmap_mode=mode).view(np.ndarray)
    return array


def begun(folder: Path, name: str, shape: tuple[int, ...], kind: Any) -> Array:
    """Give an array that is written to a file as it is filled, so that it need not fit into memory."""
    if not all(shape):
        save(folder, name, np.empty(shape, kind))
        return np.empty(shape, kind)
    array: Array = np.lib.format.open_memmap(folder / f"{name}.npy", mode="w+", dtype=kind, shape=shape)
    return array
