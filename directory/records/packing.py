"""A procurement file as one ZIP: the PDF, the same as data, the notice, what it rests on, and the SHA-256 of each."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from directory.files.contents import read
from directory.kit.canonical import canonical
from directory.kit.tables import neutral
from directory.records.material import Material
from directory.records.rules.document import Document, Part, Table
from directory.records.rules.redaction import Redacted, Withheld, redacted
from directory.records.rules.withholding import EVERYTHING, Purpose, Secret
from directory.records.typesetting import as_json, pdf
from directory.records.writing import withholding, written
from directory.records.writing.saying import exactly

PDF, DATA, NOTICE, TRAIL, SUMS = "procurement-file.pdf", "file.json", "notice.json", "record.csv", "SHA256SUMS.txt"
MOST_DOCUMENT_BYTES = 40_000_000  # of the notice's documents; those beyond are listed and not packed
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say: when it was made stands in the PDF


@dataclass(frozen=True)
class Packed:
    """A made file: the ZIP, what is in it, and what was withheld."""

    content: bytes
    entries: tuple[tuple[str, int, str], ...]
    pages: int
    withheld: tuple[Withheld, ...]


def packed(material: Material, purpose: Purpose, shown: frozenset[Secret]) -> Packed:
    """Give a whole file for an auditor, or one with all withheld that is not ``shown``.

    The same material gives the same bytes, but for the moment at which it is made.
    """
    found = covered(material, purpose, shown)
    document = found.document
    made = f"Made {exactly(material.at)}"
    files = {
        PDF: pdf(document, made),
        DATA: _json(as_json(document)),
        NOTICE: _json(_notice(material)),
        TRAIL: _trail(document),
    }
    files |= dict(_documents(material))
    entries = tuple((name, len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items())
    files[SUMS] = "".join(f"{digest}  {name}\n" for name, _, digest in entries).encode()
    packing = io.BytesIO()
    with zipfile.ZipFile(packing, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    pages = len(re.findall(rb"/Type\s*/Page\b", files[PDF]))
    return Packed(packing.getvalue(), entries, pages, found.withheld)


def covered(material: Material, purpose: Purpose, shown: frozenset[Secret]) -> Redacted:
    """Give the document of a file as it would be given out, and what is withheld."""
    found = redacted(written(material, purpose), EVERYTHING if purpose == Purpose.AUDIT else shown)
    if purpose == Purpose.AUDIT:
        return found
    opening = (*found.document.opening, *withholding(found.withheld))
    return replace(found, document=replace(found.document, opening=opening))


def entry_of(content: bytes, name: str) -> bytes:
    """Give one file of a made ZIP. Raises KeyError."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _json(value: Any) -> bytes:
    return (json.dumps(canonical(value), ensure_ascii=False, indent=2) + "\n").encode()


def _notice(material: Material) -> dict[str, Any]:
    """Give the notice as it stands, with what it was before each amendment."""
    tender = material.tender
    return {
        "id": tender.id,
        "reference": tender.reference,
        "authority": {"name": tender.authority.name, "gss_code": tender.authority.gss_code},
        "status": tender.status,
        "published_at": tender.published_at,
        "notice": asdict(tender.notice()),
        "amendments": [
            {
                "number": one.number,
                "amended_at": one.amended_at,
                "material": one.material,
                "reason": one.reason,
                "differences": one.differences,
            }
            for one in tender.amendments
        ],
    }


def _documents(material: Material) -> Iterable[tuple[str, bytes]]:
    """Give the versions of the notice's documents by name, as far as they may be read and there is room."""
    room = MOST_DOCUMENT_BYTES
    for document in material.tender.documents:
        for version in document.versions:
            if version.file.may_be_read and version.file.size_bytes <= room:
                room -= version.file.size_bytes
                name = f"documents/{document.number:02d}-version-{version.number}-{version.file.name}"
                yield name, read(version.file)


def _trail(document: Document) -> bytes:
    """Give the record as a table that a spreadsheet opens."""
    written_rows = io.StringIO()
    into = csv.writer(written_rows)
    for table in _tables(document, Part.TRAIL):
        into.writerow(table.head)
        into.writerows([neutral(str(words)) for words in row] for row in table.rows)
    return written_rows.getvalue().encode("utf-8-sig")


def _tables(document: Document, part: Part) -> Iterable[Table]:
    for section in document.sections:
        if section.part == part:
            yield from (block for block in section.blocks if isinstance(block, Table))
