"""Parse the lines of an iCalendar file (RFC 5545): names, parameters and values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ENDS = re.compile(rb"\r[\r\n]*|\n[\r\n]+")
_DELIMITER = re.compile(r'[":;]')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# In parameters, RFC 6868 escapes with carets. Some calendars write backslashes there too.
_ENCODED = re.compile(r"\^([nN'^])|\\([,;\\])")
_IN_PARAMETERS = {"n": "\n", "N": "\n", "'": '"', "^": "^"}


@dataclass(frozen=True)
class Property:
    """The value and parameters of a line: `ATTENDEE;CN="Novak, Jana":mailto:jana@acme.example`."""

    value: str
    params: dict[str, str] = field(default_factory=dict)  # by name in upper case

    @property
    def text(self) -> str:
        """The value as people read it, with its backslash escapes decoded."""
        return _ESCAPED.sub(_unescaped, self.value).strip()


def unfolded(body: bytes) -> Iterator[bytes]:
    """Yield the lines of a file. A line that begins with white space continues the line before."""
    body = body.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    if b"\r" in body or b"\n\n" in body:  # old line ends ("\r" alone), or empty lines
        body = _ENDS.sub(b"\n", body)
    yield from body.replace(b"\n ", b"").replace(b"\n\t", b"").split(b"\n")


def name_of(line: bytes) -> bytes:
    """Return the name of a line's property, in upper case."""
    return line.partition(b":")[0].partition(b";")[0].strip().upper()


def read(line: bytes) -> Property:
    """Parse a line with text, an address or a link."""
    text = line.decode(errors="replace")
    parts, start, quoted = [], 0, False
    for found in _DELIMITER.finditer(text):
        mark = found.group()
        if mark == '"':
            quoted = not quoted
        elif not quoted:
            parts.append(text[start : found.start()])
            start = found.end()
            if mark == ":":
                return Property(text[start:], _params(parts[1:]))
    return Property(text.partition(":")[2])  # no colon, or a quotation mark that is never closed


def read_time(line: bytes) -> Property:
    """Parse a line with a time. The value begins after the last colon.

    The zone's name, which comes before the value, may contain colons. Some calendars do not put
    such a name in quotation marks.
    """
    head, _, value = line.decode(errors="replace").rpartition(":")
    return Property(value, _params(head.split(";")[1:]))


def _params(parts: list[str]) -> dict[str, str]:
    pairs = (part.partition("=") for part in parts)
    return {name.strip().upper(): _param(value) for name, _, value in pairs}


def _param(value: str) -> str:
    return _ENCODED.sub(_decoded, value.strip().strip('"'))


def _decoded(found: re.Match[str]) -> str:
    return found[2] or _IN_PARAMETERS[found[1]]


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found.group(1) in "nN" else found.group(1)
