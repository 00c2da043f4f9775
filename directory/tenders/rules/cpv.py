"""Codes of the Common Procurement Vocabulary: eight digits and a check digit, like 85311300-5."""

import re

_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
_SHAPE = re.compile(r"(\d{8})(?:-?(\d))?", re.ASCII)


def check_digit(digits: str) -> int:
    """Give the check digit of eight digits: their sum weighted 3, 7, 1, its last digit."""
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 10


def cpv_code(text: str) -> str:
    """Give the code as it is written, with its check digit; raise ValueError where it is none."""
    found = _SHAPE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text.strip()[:20]}: a CPV code is eight digits and a check digit, like 85311300-5")
    digits, given = found.groups()
    right = check_digit(digits)
    if given is not None and int(given) != right:
        raise ValueError(f"{digits}-{given}: the check digit does not fit; is a digit mistyped?")
    return f"{digits}-{right}"
