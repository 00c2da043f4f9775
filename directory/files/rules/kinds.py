"""Which kind of file some bytes are, by the bytes alone: neither its name nor what the browser says is believed.

Each kind is recognised by how it begins and how it ends. A file that is two things at once (a picture with a page
behind it) still begins and ends as the one it claims to be, and is only ever handed out as an attachment of that kind.
"""

from collections.abc import Collection
from enum import StrEnum

# a viewer forgives some bytes after the end (a line break, padding of a scanner), and so do we
FORGIVEN_AT_THE_END = 1024


class Kind(StrEnum):
    """A kind of file by its media type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"

    @property
    def ending(self) -> str:
        """Give the ending of its name."""
        return {Kind.PDF: ".pdf", Kind.PNG: ".png", Kind.JPEG: ".jpg"}[self]

    @property
    def word(self) -> str:
        """Give what people call it."""
        return self.name


EVIDENCE = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG})

# how it begins; how it ends
_MARKS: dict[Kind, tuple[bytes, bytes]] = {
    Kind.PDF: (b"%PDF-", b"%%EOF"),
    Kind.PNG: (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"IEND\xaeB`\x82"),
    Kind.JPEG: (b"\xff\xd8\xff", b"\xff\xd9"),
}


def kind_of(content: bytes) -> Kind | None:
    """Give the kind of file, or None where it is none of ours or is not whole."""
    end = content[-FORGIVEN_AT_THE_END:]
    return next((k for k, (first, last) in _MARKS.items() if content.startswith(first) and last in end), None)


def words_of(kinds: Collection[Kind]) -> str:
    """Give kinds in words: "PDF, PNG or JPEG"."""
    *first, last = [kind.word for kind in Kind if kind in kinds]
    return f"{', '.join(first)} or {last}" if first else last
