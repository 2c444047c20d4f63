"""Reads the playground's HTML."""

from html.parser import HTMLParser

VOID = {"input", "hr"}
TAGS = VOID | {
    *("article", "blockquote", "button", "cite", "details", "div", "fieldset", "figcaption"),
    *("figure", "form", "h2", "h3", "label", "legend", "li", "option", "p", "pre", "select"),
    *("span", "strong", "summary", "textarea", "ul", "a"),
}
# What may stand inside these; a browser would close them early if anything else did.
PHRASING = {"strong", "a", "span", "cite"}


class Page(HTMLParser):
    """What a browser makes of it: text, and each tag with its attributes.

    It fails on a tag we do not use, on a live attribute, and where a browser would mend the tree.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.inside: list[str] = []
        self.labels: list[list[str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        if self.inside and self.inside[-1] in ("p", "h3"):
            assert tag in PHRASING, f"<{tag}> in <{self.inside[-1]}>"
        found = {name: value or "" for name, value in attrs}
        assert not any(name.startswith("on") or name == "style" for name in found)
        self.tags.append((tag, found))
        if tag == "button":
            self.labels.append([])
        if tag not in VOID:
            self.inside.append(tag)
        self.words.append(found.get("value", "") if tag == "input" else "")

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if "button" in self.inside:
            self.labels[-1].append(data)

    def all(self, wanted: str) -> list[dict[str, str]]:
        """The attributes of every tag of this name."""
        return [found for tag, found in self.tags if tag == wanted]
