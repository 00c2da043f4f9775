"""Small files that are what they say, written byte by byte."""

import struct
import zlib

PDF_HEAD = b"%PDF-1.4\n"
PDF_TAIL = b"\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def pdf(inside: bytes = b"", end: bytes = b"") -> bytes:
    """Give a PDF of one empty page, with ``inside`` among its objects."""
    objects = b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\n"
    return PDF_HEAD + objects + inside + PDF_TAIL + end


def packed(content: bytes, name: bytes = b"/ObjStm", *, deflate: bool = True) -> bytes:
    """Give an object stream that holds ``content``."""
    body = zlib.compress(content) if deflate else content
    head = b"7 0 obj << /Type %b /N 1 /First 4 /Length %d /Filter /FlateDecode >>\n" % (name, len(body))
    return head + b"stream\n" + body + b"\nendstream endobj\n"


def png(end: bytes = b"") -> bytes:
    """Give a picture of one white point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff"))
        + chunk(b"IEND", b"")
        + end
    )


def jpeg() -> bytes:
    """Give the beginning and the end of a photograph."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(64) + b"\xff\xd9"
