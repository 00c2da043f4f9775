"""Names of organisations."""

import re
import unicodedata

_ENDINGS = {"ltd": "limited", "co": "company", "&": "and"}


def tidy(name: str) -> str:
    """Give a name with single spaces and no space at its ends."""
    return " ".join(name.split())


def name_key(name: str) -> str:
    """Give a name as compared: case, accents, punctuation and "Ltd" for "Limited" make no difference."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+|&", plain.replace("'", "").replace(".", ""))
    return " ".join(_ENDINGS.get(word, word) for word in words)[:300]


def is_gss_code(code: str) -> bool:
    """Say whether a text has the form of a GSS code: a letter for the country and 8 digits."""
    return re.fullmatch(r"[ENSW][0-9]{8}", code) is not None
