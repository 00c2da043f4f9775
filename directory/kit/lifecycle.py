"""A lifecycle is one table: code, buttons, tests, the CHECK constraint and the diagram all come from it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from directory.kit.errors import WrongState

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)


class Lifecycle(Generic[S, M]):
    """Which move leads from which states to which state."""

    def __init__(self, moves: Mapping[M, tuple[frozenset[S], S]]) -> None:
        self.moves = dict(moves)

    def after(self, status: S, move: M) -> S:
        """Give the state after ``move``; raise WrongState where the move does not start from ``status``."""
        sources, target = self.moves[move]
        if status not in sources:
            raise WrongState(f"This is {words(status)}, so it cannot be moved by {words(move)} now")
        return target

    def allows(self, status: S, move: M) -> bool:
        """Say whether ``move`` starts from ``status``."""
        return status in self.moves[move][0]

    def moves_from(self, status: S) -> tuple[M, ...]:
        """Give the moves that start from ``status``, in the order of the table."""
        return tuple(move for move, (sources, _) in self.moves.items() if status in sources)

    def mermaid(self) -> str:
        """Give the diagram for the docs (Mermaid state diagram)."""
        lines = ["stateDiagram-v2"]
        for move, (sources, target) in self.moves.items():
            lines += [f"    {source.value} --> {target.value}: {move.value}" for source in sorted(sources)]
        return "\n".join(lines) + "\n"


def words(value: StrEnum) -> str:
    """Give an enum value as words: ``awaiting_approval`` as "awaiting approval"."""
    return value.value.replace("_", " ")
