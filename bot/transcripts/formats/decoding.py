"""Decode a file of unknown encoding."""

import codecs
import re

from bot.transcripts.formats.refused import FileRefused

_BOMS = (  # longest first, because UTF-32 begins like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_RECORDINGS = (b"\x1aE\xdf\xa3", b"ID3", b"OggS", b"RIFF", b"fLaC", b"\xff\xfb", b"\xff\xf1")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_HEIF = (b"heic", b"heix", b"mif1", b"avif")
_PROBE = 4_000  # we look for zero bytes in this many bytes of a file
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_TOO_MANY_CONTROLS = 0.02  # a file with a larger share of control characters is not text


def decoded(body: bytes) -> str:
    """Decode a file, normalise line ends, and remove control characters.

    A byte-order mark or the positions of zero bytes give the encoding. Without either, we decode
    the file as UTF-8. If that gives more invalid sequences than valid non-ASCII characters, we
    decode the file as Windows-1252 instead. Raises FileRefused if the file is not text, or if too
    many characters can't be decoded.
    """
    if (body.startswith(_PICTURES) and b"\0" in body[:_PROBE]) or (
        body[4:8] == b"ftyp" and body[8:12] in _HEIF
    ):
        raise FileRefused("picture")
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        raise FileRefused("picture")
    if body.startswith(_RECORDINGS) or body[4:8] == b"ftyp":
        raise FileRefused("recording")
    text = _text(body)
    controls = len(_CONTROL.findall(text))
    if controls > len(text) * _TOO_MANY_CONTROLS:
        raise FileRefused("binary")
    return _LINE_END.sub("\n", _CONTROL.sub("", text) if controls else text)


def _text(body: bytes) -> str:
    """Detect the encoding of a file, and decode the file. Raises FileRefused."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], encoding)
    if encoding := _by_zeros(body[:_PROBE]):
        return _decoded(body, encoding)
    try:
        return body.decode()
    except UnicodeDecodeError:
        text = body.decode(errors="replace")
    # In a file that is not UTF-8, non-ASCII bytes seldom happen to be valid UTF-8. So more broken
    # than valid sequences mean that the file is not UTF-8.
    broken = text.count("\ufffd")
    whole = len(text) - sum(map(str.isascii, text)) - broken
    return _decoded(body, "utf-8" if whole >= broken else "cp1252")


def _by_zeros(probe: bytes) -> str:
    """Detect UTF-16 without a byte-order mark: every second byte of Latin text is zero."""
    half = len(probe) // 2
    even, odd = probe[::2].count(0), probe[1::2].count(0)
    if half and odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * 0.4 and odd < half * 0.1 else ""


def _decoded(body: bytes, encoding: str) -> str:
    """Decode a file. Raises FileRefused if it is not text in this encoding."""
    text = body.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if b"\0" in body[:_PROBE] and encoding == "cp1252":
        raise FileRefused("binary")
    if broken > 2 + len(text) // 1000:
        raise FileRefused("broken encoding")
    return text
