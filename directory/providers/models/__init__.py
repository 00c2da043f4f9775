"""The tables of services: what providers list, and what other sources told of it."""

from directory.providers.models.kept import KeptAddress
from directory.providers.models.listed import (
    Capacity,
    CapacityChange,
    CapacityFile,
    CapacityLink,
    CapacityNumbers,
    Claim,
    ClaimFile,
    ClaimReminder,
    Reminded,
    Service,
    Sought,
)
from directory.providers.models.told import Proposal, Telling
from directory.providers.rules import AreaKind, Registration, Status, Way

__all__ = [
    "AreaKind",
    "Capacity",
    "CapacityChange",
    "CapacityFile",
    "CapacityLink",
    "CapacityNumbers",
    "Claim",
    "ClaimFile",
    "ClaimReminder",
    "KeptAddress",
    "Proposal",
    "Registration",
    "Reminded",
    "Service",
    "Sought",
    "Status",
    "Telling",
    "Way",
]
