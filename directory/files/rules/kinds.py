"""Which kind of file some bytes are, by the bytes alone: neither its name nor what the browser says is believed.

Each kind is recognised by how it begins and how it ends. A file that is two things at once (a picture with a page
behind it) still begins and ends as the one it claims to be, and is only ever handed out as an attachment of that kind.
"""

from collections.abc import Collection
from enum import StrEnum

from directory.files.rules.office import DOCUMENT, SPREADSHEET, declared

# a viewer forgives some bytes after the end (a line break, padding of a scanner), and so do we
FORGIVEN_AT_THE_END = 1024
# how a zip begins, and what stands in its last bytes (APPNOTE 4.3.16: 22 bytes and a comment)
PACKAGE, PACKAGE_END, LONGEST_END = b"PK\x03\x04", b"PK\x05\x06", 22 + 1024


class Kind(StrEnum):
    """A kind of file by its media type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @property
    def ending(self) -> str:
        """Give the ending of its name."""
        return _ENDINGS[self]

    @property
    def word(self) -> str:
        """Give what people call it."""
        return {Kind.DOCX: "Word document (.docx)", Kind.XLSX: "Excel workbook (.xlsx)"}.get(self, self.name)


_ENDINGS = {Kind.PDF: ".pdf", Kind.PNG: ".png", Kind.JPEG: ".jpg", Kind.DOCX: ".docx", Kind.XLSX: ".xlsx"}
EVIDENCE = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG})
# what an authority hands to bidders: forms and prices to fill in are documents and workbooks
PAPERS = frozenset(Kind)
OFFICE = {DOCUMENT: Kind.DOCX, SPREADSHEET: Kind.XLSX}

# how it begins; how it ends
_MARKS: dict[Kind, tuple[bytes, bytes]] = {
    Kind.PDF: (b"%PDF-", b"%%EOF"),
    Kind.PNG: (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"IEND\xaeB`\x82"),
    Kind.JPEG: (b"\xff\xd8\xff", b"\xff\xd9"),
}


def kind_of(content: bytes) -> Kind | None:
    """Give the kind of file, or None where it is none of ours or is not whole."""
    if content.startswith(PACKAGE):
        return OFFICE.get(declared(content) or b"") if PACKAGE_END in content[-LONGEST_END:] else None
    end = content[-FORGIVEN_AT_THE_END:]
    return next((k for k, (first, last) in _MARKS.items() if content.startswith(first) and last in end), None)


def words_of(kinds: Collection[Kind]) -> str:
    """Give kinds in words: "PDF, PNG or JPEG"."""
    *first, last = [kind.word for kind in Kind if kind in kinds]
    return f"{', '.join(first)} or {last}" if first else last
