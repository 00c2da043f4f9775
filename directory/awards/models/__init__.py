"""The tables of judging, deciding and contracting."""

from directory.awards.models.contracting import Contract, ContractChange, PerformanceNote
from directory.awards.models.deciding import Award, Challenge, DecidedLot, Decision, Summary
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
    "Award",
    "Challenge",
    "Consensus",
    "Contract",
    "ContractChange",
    "DecidedLot",
    "Decision",
    "Declaration",
    "DeclaredInterest",
    "Evaluation",
    "GateDecision",
    "PanelMember",
    "PerformanceNote",
    "PriceQuery",
    "Score",
    "Summary",
    "TieDraw",
]
