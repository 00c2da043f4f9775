"""The tables of judging and deciding."""

from directory.awards.models.judging import (
    Consensus,
    Declaration,
    DeclaredInterest,
    Evaluation,
    GateDecision,
    PanelMember,
    PriceQuery,
    Score,
    TieDraw,
)

__all__ = [
    "Consensus",
    "Declaration",
    "DeclaredInterest",
    "Evaluation",
    "GateDecision",
    "PanelMember",
    "PriceQuery",
    "Score",
    "TieDraw",
]
