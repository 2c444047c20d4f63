"""Read YAML into plain values, and remember the line of each value."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 10  # how deeply lists and groups may be nested

# The path to a value: ("questions", 3, "group"). It begins with the file name without ".yaml".
Loc = tuple[int | str, ...]

# The C parser is about ten times as fast, but some hosts lack it.
YamlLoader: type[yaml.CSafeLoader | yaml.SafeLoader] = (
    yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
)
_TAGS = {
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "seq", "map")
}
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Unreadable:
    """Why a file can't be read: a line number and a sentence."""

    line: int
    sentence: str


class ParsedSoFar:
    """The plain values read so far, the line of each value, and the mistakes.

    The keys of all attributes except `lines` are file names without ".yaml". A mistake is a line
    number and a sentence.
    """

    def __init__(self) -> None:
        self.data: dict[str, object] = {}
        self.lines: dict[Loc, int] = {}
        self.notes: dict[str, str] = {}
        self.mistakes: dict[str, set[tuple[int, str]]] = {}

    def read(self, stem: str, text: str | Unreadable, note: str) -> None:
        """Read the text of one file. If that fails, record a mistake and keep no values.

        `note` is added to every mistake in the file.
        """
        self.notes[stem] = note
        self.mistakes[stem] = set()
        if isinstance(text, Unreadable):
            self._add(stem, text.line, text.sentence)
            return
        try:
            data = self._plain(_root(text), (stem,))
        except _UnreadableError as error:
            self._add(stem, error.line, str(error))
            return
        if data:
            self.data[stem] = data
        else:
            self._add(stem, 1, "is empty")

    def say(self, loc: Loc, sentence: str) -> None:
        """Record a mistake on the line of `loc`.

        If there is no value at `loc`, use the line of the closest value around it.
        """
        while loc not in self.lines:
            loc = loc[:-1]
        self._add(str(loc[0]), self.lines[loc], sentence)

    def sentences(self) -> tuple[str, ...]:
        """Return all mistakes, by file and line."""
        return tuple(
            f"{stem}.yaml:{line}: {sentence}{self.notes[stem]}"
            for stem in self.notes
            for line, sentence in sorted(self.mistakes[stem])
        )

    def entries(self, loc: Loc) -> Iterator[tuple[Loc, dict[str, object]]]:
        """Yield the path and the value of each dict in the list at `loc`."""
        value: object = self.data
        for step in loc:
            if isinstance(value, list) and isinstance(step, int):
                value = value[step]
            else:
                value = value.get(step) if isinstance(value, dict) else None
        for at, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict):
                yield (*loc, at), item

    def ids(self, loc: Loc) -> dict[str, int]:
        """Return the ids in the list at `loc`, each with the line of its first use."""
        found: dict[str, int] = {}
        for where, item in self.entries(loc):
            if isinstance(item.get("id"), str):
                found.setdefault(str(item["id"]), self.lines[*where, "id"])
        return found

    def _add(self, stem: str, line: int, sentence: str) -> None:
        self.mistakes[stem].add((line, sentence))

    def _plain(self, node: yaml.Node, loc: Loc) -> object:
        """Convert a node to text, None, list or dict. Words such as `yes` stay text."""
        self.lines.setdefault(loc, node.start_mark.line + 1)
        if node.tag not in _TAGS:
            raise _UnreadableError(
                self.lines[loc], f"the tag {node.tag} is not allowed; leave it out"
            )
        if isinstance(node, yaml.MappingNode):
            return self._fields(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*loc, at)) for at, item in enumerate(node.value)]
        return None if node.tag == _NULL else str(node.value)

    def _fields(self, node: yaml.MappingNode, loc: Loc) -> dict[str, object]:
        """Convert a mapping. If a field is given twice, record a mistake and keep the first."""
        found: dict[str, object] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise _UnreadableError(line, "a list or a group can't be the name of a field")
            if key.value in found:
                first = self.lines[*loc, key.value]
                self._add(str(loc[0]), line, f"{key.value} is given twice; first on line {first}")
                continue
            self.lines[*loc, key.value] = line
            found[key.value] = self._plain(value, (*loc, key.value))
        return found


class _UnreadableError(Exception):
    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


def text_of(path: Path) -> str | Unreadable:
    """Return the text of a file, or why it can't be read."""
    try:
        with path.open("rb") as file:
            return decoded(file.read(MAX_BYTES + 1))
    except OSError as error:
        return Unreadable(1, f"can't be read: {error.strerror}")


def decoded(raw: bytes) -> str | Unreadable:
    """Return the text in the bytes of a file, or why they can't be read."""
    if len(raw) > MAX_BYTES:
        return Unreadable(1, "is too large; allowed: at most 1 MB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Unreadable(line, "is not UTF-8 text; save it as UTF-8")


def _root(text: str) -> yaml.Node:
    """Return the tree of a YAML text, or raise _UnreadableError."""
    try:
        _refuse_tricks(text)
        node = yaml.compose(text, Loader=YamlLoader)
    except yaml.reader.ReaderError as error:
        line = text[: text.find(chr(error.character))].count("\n") + 1
        raise _UnreadableError(line, "has a control character; remove it") from error
    except yaml.MarkedYAMLError as error:
        raise _UnreadableError(_broken_line(text, error), _broken(error)) from error
    if node is None:
        raise _UnreadableError(1, "is empty")
    return node


def _refuse_tricks(text: str) -> None:
    """Raise _UnreadableError for aliases and deep nesting: they can exhaust memory and stack."""
    depth = 0
    for event in yaml.parse(text, Loader=YamlLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if getattr(event, "anchor", None) is not None:
            raise _UnreadableError(
                line, "anchors (&) and aliases (*) are not allowed; write the value out"
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _UnreadableError(line, f"is nested too deeply; allowed: {MAX_DEPTH} levels")


def _broken_line(text: str, error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark
    # The parser notices an unclosed bracket only at the end, so report where it opened.
    last = text.rstrip().count("\n")
    if mark is not None and mark.line > last:
        mark = error.context_mark or mark
    return 1 if mark is None else min(mark.line, last) + 1


def _broken(error: yaml.MarkedYAMLError) -> str:
    return (
        f"can't be read as YAML: {error.problem}. Check the indentation, and put a text in quotes"
        ' if it contains ": " or starts with a character such as { [ * & @ or a quotation mark'
    )
