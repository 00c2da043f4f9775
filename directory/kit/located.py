"""JSON from strangers: read strictly, and every value's place told as a JSON pointer and a line of the file."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from directory.kit.tables import BrokenTable, Problem

MOST_DEEP = 64
MOST_DIGITS = 40
SHORT = 40

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+|\n')


def read_json(data: bytes) -> Any:
    """Give what a JSON file in UTF-8 holds. Raises BrokenTable for all that JSON does not allow, and for names twice.

    Nested deeper than 64 levels it is refused too, so that nothing that walks through it can run out of stack.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data[: broken.start].count(b"\n") + 1
        raise BrokenTable([Problem(line, 0, "", "this is not UTF-8. Save the file as JSON in UTF-8")]) from None
    if problem := _too_deep(text):
        raise BrokenTable([problem])
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_bounded)
    except json.JSONDecodeError as broken:
        words = f"this is not JSON: {broken.msg[:1].lower()}{broken.msg[1:]}"
        raise BrokenTable([Problem(broken.lineno, broken.colno, "", words)]) from None
    except ValueError as broken:
        raise BrokenTable([Problem(1, 0, "", str(broken))]) from None
    if lone := _half_character(value):
        raise BrokenTable([Problem(1, 0, lone, "it holds half a character (a lone surrogate)")])
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    given = dict(pairs)
    if len(given) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise ValueError(f"one object has two members named {shown(twice)}")
    return given


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _bounded(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"a number has more than {MOST_DIGITS} digits")
    return int(digits)


def _too_deep(text: str) -> Problem | None:
    depth, line = 0, 1
    for piece in _PIECE.findall(text):
        if piece in "[{":
            depth += 1
            if depth > MOST_DEEP:
                return Problem(line, 0, "", f"it is nested more than {MOST_DEEP} levels deep")
        elif piece in "]}":
            depth -= 1
        elif piece == "\n":
            line += 1
    return None


def _half_character(value: Any, pointer: str = "") -> str | None:
    """Give the pointer of the first text that no file or database could hold."""
    if isinstance(value, str):
        return (pointer or "/") if any("\ud800" <= each <= "\udfff" or each == "\0" for each in value) else None
    found: Iterator[str | None] = iter(())
    if isinstance(value, list):
        found = (_half_character(each, f"{pointer}/{at}") for at, each in enumerate(value))
    elif isinstance(value, dict):
        found = (
            _half_character(name, pointer) or _half_character(each, f"{pointer}/{step(name)}")
            for name, each in value.items()
        )
    return next((each for each in found if each), None)


def step(name: str) -> str:
    """Give a member's name as a step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def shown(value: Any) -> str:
    """Give a value for a sentence, shortened."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHORT else text[: SHORT - 1] + "\u2026"


def with_lines(data: bytes, problems: Sequence[Problem]) -> list[Problem]:
    """Give the problems, whose titles are JSON pointers, with the lines of the file on which those values begin.

    What is not there is on the line of the nearest thing around it.
    """
    lines = _lines(data.decode("utf-8-sig"), {each for problem in problems for each in _around(problem.title)})
    placed = [replace(p, line=next(lines[each] for each in _around(p.title) if each in lines)) for p in problems]
    return sorted(placed, key=lambda problem: problem.line)


def _around(pointer: str) -> Iterable[str]:
    """Give a pointer and those of all that is around it, the nearest first."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]
    yield ""


def _lines(text: str, wanted: set[str]) -> dict[str, int]:
    """Give the line of each wanted pointer in valid JSON, in one passage through its tokens."""
    found: dict[str, int] = {}
    path: list[str | int] = []
    prefix = [""]
    line = 1
    expects_name = False
    for piece in _PIECE.findall(text):
        if piece == "\n":
            line += 1
        elif piece == ":":
            expects_name = False
        elif piece == ",":
            last = path[-1]
            if isinstance(last, int):
                path[-1] = last + 1
            else:
                expects_name = True
        elif piece in "]}":
            path.pop()
            prefix.pop()
            expects_name = False
        elif expects_name:
            path[-1] = step(json.loads(piece))
        else:
            pointer = f"{prefix[-1]}/{path[-1]}" if path else ""
            if pointer in wanted:
                found.setdefault(pointer, line)
            if piece in "[{":
                prefix.append(pointer)
                path.append(0 if piece == "[" else "")
                expects_name = piece == "{"
    return found
