"""What may be kept as a file, and under which name: pure."""

from directory.files.rules.kinds import EVIDENCE, PAPERS, Kind, kind_of, words_of
from directory.files.rules.names import LONGEST_NAME, clean_name
from directory.files.rules.scanning import MAY_BE_READ, Scan
from directory.files.rules.sizes import MOST_BYTES, size_words

__all__ = [
    "EVIDENCE",
    "LONGEST_NAME",
    "MAY_BE_READ",
    "MOST_BYTES",
    "PAPERS",
    "Kind",
    "Scan",
    "clean_name",
    "kind_of",
    "size_words",
    "words_of",
]
