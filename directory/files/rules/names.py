import re
import unicodedata

from directory.files.rules.kinds import Kind

LONGEST_NAME = 120
_UNWELCOME = re.compile(r'[<>:"|?*;%\\/]')
_ENDINGS = {
    Kind.PDF: (".pdf",),
    Kind.PNG: (".png",),
    Kind.JPEG: (".jpg", ".jpeg", ".jpe"),
    Kind.DOCX: (".docx",),
    Kind.XLSX: (".xlsx",),
}


def clean_name(given: str, kind: Kind) -> str:
    """Give a name that is safe to show, to send and to save: no folder, nothing unseen, the ending of what it is."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    # letters, marks, numbers, punctuation, symbols and spaces; nothing that turns the direction of writing
    seen = "".join(c if unicodedata.category(c)[0] in "LMNPSZ" else " " for c in name)
    name = " ".join(_UNWELCOME.sub(" ", seen).split()).strip(". ")
    if not name.lower().endswith(_ENDINGS[kind]):
        name = (name or "file") + kind.ending
    stem, dot, ending = name.rpartition(".")
    stem = stem.strip(". ") or "file"
    return stem[: LONGEST_NAME - len(ending) - 1].rstrip(". ") + dot + ending
