"""Reads the playground's HTML."""

from html.parser import HTMLParser

VOID = {"input", "hr", "img"}
TAGS = VOID | {
    *("article", "blockquote", "button", "cite", "details", "div", "fieldset", "figcaption"),
    *("figure", "form", "h2", "h3", "h4", "label", "legend", "li", "option", "p", "pre", "select"),
    *("span", "strong", "summary", "textarea", "ul", "a"),
}
# What may stand inside these; a browser would close them early if anything else did.
PHRASING = {"strong", "a", "span", "cite"}


class Page(HTMLParser):
    """What a browser makes of it: text, and each tag with its attributes.

    It fails on unknown tags, on `on…` and `style` attributes, and if a browser would fix the tree.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.lines: list[str] = []
        self.to_read: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.inside: list[str] = []
        self.labels: list[list[str]] = []
        self.fields: dict[str, str] = {}  # what a form would hand in as it stands
        self._selects: dict[str, set[str]] = {}
        self._filling = ""
        self.feed(html)
        self.close()
        assert self.inside == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert tag != "form" or "form" not in self.inside, "a form in a form"
        if self.inside and self.inside[-1] in ("p", "h3", "h4"):
            assert tag in PHRASING, f"<{tag}> in <{self.inside[-1]}>"
        found = {name: value or "" for name, value in attrs}
        assert not any(name.startswith("on") or name == "style" for name in found)
        self.tags.append((tag, found))
        if tag == "button":
            self.labels.append([])
        if tag not in VOID:
            self.inside.append(tag)
        if tag == "input":
            self.words.append(found.get("value", ""))
            self.lines.append("" if _tick(found) else found.get("value", ""))
        if tag == "img":
            assert set(found) == {"class", "width", "height", "src", "alt"}
            self.words.append(found["alt"])
            self.lines.append(f"{found['alt']}\n")
        self._fill(tag, found)

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag
        if tag not in PHRASING:
            self.lines.append("\n")

    def handle_data(self, data: str) -> None:
        if "textarea" in self.inside:
            data = data if self.fields[self._filling] else data.removeprefix("\n")
            self.fields[self._filling] += data
        self.words.append(data)
        self.lines.append(data)
        if not {"button", "option"} & set(self.inside):
            self.to_read.append(data)
        if "button" in self.inside:
            self.labels[-1].append(data)

    def all(self, wanted: str) -> list[dict[str, str]]:
        """The attributes of every tag of this name."""
        return [found for tag, found in self.tags if tag == wanted]

    @property
    def text(self) -> str:
        """All that is read, and nothing between."""
        return "".join(self.words)

    @property
    def screen(self) -> str:
        """All that is read, each part on a line of its own."""
        return "".join(self.lines)

    @property
    def words_to_read(self) -> int:
        """How many words are read, without the labels of buttons and the options of lists."""
        return sum(len(words.split()) for words in self.to_read)

    @property
    def controls(self) -> int:
        """How many things can be pressed or chosen; links are not counted."""
        return len(self.all("button")) + len(self.all("select"))

    @property
    def buttons(self) -> list[tuple[str, dict[str, str]]]:
        """The label and attributes of each button."""
        labels = ("".join(label) for label in self.labels)
        return list(zip(labels, self.all("button"), strict=True))

    def options(self, name: str) -> set[str]:
        """What can be chosen in an input; nothing if anything can be typed."""
        ticks = {at["value"] for at in self.all("input") if at.get("name") == name and _tick(at)}
        return ticks | self._selects.get(name, set())

    def _fill(self, tag: str, found: dict[str, str]) -> None:
        """As the page itself collects the answers."""
        name = self._filling = found.get("name", self._filling)
        if tag == "option":
            self._selects.setdefault(name, set()).add(found["value"])
            if "selected" in found or len(self._selects[name]) == 1:
                self.fields[name] = found["value"]
        elif tag in ("textarea", "select") or (tag == "input" and not _tick(found)):
            self.fields[name] = found.get("value", "")
        elif tag == "input":
            before = self.fields.setdefault(name, "")
            if "checked" in found:
                self.fields[name] = f"{before},{found['value']}" if before else found["value"]


def _tick(found: dict[str, str]) -> bool:
    return found.get("type") in ("radio", "checkbox")
