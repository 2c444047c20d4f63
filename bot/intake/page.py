"""Find the feed that a web page links to."""

from html.parser import HTMLParser

from bot.intake.entries import web_link

_FEEDS = ("application/rss+xml", "application/atom+xml")
_HEAD = 200_000  # characters; pages link to their feeds near the beginning


def feed_named_by(page: str, url: str) -> str:
    """Return the absolute address of the first feed that a page links to, or ""."""
    head = _Head()
    head.feed(page[:_HEAD])
    base = web_link(head.base, url) or url
    return next((link for written in head.feeds if (link := web_link(written, base))), "")


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.feeds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "base" and not self.base:
            self.base = found.get("href", "")
        if tag == "link" and found.get("type", "").lower().strip() in _FEEDS:
            self.feeds.append(found.get("href", ""))
