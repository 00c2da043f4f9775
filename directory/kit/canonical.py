"""Facts as JSON keeps them."""

from typing import Any


def canonical(value: Any) -> Any:
    """Give a fact as JSON keeps it: ids, instants and dates as text, sets sorted."""
    if isinstance(value, dict):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(canonical(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
