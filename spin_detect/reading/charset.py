"""From bytes to text: byte order mark, UTF-8, declared charset, Windows-1252, and only then replaced characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

REPLACEMENT = "\ufffd"

_BOMS = (
    # The longer marks first: UTF-32 LE begins like UTF-16 LE.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office file"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
)
_CONTROLS = bytes(sorted({*range(0, 9), *range(14, 27), *range(28, 32), 127}))
_SAMPLE = 65536
_MAX_CONTROLS = 0.05  # Random bytes hold 11 %; text with stray NULs and escapes stays far below.
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_LATIN = {"iso8859-1", "ascii"}  # Browsers read both as Windows-1252, and so do the pages that declare them.
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text; `bom + text.encode(encoding)` gives the bytes back. `encoding` is `None` where some were lost."""

    text: str
    encoding: str | None
    bom: bytes = b""
    warnings: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text that `data` holds. Always succeeds; what was lost is told in the warnings."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_bom(data, bom, encoding)
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    codec = _codec(declared)
    if codec is not None and codec != "utf-8":
        text = _strict(data, codec)
        if text is not None:
            return Decoded(text, codec)
    if not _is_damaged_utf8(data):
        text = _strict(data, "cp1252")
        if text is not None:
            return Decoded(text, "cp1252")
        return _replaced(data, "cp1252", b"")
    return _replaced(data, "utf-8", b"")


def declared_charset(html: bytes) -> str | None:
    """Return the charset that the head of an HTML page declares."""
    match = _META_CHARSET.search(html[:4096])
    return match[1].decode("ascii") if match else None


def binary_kind(head: bytes) -> str | None:
    """Return what the first bytes of a file look like if they are not text, else `None`."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if any(head.startswith(bom) for bom, _ in _BOMS):
        return None
    sample = head[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if not sample or controls <= max(1, _MAX_CONTROLS * len(sample)):
        return None
    if 0.3 < sample.count(0) / len(sample) < 0.6:
        return "binary data or UTF-16 without a byte order mark"
    return "binary data"


def without_surrogates(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return `text` with each lone surrogate (a `\ud800` escape in JSON) as U+FFFD, and a warning if there was one.

    One code point goes for one, so offsets stay true.
    """
    mended, number = _SURROGATE.subn(REPLACEMENT, text)
    return (mended, (f"lone surrogates replaced by U+FFFD: {number}",)) if number else (text, ())


def _with_bom(data: bytes, bom: bytes, encoding: str) -> Decoded:
    text = _strict(data[len(bom) :], encoding)
    if text is not None:
        return Decoded(text, encoding, bom)
    return _replaced(data[len(bom) :], encoding, bom)


def _replaced(data: bytes, encoding: str, bom: bytes) -> Decoded:
    text = data.decode(encoding, "replace")
    number = max(1, text.count(REPLACEMENT))
    warning = f"characters that are not {encoding} replaced by U+FFFD: {number}"
    return Decoded(text, None, bom, (warning,))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _codec(declared: str | None) -> str | None:
    """Return the name of the Python codec for a declared charset, `None` where it is unknown or no charset."""
    if not declared:
        return None
    try:
        info = codecs.lookup(declared.strip())
        "".encode(info.name)  # Refuses the codecs that turn bytes into bytes.
    except (LookupError, ValueError):
        return None
    if info.name in _NO_CHARSETS:
        return None
    return "cp1252" if info.name in _LATIN else info.name


def _is_damaged_utf8(data: bytes) -> bool:
    """Say whether `data` is UTF-8 with a few broken places: its whole sequences outnumber the broken ones."""
    text = data.decode("utf-8", "replace")
    broken = text.count(REPLACEMENT)
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return whole > broken
