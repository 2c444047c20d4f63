"""Read the amounts of deals, for all CRMs."""

from decimal import Decimal, InvalidOperation

_MAX_LENGTH = 40  # characters
_MAX_DIGITS = 20


def amount(written: str) -> str:
    """Return an amount as a decimal number, or "" if it is invalid."""
    try:
        number = Decimal(written) if len(written) <= _MAX_LENGTH else None
    except InvalidOperation:
        return ""
    if number is None or not number.is_finite() or abs(number.adjusted()) > _MAX_DIGITS:
        return ""
    return f"{number:f}"
