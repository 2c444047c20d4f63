"""The one way in which an intake fails."""

from datetime import timedelta


class NotFetched(Exception):
    """Nothing came in. `reason` is a sentence for the person who typed the address.

    `retry_after` is how long the server asked to be left alone, if it did; `names_feed` is the feed
    that a web page at that address names, or empty.
    """

    def __init__(
        self, reason: str, retry_after: timedelta | None = None, names_feed: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.names_feed = names_feed
