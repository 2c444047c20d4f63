"""Extract the text of a Word document.

A hostile file could be huge when unpacked, so we set limits.
"""

import lzma
import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from bot.transcripts.formats.refused import FileRefused

ZIP = b"PK\x03\x04"
MAX_XML = 20_000_000  # bytes; a transcript of eight hours takes 1.3 MB
_DOCUMENT = "word/document.xml"
_PIECE = 64 * 1024
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_WORDS = "http://purl.oclc.org/ooxml/wordprocessingml/main"
# Everything that zipfile raises for a file that is truncated, encrypted or forged.
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
    """Return the paragraphs of a document. Line breaks are kept.

    Raises FileRefused if the body is not a Word document, is too large when unpacked, or has a DTD.
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
    """Return the XML of a .docx file's text. Raises FileRefused if it is too large."""
    with ZipFile(BytesIO(body)) as archive, archive.open(_DOCUMENT) as file:
        xml = file.read(MAX_XML + 1)
    if len(xml) > MAX_XML:
        raise FileRefused("unsafe")
    return xml


class _Paragraphs:
    """Collects the text of paragraphs while a document is parsed. Deleted text is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        # This is a stack, because a text box puts paragraphs inside a paragraph.
        self._open: list[list[str]] = []
        self._in_text = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, xml: bytes) -> None:
        """Parse the next piece of the document."""
        self._parser.Parse(xml, False)

    def close(self) -> None:
        """Finish parsing. Raises ExpatError if the document is incomplete."""
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
    """Return the name of one of Word's own elements, or "" for any other element."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in (_WORDS, _STRICT_WORDS) else ""


def _refuse(*_: object) -> None:
    raise FileRefused("unsafe")
