"""Remove the words that calendars add to the titles of meetings."""

# Outlook puts one of these words before the title of a cancelled meeting.
_CANCELLED = (
    *("canceled", "cancelled", "abgesagt", "annulé", "annulée", "cancelado", "cancelada"),
    *("annullato", "annullata", "geannuleerd", "avlyst", "aflyst", "inställt", "inställd"),
    *("peruutettu", "odwołane", "zrušeno", "cancelat"),
)


def without_cancelled(title: str) -> tuple[str, bool]:
    """Remove words like "Canceled:" from the beginning of a title, even several of them.

    Also return whether the title had such a word.
    """
    title, cancelled = title.strip(), False
    for _ in range(5):
        word, colon, rest = title.partition(":")
        if not colon or word.strip().casefold() not in _CANCELLED:
            break
        title, cancelled = rest.strip(), True
    return title, cancelled
