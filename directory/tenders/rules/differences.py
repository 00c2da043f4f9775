"""What changed between two versions of a section, and a mark that says which version was read."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from directory.kit.canonical import canonical
from directory.tenders.rules.sections import Conditions, Criterion, Deadlines, Details, Lot

Written = Details | Deadlines | Conditions | Lot | Criterion


@dataclass(frozen=True)
class Difference:
    """One field that was changed; the values as JSON keeps them."""

    field: str
    before: Any
    after: Any


def mark(*written: Written) -> str:
    """Give a short fingerprint of what is written: another one means that it was changed since."""
    text = json.dumps([canonical(asdict(one)) for one in written], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def differences(before: Written, after: Written) -> list[Difference]:
    """Give the fields that differ, in their order. Raises TypeError for two kinds of section."""
    if type(before) is not type(after):
        raise TypeError("only two versions of one section can be compared")
    old, new = asdict(before), asdict(after)
    changed = (one.name for one in fields(before) if old[one.name] != new[one.name])
    return [Difference(name, canonical(old[name]), canonical(new[name])) for name in changed]
