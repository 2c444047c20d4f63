"""The address that platforms reach Attune at."""

import re

PUBLIC = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?/?", re.IGNORECASE)


def public_url(text: str) -> str:
    """An address as it was typed, without a slash at its end.

    Raises ValueError, with a sentence, if no platform could reach Attune there.
    """
    if not PUBLIC.fullmatch(text):
        raise ValueError(
            f"{text!r} is not a public https address without a path, such as "
            "https://attune.example.com."
        )
    return text.rstrip("/")
