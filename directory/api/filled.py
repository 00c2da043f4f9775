"""Blocks of the open standards: what is not known is left out of them."""

from typing import Any

Block = dict[str, Any]


def filled(**given: Any) -> Block:
    """Give a block without what is not known: the standards leave it out."""
    return {name: value for name, value in given.items() if value not in (None, "", [], {}, ())}
