"""Whether a PDF holds what a page to read does not need: programs, things that start, files inside.

This looks at names of actions in the bytes and in compressed object streams, with every way of writing a name. It is no
virus scanner and promises nothing of what a reader's own faults allow.
Source: ISO 32000-1, 7.3.5 (names), 7.5.7 (object streams), 12.6.4 (actions).
"""

import re
import zlib

MOST_UNPACKED_BYTES = 32 * 1024 * 1024
_BEFORE_A_STREAM = 2048
_PIECE = 4096


def _written(name: str) -> bytes:
    """Give the pattern of a name: every character as itself or as ``#`` and two hexadecimal digits, any case."""
    each = (b"(?:%b|#(?i:%02x))" % (re.escape(c.encode()), ord(c)) for c in name)
    return b"/" + b"".join(each) + rb"(?![A-Za-z0-9])"


_ACTIVE = {
    "JavaScript": "a program (JavaScript)",
    "Launch": "an action that starts a program",
    "RichMedia": "a film or an animation",
    "EmbeddedFile": "another file inside it",
}
_FOUND = {words: re.compile(_written(name)) for name, words in _ACTIVE.items()}
_LOCKED = re.compile(_written("Encrypt"))
_PACKED = re.compile(_written("ObjStm"))
_STREAM = re.compile(rb"stream\r?\n")


def wrong_with_pdf(content: bytes) -> str:
    """Give what a PDF holds that is not taken, in words; empty when nothing was found."""
    if _LOCKED.search(content):
        return "it is locked or protected, so nobody can check it"
    if words := _active(content):
        return f"it holds {words}"
    budget = MOST_UNPACKED_BYTES
    for stream in _STREAM.finditer(content):
        if not _PACKED.search(content, max(0, stream.start() - _BEFORE_A_STREAM), stream.start()):
            continue
        try:
            unpacked, spent = _unpacked(content, stream.end(), budget)
        except zlib.error:
            # another stream's dictionary may stand within the same 2 KB: its bytes are looked at as they are, above
            if _is_packed_itself(content, stream.start()):
                return "it is packed in a way that cannot be checked"
            continue
        budget -= spent
        if budget <= 0:
            return "it is packed in a way that cannot be checked"
        if words := _active(unpacked):
            return f"it holds {words}"
    return ""


def _unpacked(content: bytes, start: int, budget: int) -> tuple[bytes, int]:
    """Give what the bytes at ``start`` unpack to, and how many bytes were read and made: little above ``budget``."""
    inflate, spent = zlib.decompressobj(), 0
    pieces: list[bytes] = []
    while not inflate.eof and start < len(content) and spent <= budget:
        made = inflate.decompress(inflate.unconsumed_tail + content[start : start + _PIECE], budget - spent + 1)
        pieces.append(made)
        start += _PIECE
        spent += _PIECE + len(made)
    return b"".join(pieces), spent


def _is_packed_itself(content: bytes, start: int) -> bool:
    """Say whether the dictionary right before ``start`` is an object stream's."""
    before = content[max(0, start - _BEFORE_A_STREAM) : start]
    return _PACKED.search(before, max(0, before.rfind(b" obj"))) is not None


def _active(content: bytes) -> str:
    return next((words for words, pattern in _FOUND.items() if pattern.search(content)), "")
