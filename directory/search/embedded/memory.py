"""Memory that searches use again and again."""

import numpy as np

LARGEST_ARRAY = (32 << 20) - (64 << 10)


def keep_freed_memory() -> None:
    """Let arrays of up to 32 MB be made of memory that was used before.

    glibc takes what is large from the system and gives it back at once, and the system wipes each page anew: up to
    a third of a search's time. It takes from its own what is smaller than the largest that was ever given back, if
    that was less than 32 MB. Elsewhere this does nothing.
    """
    np.empty(LARGEST_ARRAY, np.uint8)
