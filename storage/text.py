"""Clean text so that databases can store it."""


def storable(text: str) -> str:
    """Remove NUL, and replace an unpaired surrogate (half of a character) with U+FFFD."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "")
