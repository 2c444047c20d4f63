"""Recognise lines such as "push it to 15%", which do not move a call or a promise. Pure."""

import re

_AMOUNT = re.compile(
    r"[€$£]\s?[0-9][0-9.,]{0,15}k?"
    r"|[0-9][0-9.,]{0,15}\s?(?:%|percent|pct|k|k?\s?(?:eur|euros?|usd|dollars|seats|users))",
    re.ASCII | re.IGNORECASE,
)


def to_amount(words: str) -> bool:
    """Check whether words end with "to" and an amount.

    The words are those after "move" or "push": "it to 15%", "the price to 40k".
    """
    _, to, amount = f" {words}".rpartition(" to ")
    return bool(to) and _AMOUNT.fullmatch(amount.strip(" .!")) is not None
