"""What calendars write into the titles of meetings, beside what people wrote."""

# Outlook puts this before the title of a meeting whose organizer cancelled it.
_CANCELLED = (
    *("canceled", "cancelled", "abgesagt", "annulé", "annulée", "cancelado", "cancelada"),
    *("annullato", "annullata", "geannuleerd", "avlyst", "aflyst", "inställt", "inställd"),
    *("peruutettu", "odwołane", "zrušeno", "cancelat"),
)


def without_cancelled(title: str) -> tuple[str, bool]:
    """A title without "Canceled:" before it, and whether that was there.

    It may be there more than once.
    """
    title, cancelled = title.strip(), False
    for _ in range(5):
        word, colon, rest = title.partition(":")
        if not colon or word.strip().casefold() not in _CANCELLED:
            break
        title, cancelled = rest.strip(), True
    return title, cancelled
