MOST_BYTES = 10 * 1024 * 1024


def size_words(size_bytes: int) -> str:
    """Give a size as people read it: 820 bytes, 14 KB, 2.3 MB."""
    if size_bytes < 1024:
        return f"{size_bytes} bytes"
    if size_bytes < 1024 * 1024:
        return f"{size_bytes / 1024:.0f} KB"
    return f"{size_bytes / 1024 / 1024:.1f} MB".replace(".0 ", " ")
