"""The text of a Word document, read with a limit on everything that a file can make large."""

import lzma
import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from bot.transcripts.formats.refused import FileRefused

ZIP = b"PK\x03\x04"
MAX_XML = 20_000_000  # bytes; eight hours of transcript take 1.3 MB
_DOCUMENT = "word/document.xml"
_PIECE = 64 * 1024
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_WORDS = "http://purl.oclc.org/ooxml/wordprocessingml/main"
# All that zipfile raises for a file that is cut, encrypted or made up.
_BROKEN = (
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zlib.error,
)


def paragraphs(body: bytes) -> list[str]:
    """The paragraphs of a document, with "\\n" where a line is broken within one.

    Raises FileRefused if it is no Word document, is too large when unpacked, or defines entities.
    """
    try:
        xml = _document(body)
    except _BROKEN:
        raise FileRefused("no transcript") from None
    reader = _Paragraphs()
    try:
        for start in range(0, len(xml), _PIECE):
            reader.feed(xml[start : start + _PIECE])
        reader.close()
    except (expat.ExpatError, ValueError):
        raise FileRefused("no transcript") from None
    return reader.found


def _document(body: bytes) -> bytes:
    with ZipFile(BytesIO(body)) as archive, archive.open(_DOCUMENT) as file:
        xml = file.read(MAX_XML + 1)
    if len(xml) > MAX_XML:
        raise FileRefused("unsafe")
    return xml


class _Paragraphs:
    """Collects the text of paragraphs while a document is parsed, without deleted text."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._open: list[list[str]] = []  # a text box has paragraphs within a paragraph
        self._in_text = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, xml: bytes) -> None:
        """Parse some more."""
        self._parser.Parse(xml, False)

    def close(self) -> None:
        """Parse what is left. Raises ExpatError if the document is not complete."""
        self._parser.Parse(b"", True)

    def _start(self, name: str, _: object) -> None:
        match _local(name):
            case "p":
                self._open.append([])
            case "t":
                self._in_text = True
            case "br" | "cr":
                self._add("\n")
            case "tab":
                self._add("\t")

    def _end(self, name: str) -> None:
        match _local(name):
            case "p" if self._open:
                self.found.append("".join(self._open.pop()))
            case "t":
                self._in_text = False

    def _text(self, text: str) -> None:
        if self._in_text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._open:
            self._open[-1].append(text)


def _local(name: str) -> str:
    """The name of an element of Word's own; "" for others."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in (_WORDS, _STRICT_WORDS) else ""


def _refuse(*_: object) -> None:
    raise FileRefused("unsafe")
