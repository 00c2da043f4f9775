"""Documents and spreadsheets of Office Open XML: known by what is declared inside, refused with programs in them.

Only the list of parts, the declaration and the relations are read, each bounded; nothing is unpacked as a whole.
Source: ECMA-376 part 2 (open packaging conventions), 10.1.2 (content types), 9.3 (relationships).
"""

import io
import zipfile

MOST_PARTS = 5_000
MOST_DECLARED_BYTES = 300 * 1024 * 1024
MOST_READ_BYTES = 1024 * 1024
DECLARATION = "[Content_Types].xml"
DOCUMENT = b"wordprocessingml.document.main+xml"
SPREADSHEET = b"spreadsheetml.sheet.main+xml"
_LOCKED = 0x1

_UNWELCOME = {
    "vbaproject": "a program (macros)",
    "/activex/": "a program (ActiveX)",
    "/embeddings/": "another file inside it",
    "/externallinks/": "links to other files",
    "oleobject": "another file inside it",
}


def declared(content: bytes) -> bytes | None:
    """Give which kind a package declares itself to be, as ``DOCUMENT`` or ``SPREADSHEET``; None for any other zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            said = _read(package, DECLARATION)
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, NotImplementedError, OSError):
        return None
    found = [kind for kind in (DOCUMENT, SPREADSHEET) if kind in said]
    return found[0] if len(found) == 1 else None


def wrong_with_office(content: bytes) -> str:
    """Give what a package holds that is not taken, in words; empty when nothing was found."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_DECLARED_BYTES:
                return "it is packed in a way that cannot be checked"
            if any(part.flag_bits & _LOCKED for part in parts):
                return "it is locked or protected, so nobody can check it"
            for part in parts:
                name = "/" + part.filename.replace("\\", "/").lower()
                if words := next((said for sign, said in _UNWELCOME.items() if sign in name), ""):
                    return f"it holds {words}"
                if name.endswith(".rels") and _reaches_out(_read(package, part.filename)):
                    return "it holds a template or a picture that is fetched from elsewhere"
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, NotImplementedError, OSError):
        return "it is packed in a way that cannot be checked"
    return ""


def _reaches_out(relations: bytes) -> bool:
    """Say whether something is fetched when the file is opened: anything external but a link that a reader follows."""
    return any(
        b'targetmode="external"' in one and b"/hyperlink" not in one
        for one in relations.lower().replace(b"'", b'"').split(b"<relationship ")
    )


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """Give a small part. Raises ValueError for one that is larger than such parts are."""
    with package.open(name) as part:
        content = part.read(MOST_READ_BYTES + 1)
    if len(content) > MOST_READ_BYTES:
        raise ValueError("a declaration is too large")
    return content
