"""Names and numbers of organisations."""

import re
import unicodedata

LONGEST_REASON = 300
# Source: Companies House, company number prefixes (uniform resource identifiers of company numbers)
_PREFIXES = (
    "AC|CE|CS|EG|EN|ES|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|"
    "OC|OE|PC|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC"
)
_COMPANY = re.compile(rf"(?:[0-9]{{8}}|(?:{_PREFIXES})[0-9]{{6}}|R[0-9]{{7}})")
_REGISTER = re.compile(r"[A-Z]{0,2}[0-9]{3,12}")
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


def company_number(text: str) -> str | None:
    """Give a company number as Companies House writes it (8 characters); None for what has not its form."""
    plain = "".join(text.split()).upper()
    if plain.isascii() and plain.isdecimal() and 5 < len(plain) < 8:
        plain = plain.zfill(8)  # people leave out the zeros in front
    return plain if _COMPANY.fullmatch(plain) else None


def register_number(text: str) -> str | None:
    """Give a regulator's reference number (2590934, SC012345); None for what has not its form."""
    plain = "".join(text.split()).upper()
    return plain if plain.isascii() and _REGISTER.fullmatch(plain) else None
