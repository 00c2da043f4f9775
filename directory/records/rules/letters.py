"""Letters that the typesetter's own fonts hold. What they do not hold stands as its number, and the file says so."""

from unicodedata import category, combining, normalize

# code points, first and last, that the fonts hold where a letter is assigned to them; a test sets every one of them
HELD: tuple[tuple[int, int], ...] = (
    (0x20, 0x7E),
    (0xA0, 0x2FF),  # Latin, with what Wales and Vietnam write (the rest of it from 0x1E00)
    (0x370, 0x482),  # Greek, Cyrillic
    (0x48A, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x2027),  # dashes, quotes, bullets
    (0x2030, 0x2040),
    (0x2070, 0x209C),
    (0x20A0, 0x20BF),
    (0x2100, 0x2118),
    (0x2153, 0x2184),
    (0x2190, 0x22FF),  # arrows, mathematics
    (0x2500, 0x25FF),
)
UNKNOWN = "[U+{:04X}]"


def _held(letter: str) -> bool:
    if letter in "\n\t":
        return True
    within = any(first <= ord(letter) <= last for first, last in HELD)
    return within and category(letter) != "Cn" and not combining(letter)


def printable(text: str) -> str:
    """Give text with nothing in it that the fonts do not hold: accents joined to their letters, the rest as numbers.

    An accent that joins no letter is a number too: sequences of them have stopped the typesetter. Signs that are not
    seen (where a word may break, which way it runs) are left out.
    """
    joined = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = (one for one in joined if category(one) != "Cf")
    return "".join(one if _held(one) else UNKNOWN.format(ord(one)) for one in seen)
