"""Small feeds, as odd as a test needs."""

from html import escape

URL = "https://blog.example/feed.xml"


def item(
    title: str = "",
    *,
    link: str = "",
    guid: str = "",
    description: str = "",
    date: str = "",
) -> str:
    """An RSS item of the parts that are given; `title` and `description` may be HTML."""
    parts = {
        "title": title,
        "link": link,
        "guid": guid,
        "description": description,
        "pubDate": date,
    }
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items() if text)
    return f"<item>{inner}</item>"


def rss(*items: str, channel: str = "<title>Freight news</title>", head: str = "") -> str:
    """An RSS feed; `head` comes before it."""
    return f'{head}<rss version="2.0"><channel>{channel}{"".join(items)}</channel></rss>'


def atom(inner: str, feed: str = "") -> str:
    """An Atom feed with one entry."""
    start = '<feed xmlns="http://www.w3.org/2005/Atom">'
    return f"{start}{feed}<entry>{inner}</entry></feed>"
