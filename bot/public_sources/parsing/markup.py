"""Convert HTML to lines of plain text, and find what a page says about itself."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from handlers.sources.public.public import MAX_TEXT

MAX_LINKS = 400
MAX_LD = 20  # blocks of JSON-LD
_LD = "application/ld+json"
_FEEDS = ("application/rss+xml", "application/atom+xml")
# These tags have no words that people read as part of the page.
_SKIPPED = {
    *("script", "style", "noscript", "template", "svg", "form", "select", "button", "iframe"),
    # Facts for machines at the beginning of a filing with the SEC.
    "ix:header",
    *("nav", "footer", "dialog", "canvas", "object", "video", "audio", "textarea"),
}
_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ix:nonnumeric", "mark"),
    *("q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"),
}
_VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}


@dataclass
class Markup:
    """The parts of a page that we use. Links are as the page has them: they may be relative."""

    language: str = ""
    base: str = ""
    title: str = ""
    # The content of the first <meta> with each name. Names are in lower case.
    metas: dict[str, str] = field(default_factory=dict)
    refresh: str = ""  # the content of <meta http-equiv=refresh>
    lines: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    embedded: list[str] = field(default_factory=list)  # addresses of scripts and frames
    feeds: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)  # JSON-LD, as written
    locations: list[str] = field(default_factory=list)  # <loc> of a sitemap
    scripts: int = 0  # how many <script> tags the page has
    # All words, including navigation and footers.
    everything: list[str] = field(default_factory=list)


def markup_of(source: str) -> Markup:
    """Read a page, a fragment of HTML, or a sitemap."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader.end_line()
    return reader.found


def text_of(source: str) -> str:
    """Return the words of some HTML, in lines, up to `MAX_TEXT` characters in all."""
    return "\n".join(markup_of(source).lines)[:MAX_TEXT]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Markup()
        self._line: list[str] = []
        self._inside: list[str] = []  # the open tags among _SKIPPED, innermost last
        self._in_title = self._in_data = self._in_location = False
        self._size = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag in _SKIPPED and tag not in _VOID:
            self._inside.append(tag)
        if tag not in _INLINE:
            self.end_line()
        self._in_title = self._in_title or (tag == "title" and not self.found.title)
        self._in_location = tag == "loc"

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_data = False
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass
        if tag not in _INLINE:
            self.end_line()
        self._in_title = self._in_title and tag != "title"
        self._in_location = False

    def handle_data(self, data: str) -> None:
        found = self.found
        if self._in_data and len(found.data) < MAX_LD:
            found.data.append(data)
        elif self._in_title:
            found.title += data
        elif self._in_location and len(found.locations) < MAX_LINKS:
            found.locations.append(data.strip())
        elif not {"script", "style", "template"}.intersection(self._inside):
            if len(found.everything) < MAX_TEXT:
                found.everything.append(data)
            if not self._inside:
                self._line.append(data)

    def end_line(self) -> None:
        """End the line of text, and keep it if it has words."""
        line = " ".join("".join(self._line).split())
        self._line = []
        if line and self._size < MAX_TEXT:
            self.found.lines.append(line)
            self._size += len(line) + 1

    def _note(self, tag: str, given: dict[str, str]) -> None:
        """Note what an opening tag says about the page."""
        match tag:
            case "html":
                self.found.language = self.found.language or given.get("lang", "")
            case "base":
                self.found.base = self.found.base or given.get("href", "")
            case "meta":
                self._note_meta(given)
            case "link":
                if given.get("type", "").strip().lower() in _FEEDS:
                    _add(self.found.feeds, given.get("href", ""))
            case "a":
                _add(self.found.links, given.get("href", ""))
            case "script" | "iframe":
                self.found.scripts += tag == "script"
                self._in_data = tag == "script" and given.get("type", "").lower() == _LD
                _add(self.found.embedded, given.get("src", ""))

    def _note_meta(self, given: dict[str, str]) -> None:
        if given.get("http-equiv", "").lower() == "refresh":
            self.found.refresh = self.found.refresh or given.get("content", "")
        name = (given.get("property") or given.get("name") or "").lower()
        if name and len(self.found.metas) < MAX_LINKS:
            self.found.metas.setdefault(name, given.get("content", ""))


def _add(to: list[str], address: str) -> None:
    if address and len(to) < MAX_LINKS:
        to.append(address)
