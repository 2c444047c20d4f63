"""Text as databases can store it."""


def storable(text: str) -> str:
    """Remove what databases cannot store: NUL, and unpaired surrogates (half a letter)."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "")
