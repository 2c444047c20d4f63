"""Recognise an amount to which no call and no promise moves: "push it to 15%". Pure."""

import re

_AMOUNT = re.compile(
    r"[€$£]\s?[0-9][0-9.,]{0,15}k?"
    r"|[0-9][0-9.,]{0,15}\s?(?:%|percent|pct|k|k?\s?(?:eur|euros?|usd|dollars|seats|users))",
    re.ASCII | re.IGNORECASE,
)


def to_amount(words: str) -> bool:
    """Check for "it to 15%" and "the price to 40k", the words after "move"."""
    _, to, amount = f" {words}".rpartition(" to ")
    return bool(to) and _AMOUNT.fullmatch(amount.strip(" .!")) is not None
