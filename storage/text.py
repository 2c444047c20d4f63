"""Text as databases can store it."""


def storable(text: str) -> str:
    """Make a text storable: NUL is removed, and an unpaired surrogate becomes U+FFFD.

    An unpaired surrogate is half of a character.
    """
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "")
